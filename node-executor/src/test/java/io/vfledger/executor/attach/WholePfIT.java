package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.ReleaseVf;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the simulated NIC, and what keeps a PF from being given or changed. */
class WholePfIT extends WholePfContract {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }

    @Test
    void isNotConfiguredWhileAPodHasIt() throws Exception {
        add();
        agent.carryOut(ConfigurePf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(pf.value())
                .setVersion(1)
                .setNumVfs(1)
                .setAllowInUse(true)
                .setAllowHostUse(true)
                .build());

        CommandFailed refused = agent.await(CommandFailed.class, any -> true);
        assertThat(refused.getReason()).isEqualTo(FailureReason.IN_USE);
        assertThat(refused.getMessage()).contains("is given as a whole to blue/c1/net-c1");
        assertThat(bench.kernel().sysfs().vfs(pf)).hasSize(4);
        assertThat(agent.del("c1").succeeded()).isTrue();
        assertHomeAsBefore();
    }

    @Test
    void isRefusedWhileTheHostHasAnAddressOnIt() throws Exception {
        Kernel kernel = bench.kernel();
        kernel.addAddress(kernel.host(), netdev(), IpText.prefix("10.77.0.1/24"));

        CniReply reply = add();

        assertThat(reply.succeeded()).isFalse();
        assertThat(reply.stdout()).contains("PF " + pf + " has address 10.77.0.1/24");
        CommandFailed failed = agent.await(CommandFailed.class, any -> true);
        assertThat(failed.getReason()).isEqualTo(FailureReason.HOST_USE);
        assertThat(now().getHostUse()).contains("has address 10.77.0.1/24");
        assertThat(now().getAttributes()).isEqualTo(before);

        release();

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getClean()).as("what the host uses is left alone").isTrue();
        assertThat(netdev().addresses()).hasSize(1);
        assertThat(netdev().up()).isTrue();
        kernel.removeAddress(kernel.host(), netdev().index(), IpText.prefix("10.77.0.1/24"));
    }

    @Test
    void isRefusedWhileAVfOfItIsInANamespace() throws Exception {
        Kernel kernel = bench.kernel();
        PciAddress vf = requireNonNull(kernel.sysfs().vfs(pf).get(new VfIndex(1)));
        Netdev ofVf = kernel.netdev(vf, kernel.host()).orElseThrow();
        try (NamedNamespace other = new NamedNamespace();
                Namespace there = kernel.open(other.path())) {
            kernel.move(kernel.host(), ofVf.index(), there, new InterfaceName("taken"));

            CniReply reply = add();

            assertThat(reply.stdout()).contains("VF " + vf + " of PF " + pf + " is in namespace");
            assertThat(now().getAttributes()).isEqualTo(before);
            Netdev inside = kernel.netdev(vf, there).orElseThrow();
            kernel.move(there, inside.index(), kernel.host(), ofVf.name());
        }
    }

    @Test
    void isLeftAsItIsWhenNothingIsKnownOfItAfterABoot() throws Exception {
        bench.kernel().change(bench.kernel().host(), netdev().index(), List.of(new LinkChange.SetMtu(1450)));
        agent.executor.recovery().forgetLastBoot();

        agent.carryOut(releaseOrder(VfAttributes.newBuilder().build()));

        VfReleased released = agent.await(VfReleased.class, any -> true);
        assertThat(released.getClean()).isTrue();
        assertThat(netdev().up()).isTrue();
        assertThat(netdev().mtu()).isEqualTo(1450);
    }

    private void release() throws Exception {
        agent.carryOut(releaseOrder(before));
    }

    private ReleaseVf releaseOrder(VfAttributes baseline) {
        return ReleaseVf.newBuilder()
                .setNode(FakeAgent.NODE)
                .setPci(pf.value())
                .setEpoch(1)
                .setVersion(3)
                .setCause(ReleaseCause.REBOOT)
                .setBaseline(baseline)
                .setReleaseMode(ReleaseMode.COMPARE)
                .build();
    }

    private Netdev netdev() throws Exception {
        return bench.kernel().netdev(pf, bench.kernel().host()).orElseThrow();
    }
}
