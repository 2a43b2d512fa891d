package io.vfledger.ledger;

import io.vfledger.avro.Phase;
import io.vfledger.avro.PoolChooser;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.host.Bytes;
import io.vfledger.lifecycle.ReleaseCause;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.vf.Chooser;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.ReleaseMode;
import io.vfledger.vf.VlanProto;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts, bytes and enums. An enum constant that this build does not know is refused where state is made of it. */
final class Scalars {
    static {
        // Every builder of a record asks Avro for its defaults, which it makes of trusted classes only.
        AvroTrust.establish();
    }

    private Scalars() {}

    static Optional<String> text(@Nullable String value) {
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    static String orEmpty(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    static @Nullable String orNull(Optional<?> value) {
        return value.isPresent() ? value.get().toString() : null;
    }

    static Bytes bytes(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.duplicate().get(content);
        return Bytes.owned(content);
    }

    static ByteBuffer buffer(Bytes bytes) {
        return ByteBuffer.wrap(bytes.toArray());
    }

    static VfPhase phase(Phase phase) {
        return known(VfPhase.class, phase);
    }

    static Phase phase(VfPhase phase) {
        return Phase.valueOf(phase.name());
    }

    static Optional<ReleaseCause> cause(io.vfledger.avro.ReleaseCause cause) {
        return cause == io.vfledger.avro.ReleaseCause.UNKNOWN
                ? Optional.empty()
                : Optional.of(known(ReleaseCause.class, cause));
    }

    static io.vfledger.avro.ReleaseCause cause(Optional<ReleaseCause> cause) {
        return cause.map(known -> io.vfledger.avro.ReleaseCause.valueOf(known.name()))
                .orElse(io.vfledger.avro.ReleaseCause.UNKNOWN);
    }

    static Optional<ReleaseMode> releaseMode(io.vfledger.avro.ReleaseMode mode) {
        return mode == io.vfledger.avro.ReleaseMode.UNKNOWN
                ? Optional.empty()
                : Optional.of(known(ReleaseMode.class, mode));
    }

    static io.vfledger.avro.ReleaseMode releaseMode(Optional<ReleaseMode> mode) {
        return mode.map(known -> io.vfledger.avro.ReleaseMode.valueOf(known.name()))
                .orElse(io.vfledger.avro.ReleaseMode.UNKNOWN);
    }

    static Chooser chooser(PoolChooser chooser) {
        return known(Chooser.class, chooser);
    }

    static Optional<VlanProto> vlanProto(@Nullable VlanProtocol proto) {
        return proto == null ? Optional.empty() : Optional.of(known(VlanProto.class, proto));
    }

    static @Nullable VlanProtocol vlanProto(Optional<VlanProto> proto) {
        return proto.isPresent() ? VlanProtocol.valueOf(proto.get().name()) : null;
    }

    static Optional<LinkStatePolicy> linkState(io.vfledger.avro.@Nullable LinkStatePolicy policy) {
        return policy == null ? Optional.empty() : Optional.of(known(LinkStatePolicy.class, policy));
    }

    static io.vfledger.avro.@Nullable LinkStatePolicy linkState(Optional<LinkStatePolicy> policy) {
        return policy.isPresent()
                ? io.vfledger.avro.LinkStatePolicy.valueOf(policy.get().name())
                : null;
    }

    static <E extends Enum<E>> E known(Class<E> type, Enum<?> written) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(written.name())) {
                return constant;
            }
        }
        throw new IllegalArgumentException(type.getSimpleName() + " " + written
                + " is not one that this build knows; a newer build must have written it");
    }
}
