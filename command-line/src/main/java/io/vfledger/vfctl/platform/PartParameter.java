package io.vfledger.vfctl.platform;

import io.vfledger.vfctl.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The part that {@code vfctl stop} and {@code vfctl start} are about, and how the supervisor is told. */
final class PartParameter {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "broker, registry, allocator or inventory.")
    private String name = "";

    PartName part() {
        return PartName.of(name)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(),
                        "'" + name + "' is no part; there are broker, registry, allocator, inventory"));
    }

    /** Sets or removes the mark, and waits until the supervisor has done what it says. */
    void mark(DataDirectory data, boolean stop, Predicate<PartState> done) {
        PartName part = part();
        if (!RunningPlatform.require(data).supervisor().isAlive()) {
            throw new Refusal("the supervisor was killed; `vfctl up` takes over");
        }
        try {
            if (!stop) {
                Files.deleteIfExists(data.stopMark(part));
            } else if (!Files.exists(data.stopMark(part))) {
                Files.createFile(data.stopMark(part));
            }
        } catch (IOException e) {
            throw new Refusal("cannot write '" + data.stopMark(part) + "'", e);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done.test(RunningPlatform.require(data).part(part))) {
            if (System.nanoTime() > until) {
                throw new Refusal(part + " did not get there within " + PATIENCE.toSeconds() + " s; see "
                        + data.log(part.toString()));
            }
            Pause.of(Duration.ofMillis(100));
        }
    }
}
