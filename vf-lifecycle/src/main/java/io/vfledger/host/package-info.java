/**
 * Hosts the state machine of all nodes of one partition: a batch of inputs goes in, entries, commands and states come
 * out together with an overlay, which is adopted once they are committed. Pure; used by one thread at a time.
 */
@NullMarked
package io.vfledger.host;

import org.jspecify.annotations.NullMarked;
