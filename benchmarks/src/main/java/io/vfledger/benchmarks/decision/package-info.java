/** What the pure core costs. */
@org.jspecify.annotations.NullMarked
package io.vfledger.benchmarks.decision;
