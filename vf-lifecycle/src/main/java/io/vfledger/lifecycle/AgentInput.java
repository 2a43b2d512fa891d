package io.vfledger.lifecycle;

import io.vfledger.vf.AgentStamp;

/** An input that a node agent wrote. */
public sealed interface AgentInput extends Input
        permits Input.AgentStarted,
                Input.NodeInventoryReported,
                Input.PfChanged,
                Input.VfChanged,
                Input.VfGone,
                Input.VfObserved,
                Input.AddRequested,
                Input.DelRequested,
                Outcome {
    /** Which life of which agent wrote it, and where in that life. */
    AgentStamp stamp();
}
