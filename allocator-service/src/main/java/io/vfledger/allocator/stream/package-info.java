/** Hosts the decisions on Kafka: batches, transactions, restore, timers. Avro and Kafka stop here. */
@NullMarked
package io.vfledger.allocator.stream;

import org.jspecify.annotations.NullMarked;
