/** The rim to Kafka and Avro: reads the topics into the projections, reads entries again, tells nodes their pools. */
@NullMarked
package io.vfledger.inventory.stream;

import org.jspecify.annotations.NullMarked;
