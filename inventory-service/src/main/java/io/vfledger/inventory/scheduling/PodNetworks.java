package io.vfledger.inventory.scheduling;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.PodNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** From the annotations of a pod to the VFs that it will ask for. */
final class PodNetworks {
    /** Interface that the default network makes: that of the pod's own network. */
    private static final InterfaceName FIRST = new InterfaceName("eth0");

    private PodNetworks() {}

    /**
     * The networks that need a VF, in the order in which the runtime will attach them. One that names no interface gets
     * its number among the pod's attachments to the same network: how the runtime will call it depends on what else it
     * attaches.
     *
     * @param known looks a NetworkAttachmentDefinition up
     */
    static Reading<List<PodNetwork>> of(PodSource pod, Function<ObjectKey, Optional<NetworkDefinition>> known) {
        return switch (selections(pod)) {
            case Reading.Refused<List<NetworkSelection>>(String why) -> new Reading.Refused<>(why);
            case Reading.Understood<List<NetworkSelection>>(var selections) -> networks(selections, known);
        };
    }

    /** Which NetworkAttachmentDefinitions the pod names. */
    static List<ObjectKey> named(PodSource pod) {
        return switch (selections(pod)) {
            case Reading.Refused<List<NetworkSelection>> refused -> List.of();
            case Reading.Understood<List<NetworkSelection>>(var selections) ->
                selections.stream().map(NetworkSelection::network).distinct().toList();
        };
    }

    private static Reading<List<NetworkSelection>> selections(PodSource pod) {
        String namespace = pod.key().namespace();
        Reading<List<NetworkSelection>> first =
                NetworkAnnotation.read(pod.defaultNetwork().orElse(""), namespace);
        Reading<List<NetworkSelection>> others =
                NetworkAnnotation.read(pod.networks().orElse(""), namespace);
        return switch (first) {
            case Reading.Refused<List<NetworkSelection>>(String why) ->
                new Reading.Refused<>("annotation v1.multus-cni.io/default-network: " + why);
            case Reading.Understood<List<NetworkSelection>>(var network) ->
                switch (others) {
                    case Reading.Refused<List<NetworkSelection>>(String why) ->
                        new Reading.Refused<>("annotation k8s.v1.cni.cncf.io/networks: " + why);
                    case Reading.Understood<List<NetworkSelection>>(var more) ->
                        new Reading.Understood<>(
                                Stream.concat(network.stream().map(PodNetworks::asFirst), more.stream())
                                        .toList());
                };
        };
    }

    private static NetworkSelection asFirst(NetworkSelection selected) {
        return new NetworkSelection(selected.network(), Optional.of(FIRST), selected.mac(), selected.device());
    }

    private static Reading<List<PodNetwork>> networks(
            List<NetworkSelection> selections, Function<ObjectKey, Optional<NetworkDefinition>> known) {
        List<PodNetwork> found = new ArrayList<>();
        Map<NetworkName, Integer> unnamed = new HashMap<>();
        for (NetworkSelection selection : selections) {
            Optional<NetworkDefinition> definition = known.apply(selection.network());
            if (definition.isEmpty()) {
                return new Reading.Refused<>("NetworkAttachmentDefinition " + selection.network()
                        + " is not there; create it, or take it out of the pod's annotation");
            }
            switch (NetworkConfig.read(definition.get(), selection)) {
                case Reading.Refused<Optional<NetworkConfig>>(String why) -> {
                    return new Reading.Refused<>(
                            "NetworkAttachmentDefinition " + selection.network() + " is not valid: " + why);
                }
                case Reading.Understood<Optional<NetworkConfig>>(var config) ->
                    config.ifPresent(asked -> {
                        String slot = selection
                                .ifname()
                                .map(InterfaceName::value)
                                .orElseGet(() -> Integer.toString(unnamed.merge(asked.network(), 1, Integer::sum) - 1));
                        if (!asked.onPf()) {
                            found.add(new PodNetwork(
                                    asked.network(), slot, asked.pool(), asked.device(), asked.settings()));
                        }
                    });
            }
        }
        return new Reading.Understood<>(List.copyOf(found));
    }
}
