package io.vfledger.executor.attach;

import io.vfledger.avro.DeviceAllocated;
import io.vfledger.cni.protocol.DeviceInfoFile;
import io.vfledger.executor.device.AllocatedDevices;
import io.vfledger.executor.device.Device;
import io.vfledger.executor.device.ResourceName;
import io.vfledger.executor.stream.TraceParent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when kubelet gives devices: they are described to the meta plugin, and the ledger is told, where that is the
 * hold. What could not be told is found out when the pod's ADD names the device.
 */
public final class KubeletGifts implements AllocatedDevices, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubeletGifts.class);
    private static final int STOPPING_S = 2;

    private final Reports reports;
    private final DeviceFiles files;
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("device-reports").daemon().factory());

    /** @param files where devices are described to the meta plugin */
    public KubeletGifts(Reports reports, DeviceFiles files) {
        this.reports = reports;
        this.files = files;
    }

    @Override
    public void given(ResourceName resource, List<Device> devices) {
        for (Device device : devices) {
            try {
                files.describe(new DeviceInfoFile(resource.deviceInfoFile(device.id())), device.pci(), device.pf());
            } catch (IOException e) {
                LOG.warn(
                        "device {} of {} is not described to the meta plugin: {}", device.id(), resource, e.toString());
            }
        }
        if (devices.isEmpty()) {
            return;
        }
        LOG.info("kubelet gave {} of {}", devices.stream().map(Device::id).toList(), resource);
        // A record is on the disk when it has been said, and kubelet need not wait for that.
        telling.execute(() -> tell(resource, devices));
    }

    private void tell(ResourceName resource, List<Device> devices) {
        var _ = reports.outcome(
                devices.getFirst().pci(),
                TraceParent.fresh(),
                DeviceAllocated.newBuilder()
                        .setNode(reports.node().value())
                        .setPool(resource.pool().value())
                        .setPcis(devices.stream().map(Device::id).toList())
                        .build());
    }

    @Override
    public void close() {
        telling.shutdown();
        try {
            if (!telling.awaitTermination(STOPPING_S, TimeUnit.SECONDS)) {
                LOG.warn("not everything that kubelet gave could be told");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
