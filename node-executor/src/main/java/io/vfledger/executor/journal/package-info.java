/** What the agent knows on disk: the data directory and its lock, the intents, the checkpoint of the node's VFs. */
@NullMarked
package io.vfledger.executor.journal;

import org.jspecify.annotations.NullMarked;
