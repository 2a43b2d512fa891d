package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Bench;

/** On simulated NICs. */
class FailureWalkIT extends FailureWalkContract {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }
}
