package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfSettings;
import io.vfledger.executor.binding.PciTree;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.SimulatedKernel;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent says of a VF at vfio-pci that it must not touch: nothing is attempted, and the reason names who and what. */
class UserSpaceVfIT {
    private static final String HOLDER = "/dev/vfio/911 is open by pid 42 (dpdk-testpmd)";

    @TempDir
    Path directory;

    private final NamedNamespace host = new NamedNamespace();
    private final NamedNamespace pod = new NamedNamespace();
    private Namespaces namespaces;
    private SimulatedKernel kernel;
    private PciTree tree;
    private KernelNics nics;
    private PciAddress vf;
    private PciAddress other;

    @BeforeEach
    void bindToVfio() throws Exception {
        namespaces = new Namespaces(Duration.ofSeconds(20));
        try (NamespaceHandle handle = host.handle()) {
            kernel = new SimulatedKernel(directory, 2, namespaces, handle);
        }
        PciAddress pf = kernel.sysfs().pfs().getFirst().pci();
        other = kernel.sysfs().pfs().getLast().pci();
        kernel.setVfCount(pf, 1);
        vf = requireNonNull(kernel.sysfs().vfs(pf).get(new VfIndex(0)));
        Path proc = directory.resolve("proc");
        tree = new PciTree(directory.resolve("sys"), proc).bound(vf, "vfio-pci").grouped(911, vf);
        DriverProfiles profiles = DriverProfiles.builtIn();
        nics = new KernelNics(
                kernel, new Discovery(kernel, PciNames.none(), profiles), profiles, new DeviceUsers(proc));
    }

    @AfterEach
    void close() throws Exception {
        kernel.removeAll();
        kernel.close();
        namespaces.close();
        pod.close();
        host.close();
    }

    @Test
    void tellsGroupAndNodesOfAVfThatNobodyHas() {
        assertThat(described().getIommuGroup()).isEqualTo(911);
        assertThat(described().getDeviceNodes()).containsExactly("/dev/vfio/911", "/dev/vfio/vfio");
        assertThat(described().getHostUse()).isNull();
    }

    @Test
    void neitherGivesNorTakesBackWhatAProcessHasOpen() throws Exception {
        tree.opened("/dev/vfio/911", 42, "dpdk-testpmd");

        assertThat(described().getHostUse()).isEqualTo(HOLDER);
        refused(attach(), FailureReason.HOST_USE, HOLDER);
        assertThat(nics.release(release()))
                .isEqualTo(new NodeNics.Released.Failed(new NodeNics.Failure(FailureReason.IN_USE, HOLDER, true)));
        assertThat(nics.verify(vf, Optional.empty(), Optional.of(ReleaseMode.FLR)))
                .isInstanceOfSatisfying(
                        NodeNics.Verified.Done.class,
                        verified -> assertThat(verified.hostUse()).contains(HOLDER));
    }

    @Test
    void givesNoVfWhoseGroupHoldsSomebodyElsesDevice() throws Exception {
        tree.grouped(911, other);

        refused(attach(), FailureReason.HOST_USE, "IOMMU group 911 of " + vf + " holds " + other);
        assertThat(kernel.administrative(other)).isEmpty();
    }

    private void refused(NodeNics.Attached result, FailureReason reason, String words) {
        assertThat(result).isInstanceOfSatisfying(NodeNics.Attached.Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(reason);
            assertThat(failed.failure().message()).contains(words);
            assertThat(failed.failure().undone()).isTrue();
        });
        assertThat(described().getAttributes().getVlan()).isZero();
    }

    private VfDescription described() {
        return nics.inventory().vfs().getFirst();
    }

    private NodeNics.Attached attach() throws Exception {
        try (NamespaceHandle handle = pod.handle()) {
            PodNamespace namespace = new PodNamespace(
                    handle.descriptor(),
                    io.vfledger.avro.NetworkNamespace.newBuilder().build());
            return nics.attach(new NodeNics.AttachOrder(
                    vf,
                    namespace,
                    "net1",
                    VfSettings.newBuilder().setVlan(7).build(),
                    VfAttributes.newBuilder().build(),
                    List.of(),
                    List.of(),
                    List.of()));
        }
    }

    private NodeNics.ReleaseOrder release() {
        return new NodeNics.ReleaseOrder(
                vf,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(VfAttributes.newBuilder().setVlan(0).build()),
                VfSettings.newBuilder().build(),
                ReleaseMode.FLR);
    }
}
