package io.vfledger.inventory.web;

/**
 * Says how far a reader of the entries came: {@code life-number}. A cursor of an earlier life of this process counts as
 * the beginning, so that nothing is missed; whoever keeps entries tells them by node and node_seq.
 */
public final class Cursors {
    private final String life;

    /**
     * Makes the cursors of a life of this process.
     *
     * @param startedAtMs tells it from others, milliseconds since the Unix epoch
     */
    public Cursors(long startedAtMs) {
        life = Long.toString(startedAtMs, Character.MAX_RADIX);
    }

    String write(long arrival) {
        return life + "-" + arrival;
    }

    long read(String cursor) {
        int dash = cursor.indexOf('-');
        String number = cursor.substring(dash + 1);
        if (dash < 1
                || number.isEmpty()
                || number.length() > 18
                || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadRequest(
                    "after",
                    "cursor '" + Parameters.shown(cursor)
                            + "' is not valid: allowed is what an answer gave as next, or an event as its id");
        }
        return cursor.substring(0, dash).equals(life) ? Long.parseLong(number) : 0;
    }
}
