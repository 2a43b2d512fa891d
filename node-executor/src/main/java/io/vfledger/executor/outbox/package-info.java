/** Records of the agent that Kafka has not acknowledged yet, on disk, and the one sender that brings them there in order. */
@NullMarked
package io.vfledger.executor.outbox;

import org.jspecify.annotations.NullMarked;
