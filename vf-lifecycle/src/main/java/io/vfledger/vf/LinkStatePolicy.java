package io.vfledger.vf;

import java.util.Locale;

/** How a VF's link follows its PF's: {@code ip link set PF vf N state auto|enable|disable}. */
public enum LinkStatePolicy {
    /** As the PF's: {@code IFLA_VF_LINK_STATE_AUTO}. */
    AUTO,
    /** Always up: {@code IFLA_VF_LINK_STATE_ENABLE}. */
    ENABLE,
    /** Always down: {@code IFLA_VF_LINK_STATE_DISABLE}. */
    DISABLE;

    /** The word that {@code ip link} and network configurations use. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the word, in upper or lower case.
     *
     * @throws IllegalArgumentException for anything but auto, enable and disable
     */
    public static LinkStatePolicy parse(String text) {
        for (LinkStatePolicy policy : values()) {
            if (policy.text().equals(text.toLowerCase(Locale.ROOT))) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "link state '" + Require.shown(text) + "' is not known: allowed are auto, enable and disable");
    }
}
