/**
 * Between the records of the contract and the domain: inputs are read, commands and states written, ledger entries both,
 * hashed and verified. What a record says and the domain does not allow is an IllegalArgumentException that names the
 * value and what is allowed; the caller knows which record it was.
 */
@NullMarked
package io.vfledger.ledger;

import org.jspecify.annotations.NullMarked;
