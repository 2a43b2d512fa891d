package io.vfledger.executor.pf;

import io.vfledger.vf.PfInfo;

/** What came of configuring a PF. */
public sealed interface PfResult {
    /** It is as asked, and read back. */
    record Configured(PfInfo pf) implements PfResult {}

    /**
     * It was refused, or failed on the way.
     *
     * @param left what could not be made as it was; empty when everything was
     */
    record Refused(PfRefusal refusal, String left) implements PfResult {}
}
