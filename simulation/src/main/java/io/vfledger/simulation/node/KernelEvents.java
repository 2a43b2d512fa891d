package io.vfledger.simulation.node;

import io.vfledger.simulation.fate.Chance;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to NICs by themselves, or by people. */
final class KernelEvents {
    private KernelEvents() {}

    static void strike(Machine machine, Fate fate) {
        Chance chance = fate.chance();
        Kernel kernel = machine.kernel();
        if (fate.strikes(Fault.LINK_DOWN)) {
            kernel.carrier(false);
            machine.later(chance.between(1_000, 30_000), () -> kernel.carrier(true));
        }
        if (fate.strikes(Fault.NUMVFS_CHANGED)) {
            fate.trace().say(() -> machine.name() + " has no VFs any more");
            machine.pods().lose(Optional.empty());
            kernel.removeAll();
            machine.later(chance.between(3_000, 30_000), kernel::createAgain);
        }
        if (fate.strikes(Fault.VF_LOST) && !kernel.ports().isEmpty()) {
            PciAddress vf = chance.anyOf(List.copyOf(kernel.ports().keySet()));
            fate.trace().say(() -> machine.name() + " loses " + vf);
            machine.pods().lose(Optional.of(vf));
            kernel.port(vf).ifPresent(port -> {
                port.in = Optional.empty();
                port.bound = false;
            });
        }
        free(kernel, chance).ifPresent(free -> strikeFree(machine, fate, free));
    }

    private static Optional<Port> free(Kernel kernel, Chance chance) {
        List<Port> free = kernel.ports().entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(port -> port.atHome() && port.hostUse.isEmpty())
                .toList();
        return free.isEmpty() ? Optional.empty() : Optional.of(chance.anyOf(free));
    }

    private static void strikeFree(Machine machine, Fate fate, Port port) {
        Chance chance = fate.chance();
        if (fate.strikes(Fault.HOST_USE)) {
            port.hostUse = Optional.of("address 10.0.0.1");
            machine.later(chance.between(3_000, 40_000), () -> port.hostUse = Optional.empty());
        }
        if (fate.strikes(Fault.VF_TAKEN)) {
            Namespace strange = machine.kernel().strangeNamespace();
            port.in = Optional.of(strange);
            machine.pods().strange(strange);
            machine.later(chance.between(3_000, 60_000), () -> machine.kernel().destroy(strange));
        }
    }
}
