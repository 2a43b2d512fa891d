package io.vfledger.executor.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.HomeNames;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Giving VFs to pods and taking them back, on any kernel. */
abstract class VfApplierContract extends VfOnBench {
    @Test
    void givesAVfWithEverythingAskedAndTakesItBackClean() throws Exception {
        AttachResult attached = applier.attach(vf, inside, full("10.99.0.2/24"));
        assertThat(attached).isInstanceOf(AttachResult.Applied.class);
        assertThat(pod.exec("ip", "address", "show", "dev", "net1"))
                .contains("02:00:5e:00:53:61", "10.99.0.2/24", "2001:db8:99::2/64", "mtu 1400", "UP");
        assertThat(pod.exec("ip", "route")).contains("10.98.0.0/16 via 10.99.0.1 dev net1", "metric 77", "mtu 1300");
        assertThat(applier.attach(vf, inside, full("10.99.0.2/24")))
                .as("said again")
                .isInstanceOf(AttachResult.Applied.class);
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
        assertClean(applier.verify(vf, baseline));
    }

    @Test
    void givesAVfWithNothingAsked() throws Exception {
        Desired.InPod plain = new Desired.InPod(VfSettings.NONE, NET1, List.of(), List.of());
        assertThat(applier.attach(vf, inside, plain)).isInstanceOf(AttachResult.Applied.class);
        assertThat(pod.exec("ip", "link", "show", "dev", "net1")).contains("UP");
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
    }

    @Test
    void takesAVfBackWhosePodChangedIt() throws Exception {
        applier.attach(vf, inside, full("10.99.0.2/24"));
        pod.exec("ip", "link", "set", "net1", "down");
        pod.exec("ip", "link", "set", "net1", "name", "other");
        pod.exec("ip", "link", "set", "other", "mtu", "1300", "txqueuelen", "77", "up");
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
    }

    /** They outlive the way home: the pod would go on sending by a VF that somebody else has. */
    @Test
    void leavesNothingBehindThatThePodPutOnItsVf() throws Exception {
        Desired.InPod plain = new Desired.InPod(VfSettings.NONE, NET1, List.of(), List.of());
        assertThat(applier.attach(vf, inside, plain)).isInstanceOf(AttachResult.Applied.class);
        putOn("lower", "net1");
        putOn("upper", "lower");
        pod.exec("ip", "link", "add", "mine1", "type", "veth", "peer", "name", "mine2");
        putOn("apart", "mine1");
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
        assertThat(pod.exec("ip", "-o", "link"))
                .doesNotContain("lower", "upper")
                .contains("mine1", "apart");
    }

