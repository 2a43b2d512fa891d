/** The target that needs what the socket server keeps to its package. */
@NullMarked
package io.vfledger.cni.server;

import org.jspecify.annotations.NullMarked;
