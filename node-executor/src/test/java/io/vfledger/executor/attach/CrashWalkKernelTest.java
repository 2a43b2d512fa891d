package io.vfledger.executor.attach;

import io.vfledger.executor.kernel.Bench;

/** On the emulated igb. */
class CrashWalkKernelTest extends CrashWalkContract {
    @Override
    Bench makeBench() {
        return Bench.real();
    }
}
