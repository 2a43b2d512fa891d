package io.vfledger.executor.watch;

import io.vfledger.vf.PciAddress;

/** What an event of the kernel is about. That something has changed is all that it says; what, is read afterwards. */
public sealed interface Hint {
    /** A PCI function, which may be a PF, a VF, or nothing of ours. */
    record OfFunction(PciAddress pci) implements Hint {}

    /** An interface of which the kernel tells no device. */
    record OfInterface(String name) implements Hint {}

    /** Events were lost, so anything may have changed. */
    record OfAnything() implements Hint {}
}
