package io.vfledger.host;

import io.vfledger.lifecycle.NodeState;

/**
 * The newest state of a node, for {@code node-state}: all but its functions, which have records of their own.
 *
 * @param head how far its journal has come
 * @param state its state
 */
public record NodeRecord(NodeHead head, NodeState state) {}
