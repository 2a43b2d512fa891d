package io.vfledger.ledger;

import io.vfledger.avro.DedupeMark;
import io.vfledger.avro.LedgerTransition;
import io.vfledger.avro.Phase;
import io.vfledger.avro.TransitionKind;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.Silence;
import io.vfledger.lifecycle.Source;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.RequestId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps of an entry: flat and whole, for any reader. */
final class TransitionCodec {
    private TransitionCodec() {}

    static LedgerTransition encode(NodeName node, Transition transition) {
        return switch (transition) {
            case Transition.VfMoved moved -> encodeVf(node, moved);
            case Transition.PfsReported reported ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.PF)
                        .setPfs(Hardware.descriptions(reported.pfs()))
                        .build();
            case Transition.AgentKnown known ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.AGENT)
                        .setAgent(Parties.life(known.incarnation()))
                        .setSimulated(known.simulated())
                        .build();
            case Transition.PoolsSet set ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.POOLS)
                        .setPools(Pools.encode(set.pools()))
                        .setPfPolicies(PfPolicies.encode(set.pfs()))
                        .build();
            case Transition.PfOrdered ordered ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.PF_ORDER)
                        .setPfOrder(PfPolicies.encode(ordered.order()))
                        .build();
            case Transition.RequestOpened opened -> encodeOpened(opened.request());
            case Transition.RequestClosed closed ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.REQUEST)
                        .setRequestClosed(closed.request().value())
                        .build();
            case Transition.SeqSeen seen ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.DEDUPE)
                        .setDedupe(mark(seen.counter(), seen.source(), seen.agentSeq()))
                        .build();
            case Transition.SilenceNoted noted ->
                LedgerTransition.newBuilder()
                        .setKind(TransitionKind.SILENCE)
                        .setUnansweredSinceMs(
                                noted.silence().map(Silence::sinceMs).orElse(0L))
                        .setSilent(noted.silence().filter(Silence::certain).isPresent())
                        .build();
        };
    }

    private static LedgerTransition encodeOpened(OpenRequest open) {
        return LedgerTransition.newBuilder()
                .setKind(TransitionKind.REQUEST)
                .setRequest(RequestCodec.encode(open))
                .setPod(Parties.podOrNull(open.ask().pod()))
                .build();
    }

    private static LedgerTransition encodeVf(NodeName node, Transition.VfMoved moved) {
        VfState after = moved.after();
        io.vfledger.avro.VfState whole = VfStateCodec.encode(node, after).build();
        return LedgerTransition.newBuilder()
                .setKind(TransitionKind.VF)
                .setPci(whole.getPci())
                .setPhaseFrom(moved.from().map(Scalars::phase).orElse(Phase.UNKNOWN))
                .setPhaseTo(whole.getPhase())
                .setEpoch(whole.getEpoch())
                .setVersion(whole.getVersion())
                .setAttachment(whole.getAttachment())
                .setDemand(whole.getDemand())
                .setPod(whole.getPod())
                .setRequestId(whole.getRequestId())
                .setSettings(whole.getSettings())
                .setNetns(whole.getNetns())
                .setIps(whole.getIps())
                .setDeadlineMs(whole.getDeadlineMs())
                .setPendingCommandId(whole.getPendingCommandId())
                .setReleaseCause(whole.getReleaseCause())
                .setReleaseOnlyIfNamespaceGone(whole.getReleaseOnlyIfNamespaceGone())
                .setDescription(Hardware.description(after.facts().traits()))
                .setBaseline(whole.getBaseline())
                .setAttributes(whole.getAttributes())
                .setHealthy(whole.getHealthy())
                .setFaultMs(whole.getFaultMs())
                .setQuarantineAttempts(whole.getQuarantineAttempts())
                .setReason(whole.getReason())
                .setSinceMs(whole.getSinceMs())
                .setPrepared(whole.getPrepared())
                .setTimerDueMs(whole.getTimerDueMs())
                .setTimerArmedBySeq(whole.getTimerArmedBySeq())
                .setAdopted(whole.getAdopted())
                .setKept(whole.getKept())
                .build();
    }

    static DedupeMark mark(long counter, Source source, long agentSeq) {
        return DedupeMark.newBuilder()
                .setIncarnation(counter)
                .setTopic(source.topic())
                .setLastAgentSeq(agentSeq)
                .build();
    }

    static Optional<Silence> silence(long sinceMs, boolean certain) {
        return sinceMs == 0 ? Optional.empty() : Optional.of(new Silence(sinceMs, certain));
    }

    static Transition.SeqSeen seen(DedupeMark mark) {
        for (Source source : Source.values()) {
            if (source.topic().equals(mark.getTopic())) {
                return new Transition.SeqSeen(mark.getIncarnation(), source, mark.getLastAgentSeq());
            }
        }
        throw new IllegalArgumentException("topic '" + mark.getTopic() + "' of a dedupe mark is not an input topic");
    }

    /**
     * Reads a step back.
     *
     * @param policySeq the entry's
     */
    static Transition decode(LedgerTransition step, long policySeq) {
        return switch (step.getKind()) {
            case VF -> decodeVf(step);
            case PF -> new Transition.PfsReported(Hardware.pfs(step.getPfs()));
            case AGENT ->
                new Transition.AgentKnown(Parties.life(present(step.getAgent(), "agent")), step.getSimulated());
            case POOLS ->
                new Transition.PoolsSet(
                        Pools.decode(step.getPools()), PfPolicies.decode(step.getPfPolicies()), policySeq);
            case PF_ORDER -> new Transition.PfOrdered(PfPolicies.decode(present(step.getPfOrder(), "pf_order")));
            case REQUEST ->
                step.getRequest() != null
                        ? new Transition.RequestOpened(RequestCodec.decode(step.getRequest()))
                        : new Transition.RequestClosed(new RequestId(step.getRequestClosed()));
            case DEDUPE -> seen(present(step.getDedupe(), "dedupe"));
            case SILENCE -> new Transition.SilenceNoted(silence(step.getUnansweredSinceMs(), step.getSilent()));
            case UNKNOWN ->
                throw new IllegalArgumentException(
                        "a transition of kind " + step.getKind() + " is not one that this build can apply");
        };
    }

    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("a transition lacks the field '" + field + "' that its kind needs");
        }
        return value;
    }

    private static Transition decodeVf(LedgerTransition step) {
        io.vfledger.avro.VfDescription description = present(step.getDescription(), "description");
        io.vfledger.avro.VfState whole = io.vfledger.avro.VfState.newBuilder()
                .setPci(step.getPci())
                .setPhase(step.getPhaseTo())
                .setEpoch(step.getEpoch())
                .setVersion(step.getVersion())
                .setAttachment(step.getAttachment())
                .setDemand(step.getDemand())
                .setPod(step.getPod())
                .setRequestId(step.getRequestId())
                .setSettings(step.getSettings())
                .setNetns(step.getNetns())
                .setIps(step.getIps())
                .setDeadlineMs(step.getDeadlineMs())
                .setPendingCommandId(step.getPendingCommandId())
                .setReleaseCause(step.getReleaseCause())
                .setPfPci(description.getPfPci())
                .setPfNetdev(description.getPfNetdev())
                .setIndex(description.getIndex())
                .setVendorId(description.getVendorId())
                .setDeviceId(description.getDeviceId())
                .setDriver(description.getDriver())
                .setBaseline(step.getBaseline())
                .setAttributes(step.getAttributes())
                .setHealthy(step.getHealthy())
                .setFaultMs(step.getFaultMs())
                .setQuarantineAttempts(step.getQuarantineAttempts())
                .setReason(step.getReason())
                .setSinceMs(step.getSinceMs())
                .setPrepared(step.getPrepared())
                .setTimerDueMs(step.getTimerDueMs())
                .setTimerArmedBySeq(step.getTimerArmedBySeq())
                .setAdopted(step.getAdopted())
                .setKept(step.getKept())
                .build();
        return new Transition.VfMoved(
                step.getPhaseFrom() == Phase.UNKNOWN
                        ? Optional.empty()
                        : Optional.of(Scalars.phase(step.getPhaseFrom())),
                VfStateCodec.decode(whole));
    }
}
