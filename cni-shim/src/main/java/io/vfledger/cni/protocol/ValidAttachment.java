package io.vfledger.cni.protocol;

/** An entry of {@code cni.dev/valid-attachments}: what a GC has to leave alone. */
public record ValidAttachment(ContainerId containerId, InterfaceName interfaceName) {}
