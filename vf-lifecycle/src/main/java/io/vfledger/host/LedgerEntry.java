package io.vfledger.host;

import io.vfledger.lifecycle.Command;
import io.vfledger.lifecycle.Disposition;
import io.vfledger.lifecycle.Transition;
import io.vfledger.vf.NodeName;
import java.util.List;

/**
 * One consumed input and all that came of it.
 *
 * @param node the node that it is about
 * @param nodeSeq dense per node from 1
 * @param partitionSeq dense per partition from 0
 * @param prevHash hash of the node's previous entry; 32 zero bytes before the first
 * @param cause the record or timer
 * @param decidedAtMs milliseconds since 1970 UTC; never before the previous entry's
 * @param policySeq nodeSeq of the entry that set the pools in force; 0 before any
 * @param build version of the decider
 * @param disposition what became of the input
 * @param transitions in order
 * @param commands in order; the id of the n-th is node/nodeSeq/n
 * @param stateHash SHA-256 over the canonical form of the node's state after
 */
public record LedgerEntry(
        NodeName node,
        long nodeSeq,
        long partitionSeq,
        Bytes prevHash,
        Cause cause,
        long decidedAtMs,
        long policySeq,
        String build,
        Disposition disposition,
        List<Transition> transitions,
        List<Command> commands,
        Bytes stateHash) {
    public LedgerEntry {
        transitions = List.copyOf(transitions);
        commands = List.copyOf(commands);
    }
}
