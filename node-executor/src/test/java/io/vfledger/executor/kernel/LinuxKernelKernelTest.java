package io.vfledger.executor.kernel;

/** The contract on a real SR-IOV NIC. */
class LinuxKernelKernelTest extends KernelContract {
    @Override
    Bench makeBench() {
        return Bench.real();
    }
}
