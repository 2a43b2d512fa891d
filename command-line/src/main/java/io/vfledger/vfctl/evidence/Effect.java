package io.vfledger.vfctl.evidence;

import io.vfledger.avro.Disposition;
import io.vfledger.avro.LedgerCommand;
import io.vfledger.avro.LedgerEntry;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.avro.RefusalReason;
import io.vfledger.avro.TransitionKind;
import java.util.List;

/**
 * What a decision does, without the words in which it says why and without the pools themselves: those are another
 * policy's by definition.
 *
 * @param disposition what became of the input
 * @param refusal why, where it was refused
 * @param steps what changes
 * @param commands what is asked of the node
 */
record Effect(
        Disposition disposition, RefusalReason refusal, List<LedgerTransition> steps, List<LedgerCommand> commands) {
    static Effect of(LedgerEntry entry) {
        return new Effect(
                entry.getDisposition(),
                entry.getRefusal(),
                entry.getTransitions().stream()
                        .filter(step -> step.getKind() != TransitionKind.POOLS)
                        .map(step ->
                                LedgerTransition.newBuilder(step).setReason("").build())
                        .toList(),
                entry.getCommands());
    }
}
