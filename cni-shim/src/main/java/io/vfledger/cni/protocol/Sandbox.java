package io.vfledger.cni.protocol;

import java.util.Optional;

/**
 * Which interface of which container a call is about.
 *
 * @param namespacePath CNI_NETNS as the runtime wrote it: for results and records only. It is never opened here; the
 *     descriptor that came with the call is the namespace.
 */
public record Sandbox(ContainerId containerId, InterfaceName interfaceName, Optional<String> namespacePath) {}
