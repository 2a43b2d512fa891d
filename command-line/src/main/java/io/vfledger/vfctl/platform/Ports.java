package io.vfledger.vfctl.platform;

/**
 * The platform's ports on the loopback address.
 *
 * @param base the first of seven, 1024 to 65529
 */
public record Ports(int base) {
    static final int COUNT = 7;

    public Ports {
        if (base < 1_024 || base > 65_535 - COUNT + 1) {
            throw new IllegalArgumentException(
                    "--port-base " + base + " is not within 1024 to " + (65_535 - COUNT + 1));
        }
    }

    /** REST and page of inventory-service. */
    public int inventory() {
        return base;
    }

    public int registry() {
        return base + 1;
    }

    public int broker() {
        return base + 2;
    }

    /** The broker again, advertised by the address that an emulated machine has for this one. */
    public int brokerForMachine() {
        return base + 3;
    }

    /** Health and metrics of the allocator. */
    public int allocator() {
        return base + 4;
    }

    public int controller() {
        return base + 5;
    }

    public int registryManagement() {
        return base + 6;
    }

    /** What is on a port, for messages. */
    public String use(int port) {
        return switch (port - base) {
            case 0 -> "inventory-service: REST and page";
            case 1 -> "schema registry";
            case 2 -> "broker";
            case 3 -> "broker, for the emulated machine";
            case 4 -> "allocator-service: health and metrics";
            case 5 -> "broker's controller";
            case 6 -> "schema registry: management";
            default -> throw new IllegalArgumentException(port + " is not one of the ports from " + base);
        };
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + broker();
    }

    public String registryUrl() {
        return "http://127.0.0.1:" + registry() + "/apis/ccompat/v7";
    }

    public String page() {
        return "http://127.0.0.1:" + inventory() + "/";
    }
}
