package io.vfledger.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes every target's seeds: {@code CORPORA/TARGET/seed-N}. Made from today's encoders, they never fall behind. */
public final class SeedWriter {
    private SeedWriter() {}

    /** Arguments: the root of the source tree, a scratch directory, the directory of the corpora. */
    public static void main(String[] args) throws IOException {
        Path corpora = Path.of(args[2]);
        for (Map.Entry<String, Target> each :
                Targets.all(Path.of(args[0]), Path.of(args[1])).entrySet()) {
            Path corpus = Files.createDirectories(corpora.resolve(each.getKey()));
            List<byte[]> seeds = each.getValue().seeds();
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(corpus.resolve("seed-" + i), seeds.get(i));
            }
        }
    }
}
