package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfSettings;
import java.util.List;

/** How a VF shall be. */
public sealed interface Desired {
    /**
     * Given to a pod.
     *
     * @param settings what the network configuration asks; what it leaves out stays as it is
     * @param name the interface's name in the pod
     * @param addresses internet addresses to set there
     * @param routes routes to set there
     * @param sysctls parameters of the interface to set there
     */
    record InPod(
            VfSettings settings,
            InterfaceName name,
            List<Prefix> addresses,
            List<PodRoute> routes,
            List<Sysctl> sysctls)
            implements Desired {
        public InPod {
            addresses = List.copyOf(addresses);
            routes = List.copyOf(routes);
            sysctls = List.copyOf(sysctls);
        }

        /** Without parameters of its own. */
        public InPod(VfSettings settings, InterfaceName name, List<Prefix> addresses, List<PodRoute> routes) {
            this(settings, name, addresses, routes, List.of());
        }
    }

    /**
     * Kept on the host for a pod: what a PF keeps about it is as asked, and as in its baseline where nothing is asked.
     *
     * @param settings what the network configuration asks; what the interface itself keeps is set in the pod
     * @param withOwner it is in its pod already: only its PF is told, and its interface need not be in sight
     */
    record Held(VfSettings settings, VfAttributes baseline, boolean withOwner) implements Desired {
        /** On the host. */
        public Held(VfSettings settings, VfAttributes baseline) {
            this(settings, baseline, /* withOwner= */ false);
        }

        /**
         * The same of a VF that its owner has: nothing of its interface, whose settings are the owner's, and no address while
         * the owner is trusted to change that.
         */
        public static Held besideOwner(VfSettings settings, VfAttributes baseline) {
            boolean trusted = settings.trust().or(baseline::trust).orElse(false);
            return new Held(trusted ? settings.withoutMac() : settings, baseline.ofPfAlone(), /* withOwner= */ true);
        }

        /** How it shall read back. */
        public VfAttributes expected() {
            VfAttributesBuilder expected = AdminSteps.asked(baseline, settings);
            settings.mac().ifPresent(expected::adminMac);
            if (baseline.ownMac().isPresent()) {
                settings.mac().ifPresent(expected::ownMac);
            }
            return expected.build();
        }
    }

    /**
     * In the host's namespace, down, with every attribute as in its baseline.
     *
     * @param baseline fields that are empty are left as they are
     */
    record Clean(VfAttributes baseline) implements Desired {}
}
