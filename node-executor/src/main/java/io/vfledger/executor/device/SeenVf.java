package io.vfledger.executor.device;

import io.vfledger.vf.VfTraits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A VF as the node sees it.
 *
 * @param traits what it is
 * @param numaNode the NUMA node that its PF is near to; empty where the machine does not tell
 * @param nodes device nodes that its user needs; empty for one with an interface
 * @param hostUse why the host itself uses it
 * @param given whether it is held for or given to a pod
 */
public record SeenVf(
        VfTraits traits, OptionalInt numaNode, List<String> nodes, Optional<String> hostUse, boolean given) {
    public SeenVf {
        nodes = List.copyOf(nodes);
    }
}
