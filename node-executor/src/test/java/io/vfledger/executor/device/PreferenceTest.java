package io.vfledger.executor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PreferenceTest {
    private static final Resource ALL = Devices.resource("all", "pf0", "pf1");

    @Test
    void spreadsOverThePfsByWhatTheyHaveGiven() {
        assertThat(choose(1, List.of(), Devices.vf(0, 0, "igbvf", true), Devices.vf(0, 1), Devices.vf(1, 0)))
                .containsExactly("0000:02:10.0");
    }

    @Test
    void keepsDevicesOfOneContainerAtOneNumaNode() {
        assertThat(choose(2, List.of(), Devices.vf(0, 0), Devices.vf(0, 1), Devices.vf(1, 0)))
                .containsExactly("0000:01:10.0", "0000:01:10.1");
    }

    @Test
    void beginsWithWhatHasToBeAmongThem() {
        assertThat(choose(2, List.of("0000:02:10.0"), Devices.vf(0, 0), Devices.vf(1, 0), Devices.vf(1, 1)))
                .containsExactly("0000:02:10.0", "0000:02:10.1");
    }

    @Test
    void takesWhatIsStillWithAPodLast() {
        assertThat(choose(2, List.of(), Devices.vf(0, 0, "igbvf", true), Devices.vf(1, 0)))
                .containsExactly("0000:02:10.0", "0000:01:10.0");
    }

    @Test
    void givesAsManyAsThereAreWhenThatIsLess() {
        assertThat(choose(5, List.of(), Devices.vf(0, 0))).containsExactly("0000:01:10.0");
    }

    private static List<String> choose(int size, List<String> required, SeenVf... vfs) {
        List<Device> devices = DeviceTable.of(List.of(ALL)).seeing(List.of(vfs)).of(ALL.name());
        Set<String> available = devices.stream().map(Device::id).collect(Collectors.toSet());
        return Preference.choose(devices, available, required, size);
    }
}
