package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Bench;

/** On the emulated igb. */
class FailureWalkKernelTest extends FailureWalkContract {
    @Override
    Bench makeBench() {
        return Bench.real();
    }
}
