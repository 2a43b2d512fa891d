package io.vfledger.executor.stream;

import io.vfledger.avro.NodeState;
import io.vfledger.avro.VfState;
import java.util.List;
import java.util.Optional;

/**
 * What the log says of this node.
 *
 * @param functions newest record of each VF
 * @param node newest record of the node; empty where the allocator has never decided anything of it
 */
public record LogView(List<VfState> functions, Optional<NodeState> node) {
    public LogView {
        functions = List.copyOf(functions);
    }
}
