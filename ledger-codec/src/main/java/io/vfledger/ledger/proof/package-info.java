/**
 * Evidence that needs no trust in who keeps the ledger: a Merkle tree over each partition (RFC 6962), its signed heads
 * (C2SP tlog-checkpoint) and proofs that are checked without the log. Pure: no clock, no random, no file.
 */
@NullMarked
package io.vfledger.ledger.proof;

import org.jspecify.annotations.NullMarked;
