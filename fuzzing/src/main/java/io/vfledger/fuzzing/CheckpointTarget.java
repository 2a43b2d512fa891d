package io.vfledger.fuzzing;

import io.vfledger.executor.journal.AgentDirectory;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of the checkpoint; the first byte picks which, and whether the rest gets the checksum that the agent would write
 * behind it. A fuzzer does not find checksums.
 */
final class CheckpointTarget implements Target {
    private static final List<String> FILES = List.of(
            "vf-0000:01:10.0.json", "ipam-00000000-0000-3000-8000-000000000000.json", "stream.json", "life.json");

    private final Scratch scratch;

    CheckpointTarget(Path directory) {
        scratch = new Scratch(directory);
    }

    @Override
    public void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        scratch.empty();
        int chosen = input[0] & 0x7f;
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        scratch.write(FILES.get(chosen % FILES.size()), input[0] < 0 ? content : checked(content));
        try (AgentDirectory directory = AgentDirectory.lock(scratch.directory())) {
            directory.beginLife("boot", "machine", "build", InstantSource.system());
            Checkpoint checkpoint = Checkpoint.open(scratch.directory());
            checkpoint.all().forEach(checkpoint::save);
        } catch (StorageException e) {
            // the declared refusal
        }
    }

    private static byte[] checked(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        byte[] trailer = ("\ncrc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(content, content.length + trailer.length);
        System.arraycopy(trailer, 0, whole, content.length, trailer.length);
        return whole;
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(bytes(0, """
                {"pci":"0000:01:10.0","epoch":3,"version":7,"outcome":{"type":"VfReleased","record":{"pci":"0000:01:10.0"}},
                "baseline":{"admin_mac":"02:00:00:00:00:01","mtu":1500,"netdev_attributes":{"alias":"x","altnames":["a"]}},
                "owner":{"assign":{"node":"n","attachment":{"network":"net","container_id":"c","ifname":"net1"}},
                "call":{"config":"{}","environment":{"CNI_IFNAME":"net1"}},"host_netdev":"eth5"}}"""), bytes(1, """
                {"network":"net","container_id":"c1","ifname":"net1","call":{"config":"{}","environment":{"A":"b"}}}"""), bytes(2, """
                {"commands_consumed":17,"synced":true}"""), bytes(3, """
                {"incarnation":4,"boot_id":"b","machine_id":"m","build":"1"}"""));
    }

    private static byte[] bytes(int file, String text) {
        return ((char) file + text).getBytes(StandardCharsets.UTF_8);
    }
}
