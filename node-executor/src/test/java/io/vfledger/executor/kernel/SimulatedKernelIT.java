package io.vfledger.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract on simulated NICs, and what they promise beside it. */
class SimulatedKernelIT extends KernelContract {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }

    @Test
    void keepsAttributesAcrossARestart() throws Exception {
        kernel.administer(vf(3), new AdminSetting.Tag(new Vlan(42), 1, VlanProto.S_TAG));
        try (SimulatedKernel again = ((SimulatedBench) bench).open()) {
            assertThat(again.administrative(bench.pf())).hasEntrySatisfying(new VfIndex(3), now -> {
                assertThat(now.vlan()).contains(new Vlan(42));
                assertThat(now.vlanProto()).contains(VlanProto.S_TAG);
            });
            assertThat(again.netdev(vf(3).pci(), again.host())).isPresent();
        }
    }

    @Test
    void isPlainlyLabelled() throws Exception {
        assertThat(vf(0).driver()).contains("vfledger-simulated");
        assertThat(kernel.sysfs().pf(bench.pf()).orElseThrow().driver()).contains("vfledger-simulated");
        assertThat(kernel.driverInfo(
                        kernel.sysfs().pf(bench.pf()).orElseThrow().netdev().orElseThrow()))
                .hasValueSatisfying(info -> assertThat(info.driver()).isEqualTo("vfledger-simulated"));
    }

    @Test
    void joinsVfsOfOneVlanAndPartsThemFromOthers() throws Exception {
        try (NamedNamespace second = new NamedNamespace();
                NamedNamespace third = new NamedNamespace()) {
            place(0, pod, "10.99.0.1/24", 100);
            place(1, second, "10.99.0.2/24", 100);
            place(2, third, "10.99.0.3/24", 200);
            assertThat(pod.succeeds("ping", "-c1", "-W2", "10.99.0.2")).isTrue();
            assertThat(pod.succeeds("ping", "-c1", "-W1", "10.99.0.3")).isFalse();
            kernel.administer(vf(2), new AdminSetting.Tag(new Vlan(100), 0, VlanProto.C_TAG));
            assertThat(pod.succeeds("ping", "-c1", "-W2", "10.99.0.3")).isTrue();
            kernel.administer(vf(1), new AdminSetting.LinkState(LinkStatePolicy.DISABLE));
            assertThat(pod.succeeds("ping", "-c1", "-W1", "10.99.0.2")).isFalse();
        }
    }

    private void place(int index, NamedNamespace where, String address, int vlan) throws Exception {
        InterfaceName net1 = new InterfaceName("net1");
        kernel.administer(vf(index), new AdminSetting.Tag(new Vlan(vlan), 0, VlanProto.C_TAG));
        Netdev home = kernel.netdev(vf(index).pci(), kernel.host()).orElseThrow();
        try (Namespace namespace = kernel.open(where.path())) {
            kernel.move(kernel.host(), home.index(), namespace, net1);
            Netdev there = kernel.netdev(vf(index).pci(), namespace).orElseThrow();
            kernel.addAddress(namespace, there, IpText.prefix(address));
            kernel.change(namespace, there.index(), List.of(new LinkChange.SetUp(true)));
        }
    }
}
