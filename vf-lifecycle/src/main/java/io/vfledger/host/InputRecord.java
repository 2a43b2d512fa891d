package io.vfledger.host;

import io.vfledger.lifecycle.Input;
import io.vfledger.vf.NodeName;

/**
 * A record of an input topic, as consumed and as understood.
 *
 * @param node the node that it is about
 * @param origin the record itself, which goes into the journal
 * @param input what it says
 */
public record InputRecord(NodeName node, Cause.Consumed origin, Input input) {}
