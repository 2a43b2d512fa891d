package io.vfledger.lifecycle;

import io.vfledger.vf.Attachment;
import java.util.List;
import java.util.Optional;

/** What the node was asked and could not, or would not, do. */
final class FailureRules {
    private static final Disposition APPLIED = new Disposition.Applied();

    private FailureRules() {}

    static Disposition failed(Draft draft, Outcome.CommandFailed failed) {
        if (failed.vf().isEmpty()) {
            return new Disposition.Ignored("a command that is not of a VF failed: " + text(failed));
        }
        Optional<Disposition> ofPf = PfRules.failed(draft, failed);
        if (ofPf.isPresent()) {
            return ofPf.get();
        }
        Optional<VfState> found = draft.state().vfs().get(failed.vf().get());
        if (found.isEmpty()) {
            return Fencing.unknownVf(failed.vf().get());
        }
        VfState before = found.get();
        Optional<Disposition> stale = Fencing.stale(before, failed.fence());
        if (stale.isPresent()) {
            return stale.get();
        }
        VfState vf = failed.attributes()
                .map(read -> before.facts().read(read))
                .filter(facts -> !facts.equals(before.facts()))
                .map(facts -> VfMove.of(draft, before).facts(facts).record())
                .orElse(before);
        return byPhase(draft, vf, failed);
    }

    private static Disposition byPhase(Draft draft, VfState vf, Outcome.CommandFailed failed) {
        return switch (vf.phase()) {
            case ATTACHING -> {
                VfSteps.release(draft, vf, ReleaseCause.ADD_FAILED, "could not be attached: " + text(failed));
                yield APPLIED;
            }
            case HELD -> {
                boolean ofAdd = failed.request().isPresent();
                VfSteps.release(
                        draft,
                        vf,
                        ofAdd ? ReleaseCause.ADD_FAILED : ReleaseCause.HOLD_EXPIRED,
                        (ofAdd ? "could not be attached: " : "could not be prepared: ") + text(failed));
                yield APPLIED;
            }
            case RELEASING -> releaseFailed(draft, vf, failed);
            case DISCOVERED, FREE -> {
                unverified(draft, vf, failed);
                yield APPLIED;
            }
            case QUARANTINED -> {
                stillInQuarantine(draft, vf, failed);
                yield APPLIED;
            }
            case LOST -> {
                VfMove.of(draft, vf)
                        .settled()
                        .because("tried again: " + text(failed))
                        .record();
                yield APPLIED;
            }
            case ATTACHED -> {
                if (vf.pending().isEmpty()) {
                    yield nothingAsked(vf, failed);
                }
                DriftRules.missed(draft, vf, text(failed));
                yield APPLIED;
            }
            case RESERVED, GONE -> nothingAsked(vf, failed);
        };
    }

    private static Disposition nothingAsked(VfState vf, Outcome.CommandFailed failed) {
        return new Disposition.Ignored(
                "VF " + vf.pci() + " is " + vf.phase() + "; nothing was asked of it: " + text(failed));
    }

    /** A function that only cannot be read yet stays what it is, and is read again later. */
    private static void unverified(Draft draft, VfState vf, Outcome.CommandFailed failed) {
        if (failed.reason() == FailureReason.PENDING) {
            VfMove.of(draft, vf)
                    .settled()
                    .because("to be read again: " + text(failed))
                    .record();
        } else {
            VfSteps.quarantine(draft, vf, vf.facts(), "could not be verified: " + text(failed));
        }
    }

    /** A try that could not be made yet does not count: it leads no rung up. */
    private static void stillInQuarantine(Draft draft, VfState vf, Outcome.CommandFailed failed) {
        boolean made = failed.reason() != FailureReason.PENDING;
        VfMove.of(draft, vf)
                .settled()
                .because(QuarantineLadder.reason(vf, "tried again: " + text(failed)))
                .attempts(made ? vf.attempts() : Math.max(0, vf.attempts() - 1))
                .record();
    }

    private static Disposition releaseFailed(Draft draft, VfState vf, Outcome.CommandFailed failed) {
        boolean later = switch (failed.reason()) {
            case EXPIRED, STALE, PENDING -> true;
            case UNSUPPORTED,
                    CALLER_GONE,
                    IN_USE,
                    NO_SUCH_VF,
                    NO_SUCH_NAMESPACE,
                    KERNEL_REFUSED,
                    NOT_READ_BACK,
                    IPAM_FAILED,
                    INTERFACE_EXISTS,
                    INTERNAL,
                    HOST_USE,
                    FIRMWARE_LIMIT,
                    PLATFORM_LIMIT,
                    DRIVER_LIMIT -> false;
        };
        if (later) {
            return new Disposition.Ignored("VF " + vf.pci() + " is asked back again later: " + text(failed));
        }
        // Who took what was held for it may have done so before its node read what was decided since.
        Optional<Attachment> holder = failed.holder()
                .filter(told -> draft.state()
                        .vfOf(told)
                        .filter(other -> !other.pci().equals(vf.pci()))
                        .isEmpty())
                .or(() -> vf.owner().flatMap(Ownership::attachment));
        if (failed.reason() == FailureReason.IN_USE && holder.isPresent()) {
            stillInUse(draft, vf, holder.get(), failed);
            return APPLIED;
        }
        VfSteps.quarantine(draft, vf, vf.facts(), "could not be released: " + text(failed));
        return APPLIED;
    }

    private static void stillInUse(Draft draft, VfState vf, Attachment holder, Outcome.CommandFailed failed) {
        Ownership owner = vf.owner().orElseThrow();
        boolean another = owner.attachment().isPresent() && !owner.isOf(holder);
        VfMove.of(draft, vf)
                .to(VfPhase.ATTACHED, "still in use: " + failed.message())
                .owner(new Ownership(
                        Optional.of(holder),
                        HoldRules.taken(draft, vf, holder, owner.pod()),
                        owner.pod(),
                        another ? Optional.empty() : owner.netns(),
                        another ? List.of() : owner.ips(),
                        another ? Optional.empty() : owner.request(),
                        owner.settings(),
                        0,
                        owner.adopted(),
                        false))
                .record();
    }

    private static String text(Outcome.CommandFailed failed) {
        return failed.reason() + (failed.message().isEmpty() ? "" : ", " + failed.message());
    }
}
