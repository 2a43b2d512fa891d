package io.vfledger.cni.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the variables of the specification's section 2, "Parameters". A variable set to nothing counts as missing. */
public final class EnvironmentReader {
    /** Bytes of one variable. */
    public static final int VARIABLE_MAX = 16 * 1024;

    private EnvironmentReader() {}

    /** All missing variables are named at once, with code 4. */
    public static Checked<CniRequest> read(Map<String, String> variables) {
        Optional<String> tooLong = variables.entrySet().stream()
                .filter(e -> e.getValue().length() > VARIABLE_MAX)
                .map(e -> e.getKey() + " is " + e.getValue().length() + " characters long, allowed are up to "
                        + VARIABLE_MAX)
                .findFirst();
        if (tooLong.isPresent()) {
            return Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, tooLong.get());
        }
        String name = variables.getOrDefault("CNI_COMMAND", "");
        Optional<CniCommand> command = CniCommand.named(name);
        if (command.isEmpty()) {
            return Checked.refused(
                    CniErrorCode.INVALID_ENVIRONMENT,
                    name.isEmpty()
                            ? "required environment variables missing: CNI_COMMAND; one of ADD, DEL, CHECK, STATUS, GC,"
                                    + " VERSION"
                            : "unknown CNI_COMMAND " + Quote.of(name)
                                    + "; allowed are ADD, DEL, CHECK, STATUS, GC, VERSION");
        }
        List<String> missing = missing(command.get(), variables);
        if (!missing.isEmpty()) {
            return Checked.refused(
                    CniErrorCode.INVALID_ENVIRONMENT,
                    "required environment variables missing for " + name + ": " + String.join(", ", missing));
        }
        return request(command.get(), variables);
    }

    private static List<String> missing(CniCommand command, Map<String, String> variables) {
        List<String> required = new ArrayList<>();
        if (command.concernsSandbox()) {
            required.add("CNI_CONTAINERID");
        }
        if (command.needsNamespace()) {
            required.add("CNI_NETNS");
        }
        if (command.concernsSandbox()) {
            required.add("CNI_IFNAME");
        }
        required.removeIf(variable -> value(variables, variable).isPresent());
        return required;
    }

    private static Checked<CniRequest> request(CniCommand command, Map<String, String> variables) {
        Optional<Sandbox> sandbox = Optional.empty();
        if (command.concernsSandbox()) {
            Checked<Sandbox> read = sandbox(variables);
            if (read instanceof Checked.Refused<Sandbox>(CniError error)) {
                return new Checked.Refused<>(error);
            }
            sandbox = Optional.of(((Checked.Valid<Sandbox>) read).value());
        }
        Optional<Sandbox> container = sandbox;
        return args(command, variables)
                .then(args -> Checked.valid(
                        new CniRequest(command, container, args, trace(variables), forPlugins(variables))));
    }

    private static Checked<Sandbox> sandbox(Map<String, String> variables) {
        String variable = "CNI_CONTAINERID";
        try {
            ContainerId container = new ContainerId(variables.getOrDefault(variable, ""));
            variable = "CNI_IFNAME";
            InterfaceName name = new InterfaceName(variables.getOrDefault(variable, ""));
            return Checked.valid(new Sandbox(container, name, value(variables, "CNI_NETNS")));
        } catch (IllegalArgumentException e) {
            return Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, variable + ": " + e.getMessage());
        }
    }

    private static Checked<CniArgs> args(CniCommand command, Map<String, String> variables) {
        Checked<CniArgs> args = value(variables, "CNI_ARGS").map(CniArgs::parse).orElse(Checked.valid(CniArgs.NONE));
        /* What a DEL frees is known by its container; bad arguments must not keep a pod from ending. */
        return switch (args) {
            case Checked.Valid<CniArgs> valid -> valid;
            case Checked.Refused<CniArgs> refused -> command.needsNamespace() ? refused : Checked.valid(CniArgs.NONE);
        };
    }

    private static TraceContext trace(Map<String, String> variables) {
        return TraceContext.of(
                value(variables, "TRACEPARENT"), value(variables, "TRACESTATE"), value(variables, "BAGGAGE"));
    }

    private static Map<String, String> forPlugins(Map<String, String> variables) {
        Map<String, String> kept = new TreeMap<>(variables);
        kept.keySet().removeIf(variable -> !variable.startsWith("CNI_"));
        return kept;
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
