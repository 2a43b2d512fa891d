/** Numbers, and their text form for Prometheus. Pure but for counters that threads raise. */
@NullMarked
package io.vfledger.executor.metrics;

import org.jspecify.annotations.NullMarked;
