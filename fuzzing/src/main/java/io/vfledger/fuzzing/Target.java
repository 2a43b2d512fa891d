package io.vfledger.fuzzing;

import java.util.List;

/** Code of ours that reads bytes which somebody else wrote. */
public interface Target {
    /**
     * Reads one input. What the code declares as its refusal is nothing; whatever else it throws, a wrong value and a
     * path from the input that is opened are findings.
     */
    void feed(byte[] input);

    /** Inputs that are worth varying: at least one that is accepted. */
    List<byte[]> seeds();
}
