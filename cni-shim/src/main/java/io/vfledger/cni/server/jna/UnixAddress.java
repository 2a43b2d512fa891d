package io.vfledger.cni.server.jna;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** struct sockaddr_un of linux/un.h: u16 family, 108 bytes of path. */
final class UnixAddress {
    private static final int PATH_SIZE = 108;
    static final int SIZE = Short.BYTES + PATH_SIZE;

    private UnixAddress() {}

    static Memory of(Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= PATH_SIZE) {
            throw new IllegalArgumentException(
                    "socket path " + path + " has " + bytes.length + " bytes, allowed are 1 to " + (PATH_SIZE - 1));
        }
        Memory memory = new Memory(SIZE);
        memory.clear();
        memory.setShort(0, (short) LibC.AF_UNIX);
        memory.write(Short.BYTES, bytes, 0, bytes.length);
        return memory;
    }
}
