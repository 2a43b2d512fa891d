package io.vfledger.executor.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.IpText;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On the emulated igb, with what it refuses and what its VF driver is slow to notice. */
class VfApplierKernelTest extends VfApplierContract {
    @Override
    Bench makeBench() {
        return Bench.real();
    }

    static Stream<Arguments> refusedByIgb() {
        return Stream.of(
                Arguments.of(
                        "EPROTONOSUPPORT",
                        VfSettings.builder().vlan(new Vlan(7)).vlanProto(VlanProto.S_TAG)),
                Arguments.of("EINVAL", VfSettings.builder().minTxRateMbps(10)),
                Arguments.of("EOPNOTSUPP", VfSettings.builder().linkState(LinkStatePolicy.ENABLE)));
    }

    @ParameterizedTest
    @MethodSource
    void refusedByIgb(String errno, VfSettings.Builder settings) throws Exception {
        VfSettings asked = settings.mac(MacAddress.parse("02:00:5e:00:53:62"))
                .spoofchk(false)
                .build();
        AttachResult result = applier.attach(vf, inside, new Desired.InPod(asked, NET1, List.of(), List.of()));
        assertThat(result).isInstanceOfSatisfying(AttachResult.Undone.class, undone -> {
            assertThat(undone.failure().cause()).isEqualTo(AttachResult.Cause.KERNEL_REFUSED);
            assertThat(undone.failure().message()).contains(errno);
        });
        assertThat(attributes(vf)).isEqualTo(baseline);
    }

    @Test
    void takesAVlanAwayThatThePodPutOnItsVf() throws Exception {
        applier.attach(vf, inside, new Desired.InPod(VfSettings.NONE, NET1, List.of(), List.of()));
        pod.exec("ip", "link", "add", "link", "net1", "name", "net1.5", "type", "vlan", "id", "5");
        pod.exec("ip", "link", "set", "net1.5", "up");
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
        assertThat(pod.exec("ip", "-o", "link")).doesNotContain("net1.5");
    }

    @Test
    void passesTrafficBetweenVfsOfOneVlanAndNoOthers() throws Exception {
        try (NamedNamespace second = new NamedNamespace();
                NamedNamespace third = new NamedNamespace()) {
            place(vf, pod, "02:00:5e:00:53:71", 100, "10.99.0.1/24");
            place(pci(1), second, "02:00:5e:00:53:72", 100, "10.99.0.2/24");
            place(pci(2), third, "02:00:5e:00:53:73", 200, "10.99.0.3/24");
            assertThat(pod.succeeds("ping", "-c3", "-W3", "10.99.0.2")).isTrue();
            assertThat(pod.succeeds("ping", "-c1", "-W2", "10.99.0.3")).isFalse();
        }
    }

    private void place(PciAddress pci, NamedNamespace where, String mac, int vlan, String address) throws Exception {
        VfSettings settings = VfSettings.builder()
                .mac(MacAddress.parse(mac))
                .vlan(new Vlan(vlan))
                .build();
        try (Namespace namespace = kernel.open(where.path())) {
            assertThat(applier.attach(
                            pci,
                            namespace,
                            new Desired.InPod(settings, NET1, List.of(IpText.prefix(address)), List.of())))
                    .isInstanceOf(AttachResult.Applied.class);
        }
    }
}
