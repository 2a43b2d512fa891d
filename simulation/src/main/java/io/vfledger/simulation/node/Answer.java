package io.vfledger.simulation.node;

import io.vfledger.lifecycle.FailureReason;
import java.util.List;

/** What came of something that the kernel was asked. */
sealed interface Answer {
    /** It was done and read back. */
    record Done(List<String> differences) implements Answer {}

    /** It was refused, and what was begun is undone. */
    record Failed(FailureReason reason, String message) implements Answer {}
}
