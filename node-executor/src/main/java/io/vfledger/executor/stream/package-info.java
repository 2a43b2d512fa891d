/** Kafka as the agent sees it: the commands of its node, the two state topics at the start, and the producer. */
@NullMarked
package io.vfledger.executor.stream;

import org.jspecify.annotations.NullMarked;
