package io.vfledger.executor.plan;

import io.vfledger.vf.VfAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is peculiar about a VF driver and the PF driver beside it.
 *
 * @param driver the VF driver's name, as sysfs has it
 * @param hasNetdev the VF has an interface; a driver for user space leaves it without one
 * @param cycleAfterMac the interface takes its new administrative address only after going up and down
 * @param showsOwnMac the PF reports the VF's own address where no administrative one is set
 * @param macOnNetdevToo the interface does not follow the administrative address: it is set there as well
 * @param macAppliedWithin longest time until the interface has an address that was accepted, 0 to 60 s
 * @param ratesNeedLink rates are refused while the PF has no link
 * @param rateStepMbps rates read back as a multiple of this, Mbit/s, 1 to 100000; 1 for exact
 * @param readsBack what the PF reports truly; the rest is set, and not compared
 * @param release how a VF is made clean where its pool does not say
 */
public record DriverProfile(
        String driver,
        boolean hasNetdev,
        boolean cycleAfterMac,
        boolean showsOwnMac,
        boolean macOnNetdevToo,
        Duration macAppliedWithin,
        boolean ratesNeedLink,
        int rateStepMbps,
        Set<ReadBack> readsBack,
        ReleaseMode release) {
    /** i40e answers before it has applied an address; other implementations look 20 times, every 100 ms. */
    public static final Duration USUAL_MAC_TIME = Duration.ofSeconds(2);

    private static final Duration LONGEST_MAC_TIME = Duration.ofSeconds(60);
    private static final int GREATEST_STEP = 100_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    public DriverProfile {
        readsBack = Set.copyOf(readsBack);
        if (!NAME.matcher(driver).matches()) {
            throw new IllegalArgumentException(
                    "driver '" + driver + "' is not valid: 1 to 63 letters, digits, dots, dashes and underscores");
        }
        if (macAppliedWithin.isNegative() || macAppliedWithin.compareTo(LONGEST_MAC_TIME) > 0) {
            throw new IllegalArgumentException("driver " + driver + ": an address is applied within "
                    + macAppliedWithin.toMillis() + " ms, allowed are 0 to " + LONGEST_MAC_TIME.toMillis());
        }
        if (rateStepMbps < 1 || rateStepMbps > GREATEST_STEP) {
            throw new IllegalArgumentException("driver " + driver + ": rates in steps of " + rateStepMbps
                    + " Mbit/s, allowed are 1 to " + GREATEST_STEP);
        }
    }

    /** A driver that makes interfaces and has nothing peculiar, to go on from. */
    public static Builder ordinary(String driver) {
        return new Builder(driver, true, USUAL_MAC_TIME, ReleaseMode.REBIND_IF_UNCLEAN);
    }

    /** A driver that hands the VF to a program: no interface, and the function is reset at release. */
    public static Builder userSpace(String driver) {
        return new Builder(driver, false, Duration.ZERO, ReleaseMode.FLR);
    }

    /** Whether these attributes show that no administrative address is set. */
    boolean unsetMac(VfAttributes attributes) {
        return attributes.adminMac().isEmpty()
                || attributes.adminMac().get().isZero()
                || (showsOwnMac && attributes.adminMac().equals(attributes.ownMac()));
    }

    /**
     * What of a baseline outlives the binding of a driver: not an own address that nobody set, as the driver makes a new
     * one.
     */
    public VfAttributes lasting(VfAttributes baseline) {
        if (!hasNetdev || !unsetMac(baseline)) {
            return baseline;
        }
        return baseline.toBuilder().noMacs().build();
    }

    /** Whether what reads back of an attribute is what was set, as far as this driver can tell. */
    boolean shows(String attribute, Optional<?> set, Optional<?> read) {
        boolean silent = Stream.of(ReadBack.values())
                .anyMatch(readable -> readable.attribute().equals(attribute) && !readsBack.contains(readable));
        if (silent || set.equals(read)) {
            return true;
        }
        boolean rate = attribute.equals(ReadBack.MIN_TX_RATE.attribute())
                || attribute.equals(ReadBack.MAX_TX_RATE.attribute());
        return rate
                && set.isPresent()
                && read.isPresent()
                && set.get() instanceof Integer wanted
                && read.get() instanceof Integer found
                && wanted != 0
                && Math.abs((long) wanted - found) < rateStepMbps;
    }

    /** Collects what is peculiar. */
    public static final class Builder {
        private final String driver;
        private final boolean hasNetdev;
        private boolean cycleAfterMac;
        private boolean showsOwnMac;
        private boolean macOnNetdevToo;
        private Duration macAppliedWithin;
        private boolean ratesNeedLink;
        private int rateStepMbps = 1;
        private Set<ReadBack> readsBack = EnumSet.allOf(ReadBack.class);
        private ReleaseMode release;

        private Builder(String driver, boolean hasNetdev, Duration macAppliedWithin, ReleaseMode release) {
            this.driver = driver;
            this.hasNetdev = hasNetdev;
            this.macAppliedWithin = macAppliedWithin;
            this.release = release;
        }

        public Builder cycleAfterMac(boolean value) {
            cycleAfterMac = value;
            return this;
        }

        public Builder showsOwnMac(boolean value) {
            showsOwnMac = value;
            return this;
        }

        public Builder macOnNetdevToo(boolean value) {
            macOnNetdevToo = value;
            return this;
        }

        public Builder macAppliedWithin(Duration value) {
            macAppliedWithin = value;
            return this;
        }

        public Builder ratesNeedLink(boolean value) {
            ratesNeedLink = value;
            return this;
        }

        public Builder rateStepMbps(int value) {
            rateStepMbps = value;
            return this;
        }

        public Builder readsBack(Set<ReadBack> value) {
            readsBack = Set.copyOf(value);
            return this;
        }

        public Builder release(ReleaseMode value) {
            release = value;
            return this;
        }

        /**
         * The profile.
         *
         * @throws IllegalArgumentException when a value is out of its range, naming it
         */
        public DriverProfile build() {
            return new DriverProfile(
                    driver,
                    hasNetdev,
                    cycleAfterMac,
                    showsOwnMac,
                    macOnNetdevToo,
                    macAppliedWithin,
                    ratesNeedLink,
                    rateStepMbps,
                    readsBack,
                    release);
        }
    }
}
