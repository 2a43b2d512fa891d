package io.vfledger.simulation.node;

import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.vf.Fence;
import io.vfledger.vf.RequestId;

/** What is written down before the kernel is touched. */
sealed interface Intent {
    Owner owner();

    /** A VF is being given. */
    record Attach(Owner owner, RequestId request) implements Intent {}

    /** A VF is being prepared for a pod that will ask for it. */
    record Hold(Owner owner) implements Intent {}

    /** A VF is being taken back; the fence is the one to report. */
    record Release(Owner owner, ReleaseCause cause, Fence fence) implements Intent {}
}
