/** What the index of the ledger costs. */
@org.jspecify.annotations.NullMarked
package io.vfledger.benchmarks.index;
