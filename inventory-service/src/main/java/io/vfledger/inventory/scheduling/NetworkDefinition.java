package io.vfledger.inventory.scheduling;

import java.util.Optional;

/**
 * What matters of a NetworkAttachmentDefinition.
 *
 * @param key its namespace and name
 * @param config text of {@code spec.config}; empty: the configuration is in a file on each node
 * @param resourceName annotation {@code k8s.v1.cni.cncf.io/resourceName}: {@code prefix/name}; empty where there is none
 */
public record NetworkDefinition(ObjectKey key, String config, Optional<String> resourceName) {}
