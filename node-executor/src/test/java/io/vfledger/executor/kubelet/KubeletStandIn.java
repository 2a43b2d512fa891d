package io.vfledger.executor.kubelet;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import io.vfledger.kubelet.v1beta1.AllocateRequest;
import io.vfledger.kubelet.v1beta1.ContainerAllocateRequest;
import io.vfledger.kubelet.v1beta1.DevicePluginGrpc;
import io.vfledger.kubelet.v1beta1.Empty;
import io.vfledger.kubelet.v1beta1.ListAndWatchResponse;
import io.vfledger.kubelet.v1beta1.RegisterRequest;
import io.vfledger.kubelet.v1beta1.RegistrationGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Kubelet, as far as a device plugin has to do with it: at its start it removes every socket in the directory and listens on
 * its own; a plugin that registers is called back on the socket that it names, and its devices are watched.
 */
public final class KubeletStandIn extends RegistrationGrpc.RegistrationImplBase implements AutoCloseable {
    private final Path directory;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Map<String, ManagedChannel> plugins = new ConcurrentHashMap<>();
    private final Map<String, ListAndWatchResponse> devices = new ConcurrentHashMap<>();
    private final List<RegisterRequest> registrations = new ArrayList<>();
    private final Server server;
    private Optional<String> refusal = Optional.empty();

    /** @param directory of device plugins; everything in it is removed */
    public KubeletStandIn(Path directory) throws IOException {
        this.directory = directory;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(
                        directory.resolve("kubelet.sock").toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .directExecutor()
                .addService(this)
                .build()
                .start();
    }

    /** Registrations are refused from now on. */
    synchronized void refuse(String why) {
        refusal = Optional.of(why);
    }

    @Override
    public synchronized void register(RegisterRequest request, StreamObserver<Empty> answer) {
        if (refusal.isPresent()) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(refusal.get()).asRuntimeException());
            return;
        }
        registrations.add(request);
        answer.onNext(Empty.getDefaultInstance());
        answer.onCompleted();
        // Not in the context of this call, which ends and would end the watch with it.
        Context.ROOT.run(() -> watch(request));
    }

    private void watch(RegisterRequest request) {
        DevicePluginGrpc.newStub(plugin(request)).listAndWatch(Empty.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(ListAndWatchResponse response) {
                devices.put(request.getResourceName(), response);
            }

            @Override
            public void onError(Throwable failure) {
                devices.remove(request.getResourceName());
            }

            @Override
            public void onCompleted() {
                devices.remove(request.getResourceName());
            }
        });
    }

    private ManagedChannel plugin(RegisterRequest request) {
        return plugins.computeIfAbsent(
                request.getResourceName(),
                name -> NettyChannelBuilder.forAddress(new DomainSocketAddress(
                                directory.resolve(request.getEndpoint()).toString()))
                        .channelType(EpollDomainSocketChannel.class)
                        .eventLoopGroup(loops)
                        .directExecutor()
                        .overrideAuthority("localhost")
                        .usePlaintext()
                        .build());
    }

    synchronized List<RegisterRequest> registrations() {
        return List.copyOf(registrations);
    }

    /** "address health" of each device of a resource, as last told; empty while nothing is known. */
    public List<String> devices(String resource) {
        return devices.getOrDefault(resource, ListAndWatchResponse.getDefaultInstance()).getDevicesList().stream()
                .map(device -> device.getID() + " " + device.getHealth())
                .toList();
    }

    /** Gives devices to a container; the variables that it gets. */
    public Map<String, String> allocate(String resource, String... ids) {
        return plugin(resource)
                .allocate(AllocateRequest.newBuilder()
                        .addContainerRequests(
                                ContainerAllocateRequest.newBuilder().addAllDevicesIds(List.of(ids)))
                        .build())
                .getContainerResponses(0)
                .getEnvsMap();
    }

    DevicePluginGrpc.DevicePluginBlockingStub plugin(String resource) {
        return DevicePluginGrpc.newBlockingStub(plugins.get(resource));
    }

    @Override
    public void close() throws IOException {
        plugins.values().forEach(ManagedChannel::shutdownNow);
        server.shutdownNow();
        // As a kubelet that was killed leaves it, its socket stays; the next one removes it.
        var _ = loops.shutdownGracefully();
    }
}
