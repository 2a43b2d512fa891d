@org.jspecify.annotations.NullMarked
package io.vfledger.benchmarks.restore;
