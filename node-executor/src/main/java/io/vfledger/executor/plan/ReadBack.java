package io.vfledger.executor.plan;

/** An administrative attribute that a PF may report truly, not at all, or wrongly. Rates may be rounded. */
public enum ReadBack {
    ADMIN_MAC("admin_mac"),
    VLAN("vlan"),
    VLAN_QOS("vlan_qos"),
    VLAN_PROTO("vlan_proto"),
    MIN_TX_RATE("min_tx_rate_mbps"),
    MAX_TX_RATE("max_tx_rate_mbps"),
    SPOOFCHK("spoofchk"),
    TRUST("trust"),
    LINK_STATE("link_state");

    private final String attribute;

    ReadBack(String attribute) {
        this.attribute = attribute;
    }

    /** Its name in differences. */
    public String attribute() {
        return attribute;
    }
}
