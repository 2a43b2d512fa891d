package io.vfledger.executor.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which devices are best given together: those that nobody has, near one NUMA node, spread over the PFs; of equals the lowest
 * address. What kubelet believes to be available may still be with a pod whose end it has not seen out.
 */
public final class Preference {
    private Preference() {}

    /**
     * Chooses.
     *
     * @param devices all of the resource
     * @param available ids that kubelet may give
     * @param required ids that have to be among them
     * @param size how many; as many as there are where there are fewer
     * @return ids, the required ones first
     */
    public static List<String> choose(List<Device> devices, Set<String> available, List<String> required, int size) {
        List<String> chosen = new ArrayList<>();
        Map<String, Integer> perPf = new HashMap<>();
        List<Device> left = new ArrayList<>();
        for (Device device : devices) {
            if (device.given()) {
                perPf.merge(device.pf().value(), 1, Integer::sum);
            }
            if (available.contains(device.id()) && !required.contains(device.id())) {
                left.add(device);
            }
        }
        OptionalInt near = OptionalInt.empty();
        for (String id : required) {
            chosen.add(id);
            for (Device device : devices) {
                if (device.id().equals(id)) {
                    perPf.merge(device.pf().value(), 1, Integer::sum);
                    near = near.isPresent() ? near : device.numaNode();
                }
            }
        }
        while (chosen.size() < size && !left.isEmpty()) {
            Device best = left.stream().min(order(near, perPf)).orElseThrow();
            left.remove(best);
            chosen.add(best.id());
            perPf.merge(best.pf().value(), 1, Integer::sum);
            near = near.isPresent() ? near : best.numaNode();
        }
        return chosen;
    }

    private static Comparator<Device> order(OptionalInt near, Map<String, Integer> perPf) {
        return Comparator.<Device, Boolean>comparing(device -> device.trouble().isPresent())
                .thenComparing(Device::given)
                .thenComparing(device -> near.isPresent() && !near.equals(device.numaNode()))
                .thenComparing(device -> perPf.getOrDefault(device.pf().value(), 0))
                .thenComparing(Device::pci);
    }
}
