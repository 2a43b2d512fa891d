package io.vfledger.inventory.pools;

import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells whether a node was told the same. */
public final class PoolsDigest {
    private PoolsDigest() {}

    /**
     * SHA-256 in hex of the pools in a canonical text: a line for each, by priority and name; its parts are divided by tabs, the
     * selectors of a part, after their number, by semicolons. The release mode, how VFs are picked and what is done about
     * drift come last, where the pool says. The policies for PFs follow, a line for each.
     */
    public static String of(NodePools told) {
        StringBuilder text = new StringBuilder();
        for (Pool pool : told.pools().stream().sorted(PoolRules.ORDER).toList()) {
            text.append(pool.name())
                    .append('\t')
                    .append(pool.chooser())
                    .append('\t')
                    .append(pool.priority());
            append(text, pool.selectors().vendors());
            append(text, pool.selectors().devices());
            append(text, pool.selectors().drivers());
            append(text, pool.selectors().pfNames());
            append(text, pool.selectors().pciAddresses());
            pool.release().ifPresent(mode -> text.append('\t').append(mode));
            if (!pool.placement().equals(Placement.DEFAULT)) {
                text.append('\t').append(pool.placement());
            }
            if (pool.drift() != DriftPolicy.RECORD) {
                text.append('\t').append(pool.drift());
            }
            text.append('\n');
        }
        told.pfs().stream()
                .sorted(PfPolicy.ORDER)
                .forEach(policy -> text.append(policy).append('\n'));
        return HexFormat.of().formatHex(sha256(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, List<?> selectors) {
        text.append('\t').append(selectors.size());
        selectors.forEach(selector -> text.append(';').append(selector));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
