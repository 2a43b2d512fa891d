package io.vfledger.cni.server;

import io.vfledger.fuzzing.Target;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes of one call on the agent's socket. */
public final class FrameTarget implements Target {
    private static final int STDIN = 10;
    private static final int REMAINING_MS = 11;
    private static final int SPOOLED_AT_MS = 12;
    private static final int FLAG_SPOOLED = 2;
    private static final byte[] CONFIGURATION =
            "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"sriov\",\"vlan\":100}"
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public void feed(byte[] input) {
        Frame.decode(input).then(CallReader::read);
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(add(), spooledDel());
    }

    private static byte[] add() {
        ByteArrayOutputStream fields = attachment("ADD");
        field(fields, REMAINING_MS, ByteBuffer.allocate(4).putInt(60_000).array());
        return frame(0, 6, fields);
    }

    static byte[] spooledDel() {
        ByteArrayOutputStream fields = attachment("DEL");
        field(
                fields,
                SPOOLED_AT_MS,
                ByteBuffer.allocate(8).putLong(1_700_000_000_000L).array());
        return frame(FLAG_SPOOLED, 6, fields);
    }

    private static ByteArrayOutputStream attachment(String command) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        List<String> variables = List.of(command, "c1", "/run/netns/a", "net1");
        for (int i = 0; i < variables.size(); i++) {
            field(fields, i + 1, variables.get(i).getBytes(StandardCharsets.UTF_8));
        }
        field(fields, STDIN, CONFIGURATION);
        return fields;
    }

    private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) {
        out.write(tag);
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static byte[] frame(int flags, int count, ByteArrayOutputStream fields) {
        return ByteBuffer.allocate(Frame.HEADER_SIZE + fields.size())
                .put("VFLC".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) flags)
                .putShort((short) count)
                .putInt(fields.size())
                .put(fields.toByteArray())
                .array();
    }
}
