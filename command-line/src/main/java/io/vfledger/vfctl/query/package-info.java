/** Commands that ask: the service over HTTP for what is and was, Kafka itself whether the ledger is sound. */
@NullMarked
package io.vfledger.vfctl.query;

import org.jspecify.annotations.NullMarked;
