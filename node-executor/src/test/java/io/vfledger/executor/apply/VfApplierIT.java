package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Bench;

/** On simulated NICs. */
class VfApplierIT extends VfApplierContract {
    @Override
    Bench makeBench() {
        return Bench.simulated();
    }
}
