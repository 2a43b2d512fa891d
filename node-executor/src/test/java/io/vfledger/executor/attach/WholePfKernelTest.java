package io.vfledger.executor.attach;

import io.vfledger.executor.kernel.Bench;

/** On the emulated igb. */
class WholePfKernelTest extends WholePfContract {
    @Override
    Bench makeBench() {
        return Bench.real();
    }
}
