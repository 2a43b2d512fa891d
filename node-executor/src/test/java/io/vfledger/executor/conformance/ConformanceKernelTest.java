package io.vfledger.executor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.apply.VfApplier;
import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.nodefile.ProfileFile;
import io.vfledger.executor.plan.DriverProfile;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the emulated igb and its igbvf do is what this version of the agent knows of them. */
class ConformanceKernelTest {
    @TempDir
    Path directory;

    @Test
    void measuresIgbvfAsTheAgentKnowsItAndWritesAProfileThatItLoads() throws Exception {
        DriverProfiles known = DriverProfiles.builtIn();
        try (Bench bench = Bench.real()) {
            Kernel kernel = bench.kernel();
            Preflight preflight =
                    new Preflight(kernel, new Discovery(kernel, PciNames.none(), known), new DeviceUsers());
            Preflight.Result.Ready ready =
                    (Preflight.Result.Ready) preflight.of(bench.pf().value(), 2);
            VfAttributes before = attributes(kernel, ready.vf().pci());

            Report report = new Conformance(kernel, known, ready, () -> false, Duration.ofSeconds(2)).run();

            String table = new ReportText(report).table();
            System.out.println(table);
            assertThat(report.conclusion()).as(table).isEqualTo(Report.Conclusion.CONFORMANT);
            assertThat(verdict(report, "mac on the interface")).isEqualTo(Verdict.IN_ITS_OWN_WAY);
            assertThat(verdict(report, "mac taken away")).isEqualTo(Verdict.IN_ITS_OWN_WAY);
            assertThat(verdict(report, "max_tx_rate_mbps without link")).isEqualTo(Verdict.NEEDS_LINK);
            assertThat(verdict(report, "min_tx_rate_mbps")).isEqualTo(Verdict.REFUSED);
            assertThat(verdict(report, "vlan_proto")).isEqualTo(Verdict.REFUSED);
            assertThat(verdict(report, "link_state")).isEqualTo(Verdict.REFUSED);
            assertThat(verdict(report, "released by a reset")).isEqualTo(Verdict.AS_ASKED);
            assertThat(attributes(kernel, ready.vf().pci())).isEqualTo(before);

            String text = ProfileFile.text(report.measured(), report.circumstances("6.12"));
            System.out.println(text);
            List<DriverProfile> loaded = ProfileFile.read(Files.writeString(directory.resolve("drivers.json"), text));
            assertThat(loaded).containsExactly(known.of("igbvf"));
        }
    }

    private static Verdict verdict(Report report, String subject) {
        return report.findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    private static VfAttributes attributes(Kernel kernel, PciAddress vf) throws Exception {
        return new VfApplier(kernel, DriverProfiles.builtIn())
                .observe(vf, Optional.empty())
                .orElseThrow()
                .attributes();
    }
}
