package io.vfledger.cni.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pod as the runtime names it in CNI_ARGS.
 *
 * @param namespace K8S_POD_NAMESPACE: a DNS label, up to 63 characters
 * @param name K8S_POD_NAME: a DNS subdomain, up to 253 characters
 * @param uid K8S_POD_UID; older runtimes do not pass it
 * @param infraContainerId K8S_POD_INFRA_CONTAINER_ID
 */
public record PodIdentity(String namespace, String name, Optional<String> uid, Optional<ContainerId> infraContainerId) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9\\-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.\\-]{0,251}[a-z0-9])?");
    private static final Pattern UID = Pattern.compile("[a-zA-Z0-9\\-]{1,64}");

    public PodIdentity {
        require("K8S_POD_NAMESPACE", LABEL, namespace);
        require("K8S_POD_NAME", SUBDOMAIN, name);
        uid.ifPresent(u -> require("K8S_POD_UID", UID, u));
    }

    private static void require(String key, Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(key + " " + Quote.of(value) + " does not match ^" + form + "$");
        }
    }
}
