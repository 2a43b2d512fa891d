package io.vfledger.host;

import io.vfledger.vf.NodeName;
import java.util.List;
import java.util.Map;

/** What a batch leads to; it counts only once it is committed. */
public final class Prepared {
    private final Overlay overlay;
    private final List<LedgerEntry> entries;
    private final List<CommandRecord> commands;
    private final List<VfRecord> vfs;
    private final List<NodeRecord> nodes;
    private final List<Skipped> skipped;

    Prepared(Overlay overlay) {
        this.overlay = overlay;
        this.entries = List.copyOf(overlay.entries());
        this.commands = List.copyOf(overlay.commands());
        this.vfs = List.copyOf(overlay.vfRecords());
        this.nodes = List.copyOf(overlay.nodeRecords());
        this.skipped = List.copyOf(overlay.skipped());
    }

    /** For the ledger, in order. */
    public List<LedgerEntry> entries() {
        return entries;
    }

    /** For the commands topic, in order. */
    public List<CommandRecord> commands() {
        return commands;
    }

    /** For vf-state: one for each function that changed. */
    public List<VfRecord> vfs() {
        return vfs;
    }

    /** For node-state: one for each node that has an entry. */
    public List<NodeRecord> nodes() {
        return nodes;
    }

    /** What was left out, since it was decided before. */
    public List<Skipped> skipped() {
        return skipped;
    }

    /** Whether there is nothing to write. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    Map<NodeName, NodeSlot> slots() {
        return overlay.slots();
    }

    Overlay overlay() {
        return overlay;
    }
}
