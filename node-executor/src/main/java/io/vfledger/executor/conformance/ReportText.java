package io.vfledger.executor.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.vf.InterfaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people, and for programs. */
public final class ReportText {
    private static final List<String> HEADINGS = List.of("ATTRIBUTE", "ASKED", "RESULT", "AFTER", "NOTE");

    private final Report report;

    public ReportText(Report report) {
        this.report = report;
    }

    /** A table, and what it means. */
    public String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        report.findings()
                .forEach(finding -> rows.add(List.of(
                        finding.subject(),
                        finding.asked(),
                        finding.verdict().text(),
                        finding.after().map(after -> after.toMillis() + " ms").orElse(""),
                        finding.note())));
        int[] widths = new int[HEADINGS.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder(subject()).append("\n\n");
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(String.format(Locale.ROOT, "%-" + Math.max(1, widths[i]) + "s  ", row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append('\n').append(conclusion()).toString();
    }

    private String subject() {
        return "VF " + report.vf().index() + " (" + report.vf().pci() + ") of "
                + report.pf()
                        .netdev()
                        .map(InterfaceName::value)
                        .orElse(report.pf().pci().value())
                + ", driver " + report.measured().driver() + ", PF driver "
                + report.pf().driver().name();
    }

    private String conclusion() {
        String driver = report.measured().driver();
        return switch (report.conclusion()) {
            case CONFORMANT -> driver + " is as the agent knows it.\n";
            case NEEDS_PROFILE ->
                driver + " is not as the agent knows it:\n  " + String.join("\n  ", report.differences()) + "\n";
            case FAILED ->
                report.whole()
                        ? driver + " does something that no profile can express: see what failed.\n"
                        : "Stopped before its end; "
                                + (report.putBack()
                                        ? "everything that was tried is put back.\n"
                                        : "not everything is put back: see what failed.\n");
        };
    }

    /**
     * One JSON object.
     *
     * @param profileFile where the profile was written to; empty where it was not
     */
    public String json(String profileFile) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("pf", report.pf().pci().value());
        root.put("vf", report.vf().pci().value());
        root.put("driver", report.measured().driver());
        root.put("conclusion", report.conclusion().name().toLowerCase(Locale.ROOT));
        ArrayNode differences = root.putArray("differences");
        report.differences().forEach(differences::add);
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode node = findings.addObject();
            node.put("attribute", finding.subject());
            node.put("asked", finding.asked());
            node.put("result", finding.verdict().name().toLowerCase(Locale.ROOT));
            finding.after().ifPresent(after -> node.put("after_ms", after.toMillis()));
            node.put("note", finding.note());
        }
        root.put("profile_file", profileFile);
        return root.toString() + "\n";
    }
}
