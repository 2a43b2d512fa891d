package io.vfledger.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfTraits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsTest {
    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final PciAddress VF = new PciAddress("0000:01:10.4");

    @TempDir
    Path root;

    private Sysfs sysfs;

    @BeforeEach
    void makeTree() throws Exception {
        sysfs = new Sysfs(root);
        device("0000:00:02.0", "0x030000", "1111");
        device("0000:00:03.0", "0x020000", "1000");
        Path pf = device(PF.value(), "0x020000", "10c9");
        Files.writeString(pf.resolve("sriov_totalvfs"), "7\n");
        Files.writeString(pf.resolve("sriov_numvfs"), "2\n");
        Files.createDirectories(pf.resolve("net/pf0"));
        Files.createSymbolicLink(pf.resolve("driver"), Path.of("../../drivers/igb"));
        Files.createSymbolicLink(pf.resolve("virtfn1"), Path.of("..", VF.value()));
        Path vf = device(VF.value(), "0x020000", "10ca");
        Files.createSymbolicLink(vf.resolve("physfn"), Path.of("..", PF.value()));
    }

    @Test
    void listsNetworkFunctionsWithSrIovOnly() throws Exception {
        assertThat(sysfs.pfs()).singleElement().satisfies(pf -> {
            assertThat(pf.pci()).isEqualTo(PF);
            assertThat(pf.vendor()).isEqualTo(new PciId("8086"));
            assertThat(pf.driver()).contains("igb");
            assertThat(pf.totalVfs()).isEqualTo(7);
            assertThat(pf.configuredVfs()).isEqualTo(2);
            assertThat(pf.numaNode()).isEqualTo(-1);
            assertThat(pf.netdev()).contains(new InterfaceName("pf0"));
        });
    }

    @Test
    void readsAVfThatIsUnbound() throws Exception {
        assertThat(sysfs.vf(VF))
                .contains(new VfTraits(
                        VF,
                        PF,
                        Optional.of(new InterfaceName("pf0")),
                        new VfIndex(1),
                        new PciId("8086"),
                        new PciId("10ca"),
                        Optional.empty()));
        assertThat(sysfs.vf(PF)).isEmpty();
        assertThat(sysfs.pf(VF)).isEmpty();
        assertThat(sysfs.vfs(PF)).containsOnlyKeys(new VfIndex(1));
    }

    @Test
    void changesTheNumberOfVfs() throws Exception {
        sysfs.setVfCount(PF, 5);
        assertThat(Files.readString(
                        root.resolve("bus/pci/devices").resolve(PF.value()).resolve("sriov_numvfs")))
                .isEqualTo("5");
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> sysfs.setVfCount(VF, 1))
                .withMessageContaining("has no SR-IOV");
    }

    @Test
    void saysWhichFileMakesNoSense() throws Exception {
        Files.writeString(root.resolve("bus/pci/devices").resolve(PF.value()).resolve("sriov_totalvfs"), "many");
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(sysfs::pfs)
                .withMessageContaining("sriov_totalvfs holds 'many', expected a number");
    }

    @Test
    void findsNothingInAnEmptyTree(@TempDir Path empty) throws Exception {
        assertThat(new Sysfs(empty).pfs()).isEmpty();
        assertThat(new Sysfs(empty).speedMbps(new InterfaceName("pf0"))).isEmpty();
    }

    private Path device(String pci, String deviceClass, String id) throws Exception {
        Path device = Files.createDirectories(root.resolve("bus/pci/devices").resolve(pci));
        Files.writeString(device.resolve("class"), deviceClass + "\n");
        Files.writeString(device.resolve("vendor"), "0x8086\n");
        Files.writeString(device.resolve("device"), "0x" + id + "\n");
        return device;
    }
}
