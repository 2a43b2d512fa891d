package io.vfledger.inventory.scheduling;

/**
 * The name of an object within its namespace.
 *
 * @param namespace 1 to 63 characters
 * @param name 1 to 253 characters
 */
public record ObjectKey(String namespace, String name) {
    private static final int MAX_NAMESPACE = 63;
    private static final int MAX_NAME = 253;

    public ObjectKey {
        check("namespace", namespace, MAX_NAMESPACE);
        check("name", name, MAX_NAME);
    }

    private static void check(String what, String value, int most) {
        if (value.isEmpty() || value.length() > most) {
            throw new IllegalArgumentException(
                    what + " has " + value.length() + " characters: allowed are 1 to " + most);
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
