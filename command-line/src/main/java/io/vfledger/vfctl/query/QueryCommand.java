package io.vfledger.vfctl.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Times;
import io.vfledger.vfctl.Vfctl;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What the commands that ask the service have in common. */
abstract class QueryCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl program = new Vfctl();

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:VFL_URL:-}",
            description = "Where the inventory service is. Default: VFL_URL, else the platform on this machine.")
    private String url = "";

    @ArgGroup
    private Form form = new Form();

    /** How the answer is written; a table for people where neither is asked for. */
    static final class Form {
        @Option(names = "--json", description = "The answer as it is, for programs.")
        private boolean json;

        @Option(names = "--csv", description = "Comma separated, with whole instants, for programs.")
        private boolean csv;
    }

    @Option(names = "--utc", description = "Times in UTC; else in this machine's zone.")
    private boolean utc;

    @Override
    public Integer call() {
        ask();
        return CommandLine.ExitCode.OK;
    }

    /** Asks and prints; throws {@link Refusal} where there is no answer. */
    abstract void ask();

    Service service() {
        return new Service(url.isEmpty() ? "http://127.0.0.1:" + program.portBase() : url);
    }

    Times times() {
        return Times.of(utc, Instant.now());
    }

    void print(JsonNode answer, BiFunction<Shown, JsonNode, String> shown) {
        String text = form.json ? pretty(answer) + "\n" : shown.apply(new Shown(times(), form.csv), answer);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private static String pretty(JsonNode answer) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new Refusal("cannot print the answer", e);
        }
    }
}
