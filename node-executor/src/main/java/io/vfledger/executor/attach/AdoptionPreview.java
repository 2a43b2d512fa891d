package io.vfledger.executor.attach;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.HolderEvidence;
import io.vfledger.avro.VfDescription;
import io.vfledger.executor.adopt.SriovCniRecords;
import io.vfledger.executor.journal.AvroJson;
import io.vfledger.executor.journal.VfMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What an installation would take each VF of a node for. */
public final class AdoptionPreview {
    private final List<Row> rows;

    /** One VF: what it would be, and why. */
    private record Row(String vf, String pf, String phase, String reason) {}

    private AdoptionPreview(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * By the kernel and another plugin's records; nothing is written.
     *
     * @param seen the node's functions
     * @param records of sriov-cni
     */
    public static AdoptionPreview of(NodeNics.Inventory seen, SriovCniRecords records) {
        return new AdoptionPreview(Holders.told(seen.vfs(), VfMemory::fresh, records, false).stream()
                .map(AdoptionPreview::row)
                .toList());
    }

    private static Row row(VfDescription vf) {
        Optional<HolderEvidence> evidence = Optional.ofNullable(vf.getEvidence());
        if (evidence.isPresent()) {
            return row(vf, "ATTACHED", evidence.get().getSource() + ": " + holder(evidence.get()));
        }
        if (vf.getHostUse() != null) {
            return row(vf, "RESERVED", "the host uses it: it " + vf.getHostUse());
        }
        boolean home = vf.getInHostNamespace() || !vf.getDriver().isEmpty();
        return home
                ? row(vf, "FREE", "with the host, unused; to be verified")
                : row(vf, "QUARANTINED", "has no driver and is in no namespace that is known");
    }

    private static Row row(VfDescription vf, String phase, String reason) {
        return new Row(vf.getPci(), vf.getPfNetdev(), phase, reason);
    }

    private static String holder(HolderEvidence evidence) {
        Optional<Attachment> attachment = Optional.ofNullable(evidence.getAttachment());
        String where = evidence.getNetns() == null
                ? ""
                : "namespace " + evidence.getNetns().getPath() + " (inode "
                        + evidence.getNetns().getInode() + ")";
        return attachment
                .map(has -> has.getNetwork() + "/" + has.getContainerId() + "/" + has.getIfname()
                        + (where.isEmpty() ? "" : " in " + where))
                .orElse(where);
    }

    /** A table, or one JSON object per line. */
    public String text(boolean json) {
        StringBuilder text = new StringBuilder();
        if (!json) {
            text.append("%-13s %-12s %-12s %s%n".formatted("VF", "PF", "WOULD BE", "BECAUSE"));
        }
        for (Row row : rows) {
            text.append(json ? line(row) : "%-13s %-12s %-12s %s%n".formatted(row.vf, row.pf, row.phase, row.reason));
        }
        return text.toString();
    }

    private static String line(Row row) {
        ObjectNode node = AvroJson.object();
        node.put("vf", row.vf);
        node.put("pf", row.pf);
        node.put("would_be", row.phase);
        node.put("because", row.reason);
        return new String(AvroJson.bytes(node), StandardCharsets.UTF_8) + "\n";
    }
}
