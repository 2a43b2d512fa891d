package io.vfledger.executor.app;

import io.vfledger.executor.attach.DeviceFiles;
import io.vfledger.executor.attach.KubeletGifts;
import io.vfledger.executor.attach.Reports;
import io.vfledger.executor.device.ResourceName;
import io.vfledger.executor.device.SeenVf;
import io.vfledger.executor.kubelet.DevicePlugin;
import io.vfledger.executor.metrics.Family;
import io.vfledger.executor.metrics.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What kubelet is offered, and what is done when it gives some of it to a pod. */
final class OfferedDevices implements AutoCloseable {
    /** Kubelet has to have a plugin back soon after it started, and a look costs nothing. */
    private static final Duration PACE = Duration.ofSeconds(1);

    private final KubeletGifts gifts;
    private final DevicePlugin plugin;

    private OfferedDevices(KubeletGifts gifts, DevicePlugin plugin) {
        this.gifts = gifts;
        this.plugin = plugin;
    }

    static OfferedDevices start(AgentSettings.Offer offer, Reports reports, Supplier<List<SeenVf>> sight) {
        KubeletGifts gifts = new KubeletGifts(reports, new DeviceFiles(offer.deviceInfo()));
        return new OfferedDevices(gifts, DevicePlugin.start(offer.directory(), offer.resources(), sight, gifts, PACE));
    }

    List<Family> families() {
        List<Family.Sample> devices = new ArrayList<>();
        plugin.offered().forEach((resource, offered) -> {
            long well = offered.stream().filter(one -> one.trouble().isEmpty()).count();
            devices.add(new Family.Sample("", labels(resource, "Healthy"), well));
            devices.add(new Family.Sample("", labels(resource, "Unhealthy"), offered.size() - well));
        });
        return List.of(
                Family.gauge(
                        "vfl_kubelet_registered",
                        "1 while kubelet has taken the node's resources, else 0.",
                        plugin.trouble().isEmpty() ? 1 : 0),
                Family.gauge("vfl_resource_devices", "Devices that kubelet is offered, by resource and health.")
                        .with(devices));
    }

    private static Labels labels(ResourceName resource, String health) {
        return Labels.of("resource", resource.toString()).with("health", health);
    }

    @Override
    public void close() {
        plugin.close();
        gifts.close();
    }
}