    @Test
    void bindsAVfAnewOnWhichSomethingLay() throws Exception {
        applier.attach(vf, inside, full("10.99.0.2/24"));
        putOn("lower", "net1");
        assertThat(applier.release(vf, baseline, Optional.of(inside), Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        ReleaseResult.Clean.class,
                        clean -> assertThat(clean.rebased()).isTrue());
        assertThat(pod.exec("ip", "-o", "link")).doesNotContain("lower");
    }

    private void putOn(String name, String lower) {
        pod.exec("ip", "link", "add", "link", lower, "name", name, "type", "macvlan", "mode", "bridge");
    }

    @Test
    void takesAVfBackWithoutBeingToldWhereItIs() throws Exception {
        applier.attach(vf, inside, full("10.99.0.2/24"));
        assertClean(release(vf, baseline, Optional.empty(), Optional.empty()));
        applier.attach(vf, inside, full("10.99.0.2/24"));
        assertClean(release(vf, baseline, Optional.empty(), Optional.of(inside.identity())));
    }

    @Test
    void takesAVfBackWhoseNamespaceIsGone() throws Exception {
        NetworkNamespace identity;
        try (NamedNamespace shortLived = new NamedNamespace();
                Namespace namespace = kernel.open(shortLived.path())) {
            identity = namespace.identity();
            assertThat(applier.attach(vf, namespace, full("10.99.0.2/24"))).isInstanceOf(AttachResult.Applied.class);
        }
        assertClean(release(vf, baseline, Optional.empty(), Optional.of(identity)));
    }

    /** User pain 18: {@code file exists} on the way back. */
    @Test
    void comesHomeThoughThePodGaveItItsHostNameAsAnotherName() throws Exception {
        String home = baseline.netdev().orElseThrow().value();
        applier.attach(vf, inside, full("10.99.0.2/24"));
        pod.exec("ip", "link", "property", "add", "dev", "net1", "altname", home, "altname", "of-the-pod");
        pod.exec("ip", "link", "set", "net1", "promisc", "on", "allmulticast", "on");
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
    }

    /** User pain 18, where somebody else has the name by now. */
    @Test
    void takesANameOfItsOwnWhereItsHostNameIsTaken() throws Exception {
        InterfaceName home = baseline.netdev().orElseThrow();
        applier.attach(vf, inside, full("10.99.0.2/24"));
        int other = kernel.netdev(pci(1), kernel.host()).orElseThrow().index();
        kernel.change(kernel.host(), other, List.of(new LinkChange.Rename(home.value())));
        assertThat(release(vf, baseline, Optional.of(inside), Optional.empty()))
                .isInstanceOfSatisfying(ReleaseResult.Clean.class, clean -> {
                    assertThat(clean.rebased()).isTrue();
                    assertThat(clean.observed().attributes().netdev()).contains(HomeNames.substitute(vf));
                });
    }

    /** User pain 3: a VF is not free until it was read back clean. */
    @Test
    void bindsAVfAnewAndReadsItBackClean() throws Exception {
        applier.attach(vf, inside, full("10.99.0.2/24"));
        assertThat(applier.release(
                        vf, baseline, Optional.of(inside), Optional.empty(), Optional.of(ReleaseMode.REBIND)))
                .isInstanceOfSatisfying(ReleaseResult.Clean.class, clean -> {
                    assertThat(clean.rebased()).isTrue();
                    assertThat(clean.observed().attributes().vlan()).isEqualTo(baseline.vlan());
                    assertThat(clean.observed().attributes().netdev()).isEqualTo(baseline.netdev());
                });
    }

    @Test
    void tellsWhatIsNotClean() throws Exception {
        applier.attach(vf, inside, full("10.99.0.2/24"));
        assertThat(applier.verify(vf, baseline))
                .isInstanceOfSatisfying(
                        ReleaseResult.Unclean.class,
                        unclean -> assertThat(unclean.differences())
                                .extracting(difference -> difference.attribute())
                                .contains("vlan", "admin_mac", "trust"));
    }

    @Test
    void refusesANameThatThePodHasAlready() throws Exception {
        pod.exec("ip", "link", "add", "net1", "type", "veth", "peer", "name", "peer1");
        assertThat(applier.attach(vf, inside, full("10.99.0.2/24")))
                .isInstanceOfSatisfying(
                        AttachResult.Undone.class,
                        undone -> assertThat(undone.failure().cause()).isEqualTo(AttachResult.Cause.INTERFACE_EXISTS));
        assertClean(applier.verify(vf, baseline));
    }

    @Test
    void refusesAVfThatDoesNotExist() {
        PciAddress none = new PciAddress("0000:fe:1f.7");
        assertThat(applier.attach(none, inside, full("10.99.0.2/24")))
                .isInstanceOfSatisfying(
                        AttachResult.Undone.class,
                        undone -> assertThat(undone.failure().cause()).isEqualTo(AttachResult.Cause.NO_SUCH_VF));
        assertThat(release(none, baseline, Optional.empty(), Optional.empty()))
                .isInstanceOf(ReleaseResult.Failed.class);
    }

    @Test
    void preparesAVfOnTheHostForThePodThatTakesIt() throws Exception {
        Desired.Held held = new Desired.Held(full("10.99.0.2/24").settings(), baseline);
        assertThat(applier.hold(vf, held)).isInstanceOf(AttachResult.Applied.class);
        assertThat(applier.hold(vf, held)).as("said again").isInstanceOf(AttachResult.Applied.class);
        VfAttributes prepared = attributes(vf);
        assertThat(prepared.vlan()).contains(new Vlan(100));
        assertThat(prepared.adminMac()).contains(MacAddress.parse("02:00:5e:00:53:61"));
        assertThat(prepared.netdev()).as("on the host").isEqualTo(baseline.netdev());
        assertThat(prepared.mtu()).as("the interface's own").isEqualTo(baseline.mtu());

        assertThat(applier.attach(vf, inside, full("10.99.0.2/24"))).isInstanceOf(AttachResult.Applied.class);
        assertThat(pod.exec("ip", "address", "show", "dev", "net1"))
                .contains("02:00:5e:00:53:61", "10.99.0.2/24", "mtu 1400", "UP");
        assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
    }

    @Test
    void preparesAnewAndUndoesWhatNobodyTook() throws Exception {
        applier.hold(vf, new Desired.Held(full("10.99.0.2/24").settings(), baseline));
        Desired.Held other =
                new Desired.Held(VfSettings.builder().vlan(new Vlan(7)).build(), baseline);
        assertThat(applier.hold(vf, other)).isInstanceOf(AttachResult.Applied.class);
        assertThat(attributes(vf).vlan()).contains(new Vlan(7));
        assertThat(attributes(vf).trust()).as("nothing of the first is left").isEqualTo(baseline.trust());
        assertThat(attributes(vf).adminMac()).isEqualTo(baseline.adminMac());
        assertClean(release(vf, baseline, Optional.empty(), Optional.empty()));
    }
}
