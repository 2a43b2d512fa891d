package io.vfledger.executor.kubelet;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executor;

/** A socket on which kubelet asks about one resource. */
final class PluginSocket implements AutoCloseable {
    /** An AllocateRequest for every device of a node is far below this, bytes. */
    private static final int LARGEST_REQUEST = 256 * 1024;

    private final Path path;
    private final Server server;

    private PluginSocket(Path path, Server server) {
        this.path = path;
        this.server = server;
    }

    /**
     * Listens; a socket that an earlier life left behind is replaced.
     *
     * @param path of the socket, at most 107 bytes
     * @throws IOException when it cannot be made
     */
    static PluginSocket open(Path path, DevicePluginService service, EventLoopGroup loops, Executor executor)
            throws IOException {
        Files.deleteIfExists(path);
        Server server = NettyServerBuilder.forAddress(new DomainSocketAddress(path.toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .executor(executor)
                .maxInboundMessageSize(LARGEST_REQUEST)
                .addService(service)
                .build()
                .start();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return new PluginSocket(path, server);
    }

    /** Whether it can still be reached: kubelet removes the sockets of all plugins when it starts. */
    boolean isThere() {
        return Files.exists(path);
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Kubelet takes a socket that nobody answers on for a plugin that has gone.
            return;
        }
    }
}
