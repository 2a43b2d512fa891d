package io.vfledger.vfctl.evidence;

import io.vfledger.avro.NodeState;
import io.vfledger.avro.VfState;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.StateCodec;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.schemas.Topic;
import io.vfledger.vfctl.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks all of a live ledger, one partition after the other.
 *
 * @param topics where it lies
 * @param key by which its heads must be signed; empty: nobody's signature is asked for
 * @param kept heads that the auditor has
 */
record LedgerAudit(LedgerTopics topics, Optional<NotePublicKey> key, List<KnownHead> kept) {
    /**
     * What came of an audit.
     *
     * @param audits of the partitions read so far
     * @param fault the first thing that is wrong
     */
    record Result(List<PartitionAudit> audits, Optional<Fault> fault) {}

    /**
     * Checks it.
     *
     * @return an audit for each partition, and the first thing that is wrong
     * @throws Refusal when broker or registry cannot be asked, a topic is not there, or a kept head is none of this
     *     ledger
     */
    Result run() {
        int partitions = topics.partitions();
        for (KnownHead head : kept) {
            if (head.checkpoint().partition() >= partitions) {
                throw new Refusal(head.source() + " is of ledger partition "
                        + head.checkpoint().partition() + ", but there are " + partitions);
            }
            key.flatMap(head::fault).ifPresent(what -> {
                throw new Refusal(what);
            });
        }
        List<PartitionAudit> audits = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            PartitionAudit audit = new PartitionAudit(partition);
            audits.add(audit);
            Optional<Fault> fault = run(partition, audit);
            if (fault.isPresent()) {
                return new Result(audits, fault);
            }
        }
        return new Result(audits, Optional.empty());
    }

    private Optional<Fault> run(int partition, PartitionAudit audit) {
        // In this order, so that what each record names was written before the ledger's end that is read up to.
        return heads(partition, audit)
                .or(() -> topics.states(
                        Topic.NODE_STATE, partition, record -> audit.expect(StateCodec.decode((NodeState) record))))
                .or(() -> topics.states(
                        Topic.VF_STATE, partition, record -> audit.expect(StateCodec.decode((VfState) record))))
                .or(() -> topics.entries(partition, audit::next))
                .or(audit::end);
    }

    private Optional<Fault> heads(int partition, PartitionAudit audit) {
        kept.stream().filter(head -> head.checkpoint().partition() == partition).forEach(audit::extend);
        List<String> wrong = new ArrayList<>();
        return topics.heads(partition, head -> {
                    key.flatMap(head::fault).ifPresent(wrong::add);
                    audit.expect(head);
                })
                .or(() -> wrong.stream()
                        .findFirst()
                        .map(what -> new Fault(partition, -1, "topic " + Topic.CHECKPOINTS.topicName(), what)));
    }
}
