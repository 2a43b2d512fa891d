/** The ledger as evidence: keys that sign its heads, proofs of its entries, archives and what they replay. */
@NullMarked
package io.vfledger.vfctl.evidence;

import org.jspecify.annotations.NullMarked;
