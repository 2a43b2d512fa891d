/** The agent's end of the CNI socket: who may call, reading a call, the spool, and handing calls to a handler. */
@NullMarked
package io.vfledger.cni.server;

import org.jspecify.annotations.NullMarked;
