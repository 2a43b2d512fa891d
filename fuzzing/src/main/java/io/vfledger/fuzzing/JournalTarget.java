package io.vfledger.fuzzing;

import io.vfledger.executor.journal.IntentJournal;
import io.vfledger.executor.journal.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The journal of intents, as a crash or a hand may have left it. */
final class JournalTarget implements Target {
    private final Scratch scratch;

    JournalTarget(Path directory) {
        scratch = new Scratch(directory);
    }

    @Override
    public void feed(byte[] input) {
        scratch.empty();
        try (IntentJournal journal = IntentJournal.open(scratch.recordLog("journal", input))) {
            journal.open().keySet().forEach(journal::end);
        } catch (StorageException e) {
            // the declared refusal
        }
    }

    @Override
    public List<byte[]> seeds() {
        byte[] attach = bytes("""
                {"id":1,"begin":{"kind":"attach","owner":{"assign":{"node":"n","pci":"0000:01:10.0","epoch":1,"version":1,
                "attachment":{"network":"net","container_id":"c1","ifname":"net1"},"settings":{"vlan":100},
                "release_mode":"COMPARE"},"call":{"config":"{}","environment":{"CNI_IFNAME":"net1"}},
                "host_netdev":"eth5"}}}""");
        byte[] release = bytes("""
                {"id":2,"begin":{"kind":"release","cause":"CNI_DEL","command_id":"","version":3,
                "owner":{"assign":{"node":"n","pci":"0000:01:10.1"}}}}""");
        return List.of(
                Scratch.ofRecords(List.of(attach, release, bytes("{\"id\":1}"))),
                new byte[] {0, 0, 0, 0, 2, 1, 2, 3, 4, '{', '}'});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
