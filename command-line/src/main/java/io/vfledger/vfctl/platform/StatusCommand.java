package io.vfledger.vfctl.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.vfctl.Vfctl;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl status}. */
@Command(
        name = "status",
        description = "Shows each part: process, port, whether it is ready, memory. Exits 0 only if all are ready.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl status", "  vfctl status --json --port-base 19190"},
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1024.0 * 1024.0;

    @ParentCommand
    private Vfctl options = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        DataDirectory data = RunningPlatform.dataDirectory(options);
        PlatformState state = RunningPlatform.require(data);
        if (json) {
            printJson(data, state);
        } else {
            print(data, state);
        }
        return state.isReady() && state.supervisor().isAlive()
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private void print(DataDirectory data, PlatformState state) {
        PrintWriter out = spec.commandLine().getOut();
        Ports ports = new Ports(state.portBase());
        out.printf(
                Locale.ROOT,
                "%-11s%-10s%-9s%-7s%-10s%-11s%-9s%s%n",
                "part",
                "state",
                "process",
                "port",
                "memory",
                "up for",
                "ready in",
                "restarts");
        out.printf(
                Locale.ROOT,
                "%-11s%-10s%-9d%-7s%-10s%-11s%-9s%s%n",
                "supervisor",
                state.supervisor().isAlive() ? "ready" : "gone",
                state.supervisor().pid(),
                "",
                memory(Optional.of(state.supervisor())),
                upFor(state.startedAtMs()),
                seconds(state.readyAfterMs()),
                "");
        for (PartState part : state.parts()) {
            out.printf(
                    Locale.ROOT,
                    "%-11s%-10s%-9s%-7d%-10s%-11s%-9s%d%n",
                    part.name(),
                    condition(part),
                    part.process()
                            .filter(found -> part.isAlive())
                            .map(found -> Long.toString(found.pid()))
                            .orElse("-"),
                    part.port(),
                    memory(part.process()),
                    part.isAlive() ? upFor(part.startedAtMs()) : "-",
                    seconds(part.readyAfterMs()),
                    part.restarts());
        }
        out.println("data " + data.root() + ", page " + ports.page());
        if (!state.supervisor().isAlive()) {
            out.println("The supervisor was killed: what dies now stays dead. `vfctl up` takes over.");
        }
    }

    private void printJson(DataDirectory data, PlatformState state) {
        ObjectMapper mapper = new ObjectMapper();
        Ports ports = new Ports(state.portBase());
        ObjectNode root = mapper.createObjectNode();
        root.put("ready", state.isReady() && state.supervisor().isAlive());
        root.put("data", data.root().toString());
        root.put("port_base", state.portBase());
        root.put("page", ports.page());
        root.put("bootstrap_servers", ports.bootstrapServers());
        root.put("registry_url", ports.registryUrl());
        root.put("started_at_ms", state.startedAtMs());
        root.put("ready_after_ms", state.readyAfterMs());
        ObjectNode supervisor = root.putObject("supervisor");
        supervisor.put("pid", state.supervisor().pid());
        supervisor.put("alive", state.supervisor().isAlive());
        state.supervisor().residentBytes().ifPresent(bytes -> supervisor.put("resident_bytes", bytes));
        for (PartState part : state.parts()) {
            ObjectNode node = root.withArray("parts").addObject();
            node.put("name", part.name().toString());
            node.put("state", condition(part));
            node.put("port", part.port());
            node.put("restarts", part.restarts());
            if (part.isAlive()) {
                node.put("started_at_ms", part.startedAtMs());
                node.put("ready_after_ms", part.readyAfterMs());
                part.process().ifPresent(process -> node.put("pid", process.pid()));
                part.process()
                        .flatMap(ProcessIdentity::residentBytes)
                        .ifPresent(bytes -> node.put("resident_bytes", bytes));
            }
        }
        try {
            spec.commandLine()
                    .getOut()
                    .println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot print JSON", e);
        }
    }

    private static String condition(PartState part) {
        return switch (part.phase()) {
            case READY -> part.isAlive() ? "ready" : "dead";
            case STARTING -> part.isAlive() ? "starting" : "dead";
            case WAITING -> "waiting";
            case STOPPED -> "stopped";
        };
    }

    private static String memory(Optional<ProcessIdentity> process) {
        return process.filter(ProcessIdentity::isAlive)
                .flatMap(ProcessIdentity::residentBytes)
                .map(bytes -> String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE))
                .orElse("-");
    }

    private static String upFor(long sinceMs) {
        Duration duration = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - sinceMs));
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    private static String seconds(long ms) {
        return ms == 0 ? "-" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
}
