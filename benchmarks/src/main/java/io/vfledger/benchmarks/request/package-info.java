/** What a request costs through a real broker, registry and allocator, with a kernel that costs nothing. */
@org.jspecify.annotations.NullMarked
package io.vfledger.benchmarks.request;
