package io.vfledger.executor.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.SysfsDrivers.GroupMember;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IommuGroupTest {
    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final GroupMember SELF = new GroupMember(VF, Optional.of("vfio-pci"), false, Optional.of(PF));

    @Test
    void givesAVfThatIsAlone() {
        assertThat(refusal(List.of(SELF))).isEmpty();
    }

    @Test
    void givesAVfBesideBridgesItsOwnSiblingsAndDevicesAtVfio() {
        GroupMember bridge =
                new GroupMember(new PciAddress("0000:00:06.0"), Optional.of("pcieport"), true, Optional.empty());
        GroupMember sibling =
                new GroupMember(new PciAddress("0000:01:10.2"), Optional.of("igbvf"), false, Optional.of(PF));
        GroupMember atVfio =
                new GroupMember(new PciAddress("0000:02:00.0"), Optional.of("vfio-pci"), false, Optional.empty());
        assertThat(refusal(List.of(bridge, SELF, sibling, atVfio))).isEmpty();
    }

    @Test
    void refusesAGroupWithSomebodyElsesDevice() {
        GroupMember disk =
                new GroupMember(new PciAddress("0000:02:00.0"), Optional.of("nvme"), false, Optional.empty());
        assertThat(refusal(List.of(SELF, disk)))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("IOMMU group 11")
                        .contains("0000:02:00.0 (bound to nvme)")
                        .contains("ACS"));
    }

    private static Optional<String> refusal(List<GroupMember> members) {
        return new IommuGroup(11, members).refusal(VF, PF);
    }
}
