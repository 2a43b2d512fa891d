package io.vfledger.executor.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.apply.VfApplier;
import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.netlink.route.Prefix;
import io.vfledger.vf.EswitchMode;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On simulated NICs: what is measured, what is put back, and which PFs are left alone. */
class ConformanceIT {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final DriverProfiles KNOWN = DriverProfiles.builtIn();

    private Bench bench;
    private Kernel kernel;
    private Preflight preflight;

    @BeforeEach
    void open() {
        bench = Bench.simulated();
        kernel = bench.kernel();
        preflight = new Preflight(kernel, new Discovery(kernel, PciNames.none(), KNOWN), new DeviceUsers());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void measuresTheSimulatedDriverAndPutsItsVfBack() throws Exception {
        VfAttributes before = attributes();

        Report report = new Conformance(kernel, KNOWN, ready(), () -> false, SOON).run();

        assertThat(report.findings())
                .as(new ReportText(report).table())
                .noneMatch(finding -> finding.verdict() == Verdict.FAILED);
        assertThat(attributes()).isEqualTo(before);
        compares(report);
        assertThat(report.findings())
                .extracting(Finding::subject)
                .contains(
                        "mac",
                        "vlan",
                        "vlan_qos",
                        "vlan_proto",
                        "spoofchk",
                        "trust",
                        "link_state",
                        "max_tx_rate_mbps",
                        "min_tx_rate_mbps",
                        "mtu",
                        "tx_queue_len",
                        "alias",
                        "altname",
                        "promisc",
                        "allmulti",
                        "given to a pod",
                        "taken back from a pod",
                        "taken back from a namespace that is gone",
                        "released by a rebind",
                        "put back as it was");
    }

    private static void compares(Report report) {
        DriverProfile measured = report.measured();
        assertThat(knowing(report, measured).conclusion()).isEqualTo(Report.Conclusion.CONFORMANT);
        Report differs = knowing(
                report,
                DriverProfile.ordinary(measured.driver())
                        .macOnNetdevToo(measured.macOnNetdevToo())
                        .cycleAfterMac(!measured.cycleAfterMac())
                        .rateStepMbps(50)
                        .build());
        assertThat(differs.conclusion()).isEqualTo(Report.Conclusion.NEEDS_PROFILE);
        assertThat(differs.differences())
                .containsExactly(
                        "cycle_after_mac: known " + !measured.cycleAfterMac() + ", measured "
                                + measured.cycleAfterMac(),
                        "rate_step_mbps: known 50, measured 1");
    }

    private static Report knowing(Report report, DriverProfile known) {
        return new Report(report.pf(), report.vf(), known, report.measured(), report.findings(), report.whole());
    }

    @Test
    void putsTheVfBackWhenItIsStopped() throws Exception {
        VfAttributes before = attributes();
        int[] asked = {0};

        Report report = new Conformance(kernel, KNOWN, ready(), () -> asked[0]++ == 1, SOON).run();

        assertThat(report.conclusion()).isEqualTo(Report.Conclusion.FAILED);
        assertThat(report.whole()).isFalse();
        assertThat(report.findings())
                .extracting(Finding::subject)
                .contains("mac", "put back as it was")
                .doesNotContain("vlan");
        assertThat(attributes()).isEqualTo(before);
        assertThat(new ReportText(report).table()).contains("everything that was tried is put back");
        Report left = new Report(
                report.pf(),
                report.vf(),
                report.known(),
                report.measured(),
                List.of(Finding.without(Report.PUT_BACK, "", Verdict.FAILED, "mtu: expected 1500, found 1400")),
                /* whole= */ false);
        assertThat(new ReportText(left).table())
                .contains("found 1400", "not everything is put back")
                .doesNotContain("everything that was tried is put back");
    }

    @Test
    void refusesAPfOneOfWhoseVfsTheHostUses() throws Exception {
        Netdev other = kernel.netdev(vf(2), kernel.host()).orElseThrow();
        Prefix address = IpText.prefix("192.0.2.9/24");
        kernel.addAddress(kernel.host(), other, address);

        assertThat(refused("0"))
                .contains("VF 2 (" + vf(2) + ")", "has address 192.0.2.9/24 on the host", "nobody uses");
    }

    @Test
    void refusesAPfOneOfWhoseVfsIsInANamespace() throws Exception {
        Netdev other = kernel.netdev(vf(3), kernel.host()).orElseThrow();
        try (NamedNamespace pod = new NamedNamespace();
                Namespace inside = kernel.open(pod.path())) {
            kernel.move(kernel.host(), other.index(), inside, new InterfaceName("net1"));
            assertThat(refused("0")).contains("VF 3 (" + vf(3) + ")", "is in namespace " + pod.path());
            Netdev there = kernel.netdev(vf(3), inside).orElseThrow();
            kernel.move(inside, there.index(), kernel.host(), other.name());
        }
    }

    @Test
    void refusesAPfInSwitchdevMode() throws Exception {
        Kernel switching = (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(),
                new Class<?>[] {Kernel.class},
                (proxy, method, arguments) -> method.getName().equals("eswitchMode")
                        ? Optional.of(EswitchMode.SWITCHDEV)
                        : method.invoke(kernel, arguments));
        preflight = new Preflight(switching, new Discovery(switching, PciNames.none(), KNOWN), new DeviceUsers());
        assertThat(refused("0")).contains("forwards in mode switchdev", "devlink dev eswitch set pci/" + bench.pf());
    }

    @Test
    void namesWhatThereIsInsteadOfWhatIsNot() throws Exception {
        assertThat(refused("7")).contains("has no VF 7: allowed are 0, 1, 2, 3");
        assertThat(preflight.of("eth77", 0))
                .isInstanceOfSatisfying(
                        Preflight.Result.Refused.class,
                        refused -> assertThat(refused.why()).contains("there is no PF 'eth77'", pfName()));
        kernel.setVfCount(bench.pf(), 0);
        assertThat(refused("0")).contains("has no VFs", "/device/sriov_numvfs");
    }

    private String refused(String vf) throws Exception {
        Preflight.Result result = preflight.of(pfName(), Integer.parseInt(vf));
        assertThat(result).isInstanceOf(Preflight.Result.Refused.class);
        return ((Preflight.Result.Refused) result).why();
    }

    private Preflight.Result.Ready ready() throws Exception {
        Preflight.Result result = preflight.of(pfName(), 0);
        assertThat(result).isInstanceOf(Preflight.Result.Ready.class);
        return (Preflight.Result.Ready) result;
    }

    private String pfName() {
        try {
            return kernel.sysfs().netdev(bench.pf()).orElseThrow().value();
        } catch (io.vfledger.executor.kernel.KernelException e) {
            throw new IllegalStateException(e);
        }
    }

    private PciAddress vf(int index) throws Exception {
        return requireNonNull(kernel.sysfs().vfs(bench.pf()).get(new VfIndex(index)));
    }

    private VfAttributes attributes() throws Exception {
        return new VfApplier(kernel, KNOWN)
                .observe(vf(0), Optional.empty())
                .orElseThrow()
                .attributes();
    }
}
