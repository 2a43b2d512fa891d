package io.vfledger.inventory.kube;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the service takes part in a Kubernetes cluster. Where the API server is, and who the service is there, are found
 * as {@code kubectl} finds them: {@code KUBECONFIG}, or the pod's service account.
 *
 * @param namespace of the lease ({@code VFL_KUBERNETES_NAMESPACE}); empty: the pod's own, else the kubeconfig's
 * @param resourcePrefix of the extended resources that nodes have ({@code VFL_RESOURCE_PREFIX}): a pool is the resource
 *     {@code prefix/pool}; empty where nodes shall have none
 */
public record KubernetesSettings(Optional<String> namespace, Optional<String> resourcePrefix) {
    private static final String DEFAULT_PREFIX = "intel.com";
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public KubernetesSettings {
        if (namespace.isPresent() && !LABEL.matcher(namespace.get()).matches()) {
            throw new IllegalArgumentException("VFL_KUBERNETES_NAMESPACE '" + namespace.get()
                    + "' is not valid: allowed are lower-case letters, digits and '-', 1 to 63 of them");
        }
        if (resourcePrefix.isPresent() && !DOMAIN.matcher(resourcePrefix.get()).matches()) {
            throw new IllegalArgumentException(
                    "VFL_RESOURCE_PREFIX '" + resourcePrefix.get()
                            + "' is not valid: allowed are a domain in lower case of 1 to 63 characters, like intel.com, and none");
        }
    }

    /**
     * Reads them; empty: without Kubernetes, which is the default.
     *
     * @throws IllegalArgumentException when one is not valid, naming it
     */
    public static Optional<KubernetesSettings> fromEnvironment(Map<String, String> environment) {
        return flag(environment, "VFL_KUBERNETES")
                ? Optional.of(new KubernetesSettings(
                        Optional.ofNullable(environment.get("VFL_KUBERNETES_NAMESPACE"))
                                .filter(name -> !name.isBlank()),
                        Optional.of(environment.getOrDefault("VFL_RESOURCE_PREFIX", DEFAULT_PREFIX))
                                .filter(prefix -> !prefix.equals("none"))))
                : Optional.empty();
    }

    private static boolean flag(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> true;
            case "", "false" -> false;
            default ->
                throw new IllegalArgumentException(name + " '" + text + "' is not valid: allowed are true and false");
        };
    }
}
