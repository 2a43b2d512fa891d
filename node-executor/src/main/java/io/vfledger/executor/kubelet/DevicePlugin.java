package io.vfledger.executor.kubelet;

import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.vfledger.executor.device.AllocatedDevices;
import io.vfledger.executor.device.Device;
import io.vfledger.executor.device.DeviceTable;
import io.vfledger.executor.device.Resource;
import io.vfledger.executor.device.ResourceName;
import io.vfledger.executor.device.SeenVf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the node's VFs to kubelet, each resource on a socket of its own. All is answered from memory, so that neither a broker
 * nor a NIC that is away makes kubelet wait. When kubelet starts anew it has forgotten the plugins and removed their sockets:
 * everything is made known again.
 */
public final class DevicePlugin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevicePlugin.class);

    /** {@code sun_path} of unix(7), without its final zero. */
    private static final int LONGEST_SOCKET = 107;

    private static final Duration STOPPING = Duration.ofSeconds(2);

    private final Path directory;
    private final Supplier<List<SeenVf>> sight;
    private final AllocatedDevices allocated;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ExecutorService calls = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("kubelet-", 0).daemon().factory());
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("device-plugin").daemon().factory());
    private final KubeletRegistry kubelet;
    private final Map<Resource, DevicePluginService> services = new LinkedHashMap<>();
    private final List<PluginSocket> sockets = new ArrayList<>();
    private DeviceTable table;
    private Optional<String> registeredWith = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    private DevicePlugin(
            Path directory, List<Resource> resources, Supplier<List<SeenVf>> sight, AllocatedDevices allocated) {
        this.directory = directory;
        this.sight = sight;
        this.allocated = allocated;
        table = DeviceTable.of(resources);
        kubelet = new KubeletRegistry(directory.resolve("kubelet.sock"), loops, calls);
    }

    /**
     * Starts offering. Kubelet may be away.
     *
     * @param directory kubelet's, of device plugins
     * @param resources what is offered
     * @param sight what the node saw last; must return at once
     * @param allocated hears what kubelet gave
     * @param pace how often it is looked whether something has changed
     * @throws IllegalArgumentException when a socket's path would be too long
     */
    public static DevicePlugin start(
            Path directory,
            List<Resource> resources,
            Supplier<List<SeenVf>> sight,
            AllocatedDevices allocated,
            Duration pace) {
        for (Resource resource : resources) {
            Path socket = directory.resolve(resource.name().socket());
            int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST_SOCKET) {
                throw new IllegalArgumentException("the socket of resource " + resource.name() + " would be " + socket
                        + ", " + length + " bytes: allowed are up to " + LONGEST_SOCKET + "; shorten its name");
            }
        }
        DevicePlugin plugin = new DevicePlugin(directory, resources, sight, allocated);
        var _ = plugin.rounds.scheduleWithFixedDelay(plugin::safely, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
        return plugin;
    }

    private void safely() {
        try {
            round();
        } catch (IOException | RuntimeException e) {
            tell(
                    e instanceof StatusRuntimeException status
                            ? "kubelet does not take the resources: " + status.getStatus()
                            : "the device plugin cannot serve: " + e);
        } catch (Error e) {
            // Whoever schedules rounds keeps what one of them threw to itself, and holds no more of them.
            LOG.error("the device plugin has ended", e);
            tell("the device plugin has ended: " + e);
            throw e;
        }
    }

    private synchronized void round() throws IOException {
        table = table.seeing(sight.get());
        for (Map.Entry<Resource, DevicePluginService> one : services.entrySet()) {
            one.getValue().offer(table.of(one.getKey().name()));
        }
        Optional<String> life = kubelet.life();
        if (life.isEmpty()) {
            registeredWith = Optional.empty();
            tell("there is no kubelet at " + directory + " yet");
            return;
        }
        if (life.equals(registeredWith) && sockets.stream().allMatch(PluginSocket::isThere)) {
            return;
        }
        serve();
        kubelet.register(table.resources().stream().map(Resource::name).toList());
        registeredWith = life;
        trouble = Optional.empty();
        for (Resource resource : table.resources()) {
            LOG.info(
                    "kubelet is offered {} devices of {}",
                    table.of(resource.name()).size(),
                    resource.name());
        }
    }

    private void serve() throws IOException {
        sockets.forEach(PluginSocket::close);
        sockets.clear();
        for (Resource resource : table.resources()) {
            List<Device> devices = table.of(resource.name());
            DevicePluginService service = new DevicePluginService(resource, devices, allocated);
            services.put(resource, service);
            sockets.add(PluginSocket.open(directory.resolve(resource.name().socket()), service, loops, calls));
        }
    }

    /** Once for each new trouble: a round comes every second. */
    private synchronized void tell(String what) {
        if (!trouble.equals(Optional.of(what))) {
            LOG.warn("{}", what);
            trouble = Optional.of(what);
        }
    }

    /** What kubelet is offered now. */
    public synchronized Map<ResourceName, List<Device>> offered() {
        Map<ResourceName, List<Device>> offered = new LinkedHashMap<>();
        table.resources().forEach(resource -> offered.put(resource.name(), table.of(resource.name())));
        return offered;
    }

    /** Why kubelet is not served; empty while it is. */
    public synchronized Optional<String> trouble() {
        return trouble;
    }

    /** The sockets go, so that kubelet takes the devices for gone; what it gave stays given. */
    @Override
    public void close() {
        rounds.shutdownNow();
        synchronized (this) {
            sockets.forEach(PluginSocket::close);
            sockets.clear();
        }
        calls.shutdownNow();
        var _ = loops.shutdownGracefully(0, STOPPING.toMillis(), TimeUnit.MILLISECONDS);
    }
}
