/** The log as far as its readers and writers can tell: topics, transactions, a consumer group, retention, compaction. */
@NullMarked
package io.vfledger.simulation.log;

import org.jspecify.annotations.NullMarked;
