package io.vfledger.executor.attach;

import io.vfledger.executor.kernel.Bench;

/** On simulated NICs. */
class ReleaseWithoutMemoryIT extends ReleaseWithoutMemoryContract {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }
}
