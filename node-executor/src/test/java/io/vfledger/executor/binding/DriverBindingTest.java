package io.vfledger.executor.binding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.vf.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a VF is not bound for a program, or not given to one: on which side the reason is, and what to do about it. */
class DriverBindingTest {
    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final PciAddress VF = new PciAddress("0000:01:10.0");
    private static final PciAddress DISK = new PciAddress("0000:02:00.0");

    @TempDir
    Path sys;

    @TempDir
    Path proc;

    private PciTree tree;
    private DriverBinding binding;
    private UserSpaceVfs userSpace;

    @BeforeEach
    void makeTree() {
        tree = new PciTree(sys, proc).sriov(PF, VF, "igbvf").device(DISK, "nvme");
        DeviceUsers users = new DeviceUsers(proc);
        binding = new DriverBinding(new Sysfs(sys), users);
        userSpace = new UserSpaceVfs(new Sysfs(sys), users);
    }

    static Stream<Arguments> refused() {
        Consumer<PciTree> nothing = tree -> {};
        Consumer<PciTree> loaded = tree -> tree.loaded("vfio-pci");
        Consumer<PciTree> shared = tree -> tree.loaded("vfio-pci").grouped(11, VF, DISK);
        Consumer<PciTree> open =
                tree -> tree.grouped(11, VF).bound(VF, "vfio-pci").opened("/dev/vfio/11", 42, "dpdk-testpmd");
        return Stream.of(
                Arguments.of(
                        "driver missing",
                        nothing,
                        VfDriver.VFIO_PCI,
                        DriverBinding.Why.DRIVER,
                        List.of("driver vfio-pci is not in the kernel", "modprobe vfio-pci", "/etc/modules-load.d")),
                Arguments.of(
                        "IOMMU off",
                        loaded,
                        VfDriver.VFIO_PCI,
                        DriverBinding.Why.PLATFORM,
                        List.of(VF + " has no IOMMU group", "VT-d", "intel_iommu=on")),
                Arguments.of(
                        "group shared",
                        shared,
                        VfDriver.VFIO_PCI,
                        DriverBinding.Why.PLATFORM,
                        List.of("IOMMU group 11 of " + VF, DISK + " (bound to nvme)", "ACS")),
                Arguments.of(
                        "group open",
                        open,
                        VfDriver.DEFAULT,
                        DriverBinding.Why.IN_USE,
                        List.of(VF + ": /dev/vfio/11 is open by pid 42 (dpdk-testpmd)")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String what, Consumer<PciTree> made, VfDriver asked, DriverBinding.Why why, List<String> words)
            throws Exception {
        made.accept(tree);
        Path override = sys.resolve("bus/pci/devices").resolve(VF.value()).resolve("driver_override");

        assertThat(binding.bind(VF, asked)).isInstanceOfSatisfying(DriverBinding.Result.Refused.class, refused -> {
            assertThat(refused.why()).as(what).isEqualTo(why);
            assertThat(refused.message()).contains(words);
        });
        assertThat(Files.readString(override)).isEqualTo("(null)\n");
    }

    @Test
    void refusesAVfThatIsNotThere() throws Exception {
        assertThat(binding.bind(DISK, VfDriver.VFIO_PCI))
                .isEqualTo(new DriverBinding.Result.Refused(DriverBinding.Why.NO_SUCH_VF, "there is no VF " + DISK));
    }

    @Test
    void leavesAVfAloneThatIsBoundAsAsked() throws Exception {
        assertThat(binding.bind(VF, VfDriver.IGBVF)).isInstanceOf(DriverBinding.Result.Bound.class);
        assertThat(binding.bind(VF, VfDriver.DEFAULT)).isInstanceOf(DriverBinding.Result.Bound.class);
    }

    @Test
    void givesAVfAtVfioToNobodyWhileItsGroupIsSharedOrOpen() throws Exception {
        assertThat(userSpace.refusal(VF)).as("a VF with an interface").isEmpty();
        tree.grouped(11, VF).bound(VF, "vfio-pci");
        assertThat(userSpace.refusal(VF)).as("alone in its group").isEmpty();
        tree.grouped(11, DISK);
        assertThat(userSpace.refusal(VF))
                .hasValueSatisfying(why -> assertThat(why).contains("IOMMU group 11", DISK.value(), "ACS"));
        tree.opened("/dev/vfio/11", 42, "dpdk-testpmd");
        assertThat(userSpace.refusal(VF)).contains("/dev/vfio/11 is open by pid 42 (dpdk-testpmd)");
    }

    @Test
    void namesADevicesOwnNodeOnlyWhereTheKernelMakesOne() throws Exception {
        tree.grouped(11, VF).bound(VF, "vfio-pci");
        Path node = Files.createDirectories(
                sys.resolve("bus/pci/devices").resolve(VF.value()).resolve("vfio-dev/vfio1"));
        assertThat(nodes()).containsExactly("/dev/vfio/11", "/dev/vfio/vfio");
        Files.writeString(node.resolve("dev"), "511:1\n");
        assertThat(nodes()).containsExactly("/dev/vfio/11", "/dev/vfio/devices/vfio1", "/dev/vfio/vfio");
    }

    private List<String> nodes() throws Exception {
        return requireNonNull(userSpace.accesses(List.of(VF)).get(VF)).nodes();
    }

    @Test
    void seesTheUserOfAUioDevice() throws Exception {
        tree.bound(VF, "igb_uio");
        Files.createDirectories(
                sys.resolve("bus/pci/devices").resolve(VF.value()).resolve("uio/uio3"));
        tree.opened("/dev/uio3", 7, "l3fwd");
        assertThat(userSpace.accesses(List.of(VF)))
                .containsEntry(
                        VF,
                        new UserSpaceVfs.Access(
                                Optional.empty(),
                                List.of("/dev/uio3"),
                                Optional.of("/dev/uio3 is open by pid 7 (l3fwd)")));
        assertThat(userSpace.refusal(VF)).contains("/dev/uio3 is open by pid 7 (l3fwd)");
    }
}
