package io.vfledger.executor.watch;

import io.vfledger.vf.PciAddress;

/** What is read of the node. */
public sealed interface Look {
    /** One PF and its VFs. */
    record OnePf(PciAddress pf) implements Look {}

    /** Every PF and VF. */
    record Everything() implements Look {}
}
