package io.vfledger.vf;

import java.util.ArrayList;
import java.util.List;

/**
 * Names a PF and, where it says so, which of its VFs: {@code pf} or {@code pf#0,2-7,9} (inclusive, counted from 0).
 *
 * @param pf the PF's interface name
 * @param ranges the wanted VF indexes; empty means all
 */
public record PfNameSelector(InterfaceName pf, List<IndexRange> ranges) {
    private static final int MAX_RANGES = 64;

    /**
     * VF indexes from first to last, both included.
     *
     * @param first 0 to 255
     * @param last first to 255
     */
    public record IndexRange(int first, int last) {
        public IndexRange {
            Require.inRange("first VF index of a range", first, 0, VfIndex.MAX);
            Require.inRange("last VF index of a range", last, first, VfIndex.MAX);
        }

        boolean contains(VfIndex index) {
            return index.value() >= first && index.value() <= last;
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public PfNameSelector {
        ranges = List.copyOf(ranges);
        Require.inRange("number of index ranges", ranges.size(), 0, MAX_RANGES);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the name or a range is not valid, naming it
     */
    public static PfNameSelector parse(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            return new PfNameSelector(new InterfaceName(text), List.of());
        }
        List<IndexRange> ranges = new ArrayList<>();
        int from = hash + 1;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            ranges.add(parseRange(text, text.substring(from, to)));
            from = to + 1;
        }
        return new PfNameSelector(new InterfaceName(text.substring(0, hash)), ranges);
    }

    private static IndexRange parseRange(String whole, String part) {
        int dash = part.indexOf('-');
        try {
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            return new IndexRange(first, dash < 0 ? first : Integer.parseInt(part.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "PF selector '" + Require.shown(whole) + "' is not valid at '" + Require.shown(part)
                            + "': allowed is pf or pf#0,2-7 with indexes 0 to " + VfIndex.MAX,
                    e);
        }
    }

    /** Whether this names the VF with that index of that PF. */
    public boolean matches(InterfaceName pfName, VfIndex index) {
        return pf.equals(pfName) && (ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(index)));
    }

    @Override
    public String toString() {
        if (ranges.isEmpty()) {
            return pf.value();
        }
        StringBuilder out = new StringBuilder(pf.value()).append('#');
        for (int i = 0; i < ranges.size(); i++) {
            out.append(i == 0 ? "" : ",").append(ranges.get(i));
        }
        return out.toString();
    }
}
