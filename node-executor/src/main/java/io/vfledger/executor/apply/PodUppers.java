package io.vfledger.executor.apply;

import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.ObservedVf;
import io.vfledger.executor.plan.Place;
import io.vfledger.netlink.route.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * VLANs, macvlans and the like that a pod put on its VF. They do not go when the VF leaves the namespace: the pod would send
 * and receive by them whoever has the VF next.
 */
final class PodUppers {
    private PodUppers() {}

    /** Whether nothing lies on the VF in its pod. */
    static boolean none(Kernel kernel, ObservedVf vf, Optional<Namespace> pod) throws KernelException {
        return pod.isEmpty() || on(kernel, vf, pod.get()).isEmpty();
    }

    /** Removes what lies on it in its pod; the names of what is there still. */
    static List<String> remove(Kernel kernel, ObservedVf vf, Namespace pod) throws KernelException {
        List<String> refused = new ArrayList<>();
        for (Link upper : on(kernel, vf, pod)) {
            try {
                kernel.delete(pod, upper.index());
            } catch (KernelException e) {
                refused.add(upper.name() + " (" + e.getMessage() + ")");
            }
        }
        return refused.isEmpty() ? on(kernel, vf, pod).stream().map(Link::name).toList() : refused;
    }

    private static List<Link> on(Kernel kernel, ObservedVf vf, Namespace pod) throws KernelException {
        int index = vf.place()
                .filter(placed -> placed.place() == Place.POD)
                .map(placed -> placed.netdev().index())
                .orElse(0);
        return index == 0 ? List.of() : kernel.lyingOn(pod, index);
    }
}
