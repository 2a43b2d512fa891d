package io.vfledger.executor.kernel;

import io.vfledger.vf.PciAddress;

/** A kernel under test with one PF, whose VFs were made anew. */
public interface Bench extends AutoCloseable {
    Kernel kernel();

    PciAddress pf();

    @Override
    void close();

    /** Simulated NICs in a host namespace of their own. */
    static Bench simulated() {
        return new SimulatedBench();
    }

    /** The PF named by VFL_PF. */
    static Bench real() {
        return new RealBench();
    }
}
