package io.vfledger.fuzzing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All targets in one process, for a short run: starting the fuzzer costs more than some seconds of fuzzing. The first byte
 * of an input picks its target.
 */
final class EveryTarget implements Target {
    private final List<String> names;
    private final List<Target> targets;
    private final long[] runs;

    EveryTarget(Map<String, Target> all) {
        names = List.copyOf(all.keySet());
        targets = List.copyOf(all.values());
        runs = new long[names.size()];
    }

    @Override
    public void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int chosen = (input[0] & 0xff) % targets.size();
        runs[chosen]++;
        targets.get(chosen).feed(Arrays.copyOfRange(input, 1, input.length));
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int chosen = 0; chosen < targets.size(); chosen++) {
            for (byte[] seed : targets.get(chosen).seeds()) {
                byte[] marked = new byte[1 + seed.length];
                marked[0] = (byte) chosen;
                System.arraycopy(seed, 0, marked, 1, seed.length);
                seeds.add(marked);
            }
        }
        return seeds;
    }

    /** {@code NAME RUNS}, a line for each. */
    String counts() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < runs.length; i++) {
            lines.append("target ")
                    .append(names.get(i))
                    .append(' ')
                    .append(runs[i])
                    .append('\n');
        }
        return lines.toString();
    }
}
