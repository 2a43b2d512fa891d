package io.vfledger.executor.plan;

/** An administrative attribute that a PF may report truly, not at all, or wrongly. The name is the one of VfAttributes. */
public enum Readable {
    ADMIN_MAC,
    VLAN,
    VLAN_QOS,
    VLAN_PROTO,
    MIN_TX_RATE,
    MAX_TX_RATE,
    SPOOFCHK,
    TRUST,
    LINK_STATE
}
