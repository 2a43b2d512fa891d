package io.vfledger.lifecycle;

import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.PolicyName;
import io.vfledger.vf.Version;

/**
 * What a policy asks of one PF, and what became of it.
 *
 * @param pf the PF
 * @param version of the last ConfigurePf; 0 before the first
 * @param policy who asks
 * @param settings what is asked
 * @param stage how far it is
 * @param renews whether the command that was sent makes the PF's functions anew or binds them to another driver: none of
 *     them is given before it is answered
 * @param reason why, in words
 * @param sinceMs decision time of the last change of stage, milliseconds since 1970 UTC
 */
public record PfOrder(
        PciAddress pf,
        Version version,
        PolicyName policy,
        PfSettings settings,
        Stage stage,
        boolean renews,
        String reason,
        long sinceMs) {
    /** How far a PF is on the way to what its policy says. */
    public enum Stage {
        /** Held back while one of its functions is in use. */
        WAITING,
        /** The command was sent and is not answered. */
        SENT,
        /** It is as asked. */
        DONE,
        /** The node did not do it; tried again when something about the PF changes. */
        REFUSED,
        /** No policy says anything of it any more. */
        ENDED
    }

    PfOrder to(Stage next, String why, long nowMs) {
        return new PfOrder(
                pf,
                version,
                policy,
                settings,
                next,
                renews && next == Stage.SENT,
                why,
                next == stage ? sinceMs : nowMs);
    }

    /** Whether the node has not answered it yet, and will. */
    boolean isSent() {
        return stage == Stage.SENT;
    }
}
