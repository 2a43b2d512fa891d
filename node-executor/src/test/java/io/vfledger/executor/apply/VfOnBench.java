package io.vfledger.executor.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.executor.plan.Sysctl;
import io.vfledger.netlink.route.RouteOptions;
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
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A VF on a kernel under test, and a pod to give it to. */
abstract class VfOnBench {
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
                        .promisc(true)
                        .allmulti(true)
                        .build(),
                NET1,
                List.of(IpText.prefix(address), IpText.prefix("2001:db8:99::2/64")),
                List.of(new PodRoute(
                        IpText.prefix("10.98.0.0/16"),
                        Optional.of(IpText.address("10.99.0.1")),
                        new RouteOptions(
                                RouteOptions.MAIN,
                                OptionalInt.of(77),
                                OptionalInt.empty(),
                                OptionalInt.of(1300),
                                OptionalInt.empty()))),
                List.of(new Sysctl("net/ipv4/conf", "arp_ignore", "2")));
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
