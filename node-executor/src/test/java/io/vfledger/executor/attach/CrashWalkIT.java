package io.vfledger.executor.attach;

import io.vfledger.executor.kernel.Bench;

/** On simulated NICs. */
class CrashWalkIT extends CrashWalkContract {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }
}
