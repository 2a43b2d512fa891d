package io.vfledger.executor.conformance;

import io.vfledger.executor.conformance.Finding.Verdict;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.AdminSetting;
import io.vfledger.executor.plan.ReadBack;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Sets each attribute that a PF keeps about a VF, reads it back, and sets it back. */
final class AttributeChecks {
    private static final Vlan VLAN = new Vlan(100);
    private static final int QOS = 3;

    private final Subject subject;
    private final Measurement measurement;

    AttributeChecks(Subject subject, Measurement measurement) {
        this.subject = subject;
        this.measurement = measurement;
    }

    /**
     * One attribute.
     *
     * @param readBack which
     * @param asked the value that shall show
     * @param setting what sets it
     * @param shown reads it
     */
    record Attribute(ReadBack readBack, Object asked, AdminSetting setting, Function<VfAttributes, Optional<?>> shown) {
        private String words() {
            return asked instanceof VlanProto proto ? proto.text() : asked.toString();
        }
    }

    void run() throws KernelException {
        VfAttributes before = subject.administrative();
        check(new Attribute(ReadBack.VLAN, VLAN, new AdminSetting.Tag(VLAN, 0, VlanProto.C_TAG), VfAttributes::vlan));
        check(new Attribute(
                ReadBack.VLAN_QOS, QOS, new AdminSetting.Tag(VLAN, QOS, VlanProto.C_TAG), VfAttributes::vlanQos));
        check(new Attribute(
                ReadBack.VLAN_PROTO,
                VlanProto.S_TAG,
                new AdminSetting.Tag(VLAN, 0, VlanProto.S_TAG),
                VfAttributes::vlanProto));
        boolean spoofchk = !before.spoofchk().orElse(true);
        check(new Attribute(
                ReadBack.SPOOFCHK, spoofchk, new AdminSetting.SpoofCheck(spoofchk), VfAttributes::spoofchk));
        boolean trust = !before.trust().orElse(false);
        check(new Attribute(ReadBack.TRUST, trust, new AdminSetting.Trust(trust), VfAttributes::trust));
        for (LinkStatePolicy policy : LinkStatePolicy.values()) {
            if (!before.linkState().equals(Optional.of(policy))) {
                check(new Attribute(
                        ReadBack.LINK_STATE, policy, new AdminSetting.LinkState(policy), VfAttributes::linkState));
            }
        }
    }

    /** Tries one and sets it back; what it read is returned where it was accepted. */
    Optional<Object> check(Attribute attribute) throws KernelException {
        VfAttributes before = subject.administrative();
        String name = attribute.readBack().attribute();
        Optional<String> refusal = subject.refusal(attribute.setting());
        if (refusal.isPresent()) {
            measurement.add(Finding.without(name, attribute.words(), Verdict.REFUSED, refusal.get()));
            return Optional.empty();
        }
        Optional<?> read = readBack(attribute, before);
        goBack(attribute, before);
        return read.map(Function.<Object>identity());
    }

    private Optional<?> readBack(Attribute attribute, VfAttributes before) throws KernelException {
        String name = attribute.readBack().attribute();
        Optional<Duration> after = subject.shows(
                () -> attribute.shown().apply(subject.administrative()).equals(Optional.of(attribute.asked())));
        Optional<?> read = attribute.shown().apply(subject.administrative());
        if (after.isPresent()) {
            measurement.add(Finding.shown(name, attribute.words(), after.get()));
            return read;
        }
        boolean moved = !read.equals(attribute.shown().apply(before));
        if (moved && attribute.setting() instanceof AdminSetting.Rates) {
            measurement.add(Finding.without(name, attribute.words(), Verdict.ROUNDED, "to " + text(read)));
            return read;
        }
        measurement.silent(attribute.readBack());
        measurement.add(Finding.without(name, attribute.words(), Verdict.NOT_READ_BACK, "shows " + text(read)));
        return Optional.empty();
    }

    private void goBack(Attribute attribute, VfAttributes before) throws KernelException {
        Optional<String> refusal = subject.refusal(backTo(attribute.setting(), before));
        Optional<?> wanted = attribute.shown().apply(before);
        boolean back = refusal.isEmpty()
                && subject.shows(() -> attribute
                                .shown()
                                .apply(subject.administrative())
                                .equals(wanted))
                        .isPresent();
        if (!back) {
            measurement.add(Finding.without(
                    attribute.readBack().attribute() + " set back",
                    text(wanted),
                    Verdict.FAILED,
                    refusal.orElse("it still shows " + text(attribute.shown().apply(subject.administrative())))));
        }
    }

    private static AdminSetting backTo(AdminSetting setting, VfAttributes before) {
        return switch (setting) {
            case AdminSetting.Mac mac -> mac;
            case AdminSetting.Tag tag -> AdminSetting.Tag.of(before);
            case AdminSetting.Rates rates -> AdminSetting.Rates.of(before);
            case AdminSetting.SpoofCheck(boolean on) ->
                new AdminSetting.SpoofCheck(before.spoofchk().orElse(!on));
            case AdminSetting.Trust(boolean on) ->
                new AdminSetting.Trust(before.trust().orElse(!on));
            case AdminSetting.LinkState state ->
                new AdminSetting.LinkState(before.linkState().orElse(LinkStatePolicy.AUTO));
        };
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("nothing");
    }
}
