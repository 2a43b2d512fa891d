package io.vfledger.executor.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.InterruptedKernel;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.LinuxKernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.kernel.Sysfs;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.netlink.jna.Namespaces;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plan, apply, read back and undo of the attributes that igb refuses, on netdevsim. It is no PCI device and its VFs have no
 * interfaces, so a tree in the shape of sysfs makes it one whose VFs are without a driver.
 */
class NetdevsimKernelTest {
    private static final Path BUS = Path.of("/sys/bus/netdevsim");
    private static final int NUMBER = 73;
    private static final PciAddress PF = new PciAddress("fffe:00:00.0");
    private static final PciAddress VF = new PciAddress("fffe:00:10.1");
    private static final InterfaceName NET1 = new InterfaceName("net1");

    @TempDir
    private Path sysfs;

    private Namespaces namespaces;
    private Kernel kernel;
    private NamedNamespace pod;
    private Namespace inside;

    @BeforeEach
    void makeNic() throws Exception {
        Files.writeString(BUS.resolve("new_device"), NUMBER + " 1");
        Path device = BUS.resolve("devices/netdevsim" + NUMBER);
        Files.writeString(device.resolve("sriov_numvfs"), "2");
        makePf(device.resolve("net"));
        for (int index = 0; index < 2; index++) {
            makeVf(index);
        }
        namespaces = new Namespaces(Duration.ofSeconds(20));
        kernel = new LinuxKernel(new Sysfs(sysfs), namespaces);
        pod = new NamedNamespace();
        inside = kernel.open(pod.path());
    }

    private void makePf(Path interfaces) throws IOException {
        Path pf = Files.createDirectories(sysfs.resolve("bus/pci/devices").resolve(PF.value()));
        Files.writeString(pf.resolve("vendor"), "0x8086");
        Files.writeString(pf.resolve("device"), "0x10c9");
        Files.writeString(pf.resolve("sriov_totalvfs"), "2");
        Files.writeString(pf.resolve("sriov_numvfs"), "2");
        Files.createSymbolicLink(pf.resolve("net"), interfaces);
    }

    private void makeVf(int index) throws IOException {
        Path pf = sysfs.resolve("bus/pci/devices").resolve(PF.value());
        Path vf = Files.createDirectories(pf.resolveSibling("fffe:00:10." + index));
        Files.writeString(vf.resolve("vendor"), "0x8086");
        Files.writeString(vf.resolve("device"), "0x10ca");
        Files.createSymbolicLink(vf.resolve("physfn"), pf);
        Files.createSymbolicLink(pf.resolve("virtfn" + index), vf);
    }

    @AfterEach
    void removeNic() throws IOException {
        inside.close();
        pod.close();
        kernel.close();
        namespaces.close();
        Files.writeString(BUS.resolve("del_device"), Integer.toString(NUMBER));
    }

    static Stream<Arguments> refusedByIgb() {
        return Stream.of(
                Arguments.of(
                        "802.1ad",
                        VfSettings.builder()
                                .vlan(new Vlan(7))
                                .vlanQos(3)
                                .vlanProto(VlanProto.S_TAG)
                                .build(),
                        change().vlan(new Vlan(7)).vlanQos(3).vlanProto(VlanProto.S_TAG)),
                Arguments.of(
                        "minimum rate alone",
                        VfSettings.builder().minTxRateMbps(10).build(),
                        change().minTxRateMbps(10)),
                Arguments.of(
                        "both rates",
                        VfSettings.builder()
                                .minTxRateMbps(10)
                                .maxTxRateMbps(200)
                                .build(),
                        change().minTxRateMbps(10).maxTxRateMbps(200)),
                Arguments.of(
                        "link always up",
                        VfSettings.builder().linkState(LinkStatePolicy.ENABLE).build(),
                        change().linkState(LinkStatePolicy.ENABLE)),
                Arguments.of(
                        "link always down",
                        VfSettings.builder().linkState(LinkStatePolicy.DISABLE).build(),
                        change().linkState(LinkStatePolicy.DISABLE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedByIgb")
    void setsReadsBackAndResets(String what, VfSettings settings, VfAttributesBuilder expected) throws Exception {
        VfAttributes baseline = attributes();
        VfApplier applier = new VfApplier(kernel, DriverProfiles.builtIn());
        assertThat(applier.attach(VF, inside, asked(settings))).isInstanceOf(AttachResult.Applied.class);
        assertThat(attributes()).isEqualTo(overlaid(baseline, expected.build()));
        assertThat(release(applier, baseline)).isInstanceOf(ReleaseResult.Clean.class);
        assertThat(attributes()).isEqualTo(baseline);
    }

    @Test
    void rollsBackWhicheverCallFails() throws Exception {
        VfAttributes baseline = attributes();
        VfSettings everything = VfSettings.builder()
                .mac(MacAddress.parse("02:00:5e:00:53:63"))
                .vlan(new Vlan(7))
                .vlanQos(3)
                .vlanProto(VlanProto.S_TAG)
                .minTxRateMbps(10)
                .maxTxRateMbps(200)
                .spoofchk(!baseline.spoofchk().orElseThrow())
                .trust(!baseline.trust().orElseThrow())
                .linkState(LinkStatePolicy.ENABLE)
                .build();
        int attributes = 6;
        for (int call = 1; call <= attributes; call++) {
            InterruptedKernel failing = InterruptedKernel.refusing(kernel, call);
            VfApplier applier = new VfApplier(failing.kernel(), DriverProfiles.builtIn());
            assertThat(applier.attach(VF, inside, asked(everything)))
                    .as("call %s", call)
                    .isInstanceOf(AttachResult.Undone.class);
            assertThat(attributes()).as("call %s", call).isEqualTo(baseline);
        }
        InterruptedKernel later = InterruptedKernel.refusing(kernel, attributes + 1);
        VfApplier applier = new VfApplier(later.kernel(), DriverProfiles.builtIn());
        assertThat(applier.attach(VF, inside, asked(everything))).isInstanceOf(AttachResult.Applied.class);
    }

    private static Desired.InPod asked(VfSettings settings) {
        return new Desired.InPod(settings, NET1, List.of(), List.of());
    }

    private static VfAttributesBuilder change() {
        return VfAttributes.builder();
    }

    private static VfAttributes overlaid(VfAttributes baseline, VfAttributes change) {
        VfAttributesBuilder all = baseline.toBuilder();
        change.vlan().ifPresent(all::vlan);
        change.vlanQos().ifPresent(all::vlanQos);
        change.vlanProto().ifPresent(all::vlanProto);
        change.minTxRateMbps().ifPresent(all::minTxRateMbps);
        change.maxTxRateMbps().ifPresent(all::maxTxRateMbps);
        change.linkState().ifPresent(all::linkState);
        return all.build();
    }

    private ReleaseResult release(VfApplier applier, VfAttributes baseline) {
        return applier.release(VF, baseline, Optional.of(inside), Optional.empty(), Optional.of(ReleaseMode.COMPARE));
    }

    private VfAttributes attributes() throws KernelException {
        return Optional.ofNullable(kernel.administrative(PF).get(new VfIndex(1)))
                .orElseThrow();
    }
}
