package io.vfledger.lifecycle;

/**
 * Names a command of the node: the entry that gave it, and its place there.
 *
 * @param nodeSeq of the entry
 * @param index from 0
 */
public record CommandRef(long nodeSeq, int index) {}
