package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node agent's own program, for commands that look at this node or change it. */
final class AgentProgram {
    private final Path program;

    private AgentProgram(Path program) {
        this.program = program;
    }

    /** That of this installation. */
    static AgentProgram ofThisInstallation() {
        Path program = Home.ofThisProgram().root().resolve("node-executor/vfledger-agent");
        if (!Files.isExecutable(program)) {
            throw new Refusal("there is no " + program + "; run vfctl from a whole installation, on the node itself");
        }
        return new AgentProgram(program);
    }

    /**
     * Runs it with this process's input and output, and waits for its end. A signal to this process ends it too, and this
     * process stays until it has cleaned up.
     *
     * @return its exit code
     */
    int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(arguments);
        Process process = new ProcessBuilder(line).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end of the agent's program"));
        return process.waitFor();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
