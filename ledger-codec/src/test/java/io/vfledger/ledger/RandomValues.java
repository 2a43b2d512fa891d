package io.vfledger.ledger;

import io.vfledger.host.Bytes;
import io.vfledger.lifecycle.VfFacts;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PlacementOrder;
import io.vfledger.vf.Pool;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Makes any value of the domain: records by their components, sealed types by all that they permit. */
final class RandomValues {
    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** Every final type below a sealed one, or the type itself. */
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(RandomValues::leaves)
                : Stream.of(type);
    }

    <T> T of(Class<T> type) {
        return type.cast(value(type));
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class ? optional(argument) : list(argument);
        }
        Class<?> plain = (Class<?>) type;
        return switch (plain.getSimpleName()) {
            case "long" -> (long) random.nextInt(1, Integer.MAX_VALUE);
            case "Long" -> (Object) (long) random.nextInt();
            case "int" -> random.nextInt(0, 100);
            case "Integer" -> (Object) random.nextInt(0, 8);
            case "boolean", "Boolean" -> (Object) random.nextBoolean();
            case "String" -> word();
            default -> domain(plain);
        };
    }

    private Object domain(Class<?> type) {
        if (type == NodeName.class) {
            return new NodeName(word());
        } else if (type == PciAddress.class) {
            return new PciAddress(
                    String.format("%04x:%02x:%02x.%d", number(65536), number(256), number(32), number(8)));
        } else if (type == PciId.class) {
            return new PciId(String.format("%04x", number(65536)));
        } else if (type == MacAddress.class) {
            return new MacAddress(0x020000000000L | number(1 << 24));
        } else if (type == Vlan.class) {
            return new Vlan(number(4096));
        } else if (type == VfIndex.class) {
            return new VfIndex(number(256));
        } else if (type == Epoch.class) {
            return new Epoch(number(1000));
        } else if (type == Version.class) {
            return new Version(number(1000));
        } else if (type == PfNameSelector.class) {
            return new PfNameSelector(
                    new InterfaceName(word()),
                    List.of(new PfNameSelector.IndexRange(1, 3), new PfNameSelector.IndexRange(7, 7)));
        } else if (type == Placement.class) {
            return new Placement(
                    random.nextBoolean() ? PlacementOrder.SPREAD : PlacementOrder.PACK,
                    Optional.of(number(8)),
                    Optional.of(1 + number(100)));
        } else if (type == PfSettings.class) {
            return new PfSettings(
                    Optional.of(number(256)),
                    Optional.of(1500 + number(7500)),
                    Optional.of(word()),
                    Optional.of(random.nextBoolean()),
                    VfSettings.builder().vlan(new Vlan(number(4095))).vlanQos(3).build(),
                    random.nextBoolean());
        } else if (type == Bytes.class) {
            byte[] content = new byte[32];
            random.nextBytes(content);
            return Bytes.owned(content);
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[number(constants.length)];
        } else if (type.isSealed()) {
            List<Class<?>> leaves = leaves(type).toList();
            return domain(leaves.get(number(leaves.size())));
        }
        return adjusted(record(type));
    }

    /** What the canonical constructor does not say about a value, but the state machine keeps. */
    private Object adjusted(Object made) {
        return switch (made) {
            case VfState vf -> consistent(vf);
            default -> made;
        };
    }

    private VfState consistent(VfState vf) {
        VfTraits traits = vf.facts().traits();
        VfTraits same = new VfTraits(
                vf.pci(),
                traits.pf(),
                traits.pfName(),
                traits.index(),
                traits.vendor(),
                traits.device(),
                traits.driver());
        return new VfState(
                vf.pci(),
                vf.phase(),
                vf.fence(),
                vf.pending(),
                vf.phase().isOwned()
                        ? vf.owner().or(() -> Optional.of(of(io.vfledger.lifecycle.Ownership.class)))
                        : Optional.empty(),
                vf.cause(),
                vf.timer(),
                vf.attempts(),
                vf.prepared(),
                vf.reason(),
                vf.sinceMs(),
                new VfFacts(
                        same,
                        vf.facts().baseline(),
                        vf.facts().attributes(),
                        vf.facts().healthy(),
                        vf.facts().faultMs()));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Stream.of(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        if (type == VfSettings.class) {
            values[4] = Optional.of(3);
            values[5] = Optional.of(number(100) + 3);
            values[7] = Optional.of(true);
            values[9] = Optional.of(1500);
        }
        if (type == NetdevAttributes.class) {
            values[4] = Optional.of(Integer.toHexString(number(1 << 20)));
        }
        if (type == Pool.class) {
            values[2] = number(100);
        }
        if (type == PfPolicy.class) {
            values[1] = number(100);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    private Optional<?> optional(Type argument) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value(argument));
    }

    private List<?> list(Type argument) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            values.add(value(argument));
        }
        return values;
    }

    private String word() {
        return "w" + Integer.toString(random.nextInt(1 << 20), 36);
    }

    private int number(int bound) {
        return random.nextInt(bound);
    }
}
