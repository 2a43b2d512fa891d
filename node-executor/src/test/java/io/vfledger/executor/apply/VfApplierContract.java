package io.vfledger.executor.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.HomeNames;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.netlink.route.LinkChange;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Giving VFs to pods and taking them back, on any kernel. */
abstract class VfApplierContract {
    static final InterfaceName NET1 = new InterfaceName("net1");

    Bench bench;
    Kernel kernel;
    VfApplier applier;
    NamedNamespace pod;
    Namespace inside;
    PciAddress vf;
    VfAttributes baseline;

    abstract Bench makeBench();

    @BeforeEach
    void open() throws Exception {
        bench = makeBench();
        kernel = bench.kernel();
        applier = new VfApplier(kernel, DriverProfiles.builtIn());
        pod = new NamedNamespace();
        inside = kernel.open(pod.path());
        vf = pci(0);
        baseline = attributes(vf);
    }

    @AfterEach
    void close() {
        inside.close();
        pod.close();
        bench.close();
    }

    @Test
    void givesAVfWithEverythingAskedAndTakesItBackClean() throws Exception {
        AttachResult attached = applier.attach(vf, inside, full("10.99.0.2/24"));
        assertThat(attached).isInstanceOf(AttachResult.Applied.class);
        assertThat(pod.exec("ip", "address", "show", "dev", "net1"))
                .contains("02:00:5e:00:53:61", "10.99.0.2/24", "2001:db8:99::2/64", "mtu 1400", "UP");
        assertThat(pod.exec("ip", "route")).contains("10.98.0.0/16 via 10.99.0.1 dev net1");
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
    void undoesEverythingWhicheverCallFails() throws Exception {
        int call = 0;
        FailingKernel failing;
        do {
            call++;
            failing = new FailingKernel(kernel, call);
            AttachResult result = new VfApplier(failing.kernel(), DriverProfiles.builtIn())
                    .attach(vf, inside, withoutDuplicateSearch(full("10.99.0.2/24")));
            if (result instanceof AttachResult.Applied) {
                // Nothing failed, or an address was refused once and taken the next time.
                assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
            } else {
                assertThat(result)
                        .as("call %s, %s", call, failing.failedCall())
                        .isInstanceOf(AttachResult.Undone.class);
            }
            assertThat(attributes(vf))
                    .as("call %s, %s", call, failing.failedCall())
                    .isEqualTo(baseline);
        } while (failing.hasFailed() && call < 100);
        assertThat(call).as("calls that were made to fail").isBetween(10, 99);
    }

    Desired.InPod full(String address) {
        return new Desired.InPod(
                VfSettings.builder()
                        .mac(MacAddress.parse("02:00:5e:00:53:61"))
                        .vlan(new Vlan(100))
                        .vlanQos(2)
                        .maxTxRateMbps(500)
                        .spoofchk(false)
                        .trust(true)
                        .mtu(1400)
                        .build(),
                NET1,
                List.of(IpText.prefix(address), IpText.prefix("2001:db8:99::2/64")),
                List.of(new PodRoute(IpText.prefix("10.98.0.0/16"), Optional.of(IpText.address("10.99.0.1")))));
    }

    /** IPv4 alone, which the kernel does not search for duplicates of: a second less for every call that fails. */
    private static Desired.InPod withoutDuplicateSearch(Desired.InPod asked) {
        return new Desired.InPod(
                asked.settings(), asked.name(), asked.addresses().subList(0, 1), asked.routes());
    }

    PciAddress pci(int index) throws KernelException {
        return Optional.ofNullable(kernel.sysfs().vfs(bench.pf()).get(new VfIndex(index)))
                .orElseThrow();
    }

    VfAttributes attributes(PciAddress pci) throws KernelException {
        return applier.observe(pci, Optional.empty()).orElseThrow().attributes();
    }

    /** Without a way out: every attribute has to be reset. */
    ReleaseResult release(PciAddress pci, VfAttributes to, Optional<Namespace> from, Optional<NetworkNamespace> hint) {
        return applier.release(pci, to, from, hint, Optional.of(ReleaseMode.COMPARE));
    }

    static void assertClean(ReleaseResult result) {
        assertThat(result).isInstanceOf(ReleaseResult.Clean.class);
    }
}
