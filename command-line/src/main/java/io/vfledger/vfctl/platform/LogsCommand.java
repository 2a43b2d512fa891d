package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Vfctl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl logs}. */
@Command(
        name = "logs",
        description = "Prints the end of the log of a part, or of all parts and the supervisor.",
        footerHeading = "%nExamples:%n",
        footer = {"  vfctl logs", "  vfctl logs allocator --lines 200", "  vfctl logs broker --follow"},
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final String SUPERVISOR = "supervisor";
    private static final int CHUNK_BYTES = 64 * 1024;

    @ParentCommand
    private Vfctl options = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "broker, registry, allocator, inventory or supervisor.",
            defaultValue = "")
    private String name = "";

    @Option(names = "--lines", paramLabel = "N", description = "Lines of the end, 1 to 100000. Default: 50.")
    private int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing what is added, until interrupted.")
    private boolean follow;

    @Override
    public Integer call() {
        if (lines < 1 || lines > 100_000) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--lines " + lines + " is not within 1 to 100000");
        }
        DataDirectory data = RunningPlatform.dataDirectory(options);
        List<String> names = names();
        List<Path> files = names.stream().map(data::log).filter(Files::exists).toList();
        if (files.isEmpty()) {
            throw new Refusal("there is no log of " + names + " in " + data.logs());
        }
        List<Long> ends = new ArrayList<>();
        for (Path file : files) {
            if (files.size() > 1) {
                out().println("==> " + file.getFileName() + " <==");
            }
            ends.add(printEnd(file));
        }
        while (follow) {
            Pause.of(Duration.ofMillis(250));
            for (int i = 0; i < files.size(); i++) {
                ends.set(i, printAdded(files.get(i), ends.get(i)));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private List<String> names() {
        if (name.isEmpty()) {
            List<String> all = new ArrayList<>(List.of(SUPERVISOR));
            for (PartName part : PartName.values()) {
                all.add(part.toString());
            }
            return all;
        }
        if (!name.equals(SUPERVISOR) && PartName.of(name).isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "'" + name + "' is no part; there are supervisor, broker, registry, allocator, inventory");
        }
        return List.of(name);
    }

    /** Prints the last lines, and says where the file ended. */
    private long printEnd(Path file) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long end = open.length();
            long from = end;
            int found = 0;
            while (from > 0 && found <= lines) {
                from--;
                open.seek(from);
                found += open.read() == '\n' ? 1 : 0;
            }
            print(open, from == 0 ? 0 : from + 1, end);
            return end;
        } catch (IOException e) {
            throw new Refusal("cannot read '" + file + "'", e);
        }
    }

    private long printAdded(Path file, long from) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long end = open.length();
            print(open, Math.min(from, end), end);
            return end;
        } catch (IOException e) {
            throw new Refusal("cannot read '" + file + "'", e);
        }
    }

    private void print(RandomAccessFile open, long from, long to) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        open.seek(from);
        long left = to - from;
        while (left > 0) {
            int read = open.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                break;
            }
            out().print(new String(chunk, 0, read, StandardCharsets.UTF_8));
            left -= read;
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
