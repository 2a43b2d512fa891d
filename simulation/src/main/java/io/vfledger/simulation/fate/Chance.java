package io.vfledger.simulation.fate;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All dice of one world. Each seed allows only some of the faults, so that each is also met without the others to hide it.
 */
public final class Chance {
    private final SplittableRandom random;
    private final Set<Fault> allowed = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private boolean calm = true;

    public Chance(long seed) {
        random = new SplittableRandom(seed);
        int share = 1 + random.nextInt(4);
        for (Fault fault : Fault.values()) {
            if (random.nextInt(4) < share) {
                allowed.add(fault);
            }
        }
    }

    /** Whether faults strike at all; not before the first of these calls. */
    public void storm(boolean faults) {
        calm = !faults;
    }

    /** Whether the fault strikes here and now. */
    public boolean strikes(Fault fault) {
        if (calm || !allowed.contains(fault) || random.nextInt(1000) >= fault.perMille()) {
            return false;
        }
        struck.merge(fault, 1, Integer::sum);
        return true;
    }

    /** A number, both ends included. */
    public long between(long lowest, long highest) {
        return lowest + random.nextLong(highest - lowest + 1);
    }

    /** An index of a list of that size. */
    public int below(int size) {
        return random.nextInt(size);
    }

    /** True once in that many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** Any of them; there must be one. */
    public <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** How often each fault struck. */
    public Map<Fault, Integer> struck() {
        return struck;
    }
}
