/**
 * The CNI specification as types: environment, network configuration, results and errors. Pure: bytes and strings in,
 * values out; nothing here reads a file, a clock or an environment.
 */
@NullMarked
package io.vfledger.cni.protocol;

import org.jspecify.annotations.NullMarked;
