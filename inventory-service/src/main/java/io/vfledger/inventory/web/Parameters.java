package io.vfledger.inventory.web;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads parameters of requests; each refusal names the parameter, the value and what is allowed. */
final class Parameters {
    private static final int SHOWN = 80;

    private Parameters() {}

    static NodeName node(String text) {
        return read("node", text, NodeName::new);
    }

    static PciAddress pci(String text) {
        return read("pci", text, PciAddress::new);
    }

    static VfKey vf(String node, String pci) {
        return new VfKey(node(node), pci(pci));
    }

    static VfKey vfKey(String name, String text) {
        return read(name, text, VfKey::parse);
    }

    static VfPhase phase(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(VfPhase.values())
                .filter(phase -> phase.name().equals(upper))
                .findFirst()
                .orElseThrow(() -> new BadRequest(
                        "phase",
                        "phase '" + shown(text) + "' is not known: allowed are " + Arrays.toString(VfPhase.values())));
    }

    static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new BadRequest(name, name + " '" + shown(text) + "' is not valid: allowed are true and false");
        };
    }

    /** A whole number within a range, both ends included. */
    static long number(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadRequest(
                    name, name + " '" + shown(text) + "' is not a number: allowed are " + least + " to " + most);
        }
        throw new BadRequest(name, name + " " + shown(text) + " is out of range: allowed are " + least + " to " + most);
    }

    static int limit(Optional<String> text, int otherwise, int most) {
        return text.map(value -> (int) number("limit", value, 1, most)).orElse(otherwise);
    }

    /** What a hostile value may take of a message. */
    static String shown(String text) {
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What a reader makes of a text; its refusal becomes a bad request. */
    static <T> T read(String name, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(name, String.valueOf(e.getMessage()));
        }
    }
}
