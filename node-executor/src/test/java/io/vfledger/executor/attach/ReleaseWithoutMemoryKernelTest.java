package io.vfledger.executor.attach;

import io.vfledger.executor.kernel.Bench;

/** On the emulated igb. */
class ReleaseWithoutMemoryKernelTest extends ReleaseWithoutMemoryContract {
    @Override
    Bench makeBench() {
        return Bench.real();
    }
}
