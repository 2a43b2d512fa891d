package io.vfledger.executor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeviceTableTest {
    private static final Resource FAST = Devices.resource("fast", "pf0#0-1");
    private static final Resource ALL = Devices.resource("all", "pf0", "pf1");
    private static final DeviceTable TABLE = DeviceTable.of(List.of(FAST, ALL));

    @Test
    void givesAVfToTheFirstResourceThatItFits() {
        DeviceTable table = TABLE.seeing(
                List.of(Devices.vf(0, 0), Devices.vf(0, 1), Devices.vf(0, 2), Devices.vf(1, 0), Devices.vf(2, 0)));

        assertThat(ids(table, FAST)).containsExactly("0000:01:10.0", "0000:01:10.1");
        assertThat(ids(table, ALL)).containsExactly("0000:01:10.2", "0000:02:10.0");
    }

    @Test
    void keepsADeviceThatHasGoneAsUnhealthyAndTakesItUpWhenItReturns() {
        DeviceTable gone = TABLE.seeing(List.of(Devices.vf(1, 0))).seeing(List.of());
        assertThat(gone.of(ALL.name()).getFirst().trouble()).contains("it is not there any more");

        DeviceTable back = gone.seeing(List.of(Devices.vf(1, 0)));
        assertThat(back.of(ALL.name()).getFirst().trouble()).isEmpty();
    }

    @Test
    void leavesADeviceWhereItIsWhileAPodHasIt() {
        DeviceTable table = TABLE.seeing(List.of(Devices.vf(0, 0))).seeing(List.of(Devices.vf(0, 0, "", true)));

        assertThat(table.of(FAST.name()).getFirst())
                .matches(Device::given)
                .matches(device -> device.trouble().isEmpty());
    }

    @Test
    void saysThatADeviceFitsNoMoreWhenSomebodyBoundItElsewhere() {
        DeviceTable table = TABLE.seeing(List.of(Devices.vf(0, 0))).seeing(List.of(Devices.vf(0, 0, "uio", false)));

        assertThat(table.of(FAST.name()).getFirst().trouble())
                .contains("it fits its resource no more: its driver is 'uio'");
    }

    @Test
    void offersWhatTheNodeItselfUsesAsUnhealthy() {
        SeenVf free = Devices.vf(1, 3);
        SeenVf used = new SeenVf(free.traits(), free.numaNode(), List.of(), Optional.of("it has an address"), false);

        assertThat(TABLE.seeing(List.of(used)).of(ALL.name()).getFirst().trouble())
                .contains("the node itself uses it: it has an address");
    }

    @Test
    void doesNotTellTheNumaNodeWhereThatIsNotWanted() {
        Resource quiet = new Resource(ALL.name(), ALL.selectors(), true, Map.of());
        DeviceTable table = DeviceTable.of(List.of(quiet)).seeing(List.of(Devices.vf(1, 0)));

        assertThat(table.of(ALL.name()).getFirst().numaNode()).isEqualTo(OptionalInt.empty());
        assertThat(TABLE.seeing(List.of(Devices.vf(1, 0)))
                        .of(ALL.name())
                        .getFirst()
                        .numaNode())
                .hasValue(1);
    }

    private static List<String> ids(DeviceTable table, Resource resource) {
        return table.of(resource.name()).stream().map(Device::id).toList();
    }
}
