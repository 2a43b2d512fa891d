package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AgentInput;

/** A record on its way to the log, stamped. */
record Outgoing(AgentInput record) {}
