package io.vfledger.simulation.world;

import io.vfledger.simulation.check.Coverage;
import io.vfledger.simulation.fate.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a world.
 *
 * @param seed its seed
 * @param failure which rule was broken, and how; empty where none was
 * @param loss what acknowledged records it lost, and what came of that; empty where it loses none
 * @param faults how often each struck
 * @param coverage what was reached
 * @param events how many things happened
 * @param entries how many entries the ledger has
 * @param trace the last events in words
 */
public record Run(
        long seed,
        Optional<String> failure,
        Optional<String> loss,
        Map<Fault, Integer> faults,
        Coverage coverage,
        long events,
        long entries,
        List<String> trace) {}
