package io.vfledger.executor.kubelet;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.vfledger.executor.device.ResourceName;
import io.vfledger.kubelet.v1beta1.RegisterRequest;
import io.vfledger.kubelet.v1beta1.RegistrationGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Kubelet's own socket, where resources are made known to it. */
final class KubeletRegistry {
    private static final String VERSION = "v1beta1";
    private static final int PATIENCE_S = 5;

    private final Path socket;
    private final EventLoopGroup loops;
    private final Executor executor;

    KubeletRegistry(Path socket, EventLoopGroup loops, Executor executor) {
        this.socket = socket;
        this.loops = loops;
        this.executor = executor;
    }

    /** What tells this life of kubelet from the next: its socket is made anew; empty while there is none. */
    Optional<String> life() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(socket, BasicFileAttributes.class);
            return Optional.of(attributes.fileKey() + " " + attributes.creationTime());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes resources known.
     *
     * @throws StatusRuntimeException when kubelet cannot be reached, or refuses one
     */
    void register(Iterable<ResourceName> resources) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loops)
                .executor(executor)
                .offloadExecutor(executor)
                // The name of a socket is no host; kubelet's server asks for one.
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        try {
            for (ResourceName resource : resources) {
                var _ = RegistrationGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS)
                        .register(RegisterRequest.newBuilder()
                                .setVersion(VERSION)
                                .setEndpoint(resource.socket())
                                .setResourceName(resource.toString())
                                .setOptions(DevicePluginService.OPTIONS)
                                .build());
            }
        } finally {
            channel.shutdownNow();
        }
    }
}
