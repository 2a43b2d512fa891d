package io.vfledger.vfctl.evidence;

import io.vfledger.avro.Disposition;
import io.vfledger.avro.LedgerCommand;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.avro.Phase;
import io.vfledger.avro.TransitionKind;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** An entry in one line. */
final class EntryText {
    private EntryText() {}

    static String of(LedgerEntry entry) {
        StringBuilder text = new StringBuilder();
        text.append(Instant.ofEpochMilli(entry.getDecidedAtMs()))
                .append(' ')
                .append(entry.getNode())
                .append('/')
                .append(entry.getNodeSeq())
                .append("  ")
                .append(cause(entry))
                .append(": ")
                .append(entry.getDisposition().name().toLowerCase(Locale.ROOT));
        if (!entry.getReason().isEmpty()) {
            text.append(" (").append(entry.getReason()).append(')');
        }
        for (LedgerTransition step : entry.getTransitions()) {
            if (step.getKind() == TransitionKind.VF) {
                text.append(", ").append(step(step));
            }
        }
        if (entry.getDisposition() == Disposition.APPLIED
                && !entry.getCommands().isEmpty()) {
            text.append(" -> ")
                    .append(entry.getCommands().stream()
                            .map(LedgerCommand::getRecordType)
                            .map(EntryText::simple)
                            .collect(Collectors.joining(", ")));
        }
        return text.toString();
    }

    /** The record or timer that an entry was written for. */
    static String cause(LedgerEntry entry) {
        if (entry.getInput() != null) {
            return simple(entry.getInput().getRecordType());
        }
        return entry.getTimer() == null ? "?" : "timer " + entry.getTimer().getTimerId();
    }

    private static String step(LedgerTransition step) {
        String pod = step.getPod() == null
                ? ""
                : " " + step.getPod().getNamespace() + "/" + step.getPod().getName();
        String from = step.getPhaseFrom() == Phase.UNKNOWN || step.getPhaseFrom() == step.getPhaseTo()
                ? ""
                : step.getPhaseFrom() + ">";
        return step.getPci() + " " + from + step.getPhaseTo() + pod;
    }

    private static String simple(String recordType) {
        return recordType.substring(recordType.lastIndexOf('.') + 1);
    }
}
