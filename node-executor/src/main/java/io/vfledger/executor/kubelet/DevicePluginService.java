package io.vfledger.executor.kubelet;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vfledger.executor.device.AllocatedDevices;
import io.vfledger.executor.device.Allocation;
import io.vfledger.executor.device.Device;
import io.vfledger.executor.device.Preference;
import io.vfledger.executor.device.Resource;
import io.vfledger.kubelet.v1beta1.AllocateRequest;
import io.vfledger.kubelet.v1beta1.AllocateResponse;
import io.vfledger.kubelet.v1beta1.ContainerAllocateRequest;
import io.vfledger.kubelet.v1beta1.ContainerAllocateResponse;
import io.vfledger.kubelet.v1beta1.ContainerPreferredAllocationRequest;
import io.vfledger.kubelet.v1beta1.ContainerPreferredAllocationResponse;
import io.vfledger.kubelet.v1beta1.DevicePluginGrpc;
import io.vfledger.kubelet.v1beta1.DevicePluginOptions;
import io.vfledger.kubelet.v1beta1.DeviceSpec;
import io.vfledger.kubelet.v1beta1.Empty;
import io.vfledger.kubelet.v1beta1.ListAndWatchResponse;
import io.vfledger.kubelet.v1beta1.NUMANode;
import io.vfledger.kubelet.v1beta1.PreStartContainerRequest;
import io.vfledger.kubelet.v1beta1.PreStartContainerResponse;
import io.vfledger.kubelet.v1beta1.PreferredAllocationRequest;
import io.vfledger.kubelet.v1beta1.PreferredAllocationResponse;
import io.vfledger.kubelet.v1beta1.TopologyInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers kubelet about one resource, from memory. */
final class DevicePluginService extends DevicePluginGrpc.DevicePluginImplBase {
    static final DevicePluginOptions OPTIONS = DevicePluginOptions.newBuilder()
            .setGetPreferredAllocationAvailable(true)
            .build();

    private final Resource resource;
    private final AllocatedDevices allocated;
    private final Set<ServerCallStreamObserver<ListAndWatchResponse>> watchers = new LinkedHashSet<>();
    private List<Device> devices;

    DevicePluginService(Resource resource, List<Device> devices, AllocatedDevices allocated) {
        this.resource = resource;
        this.devices = devices;
        this.allocated = allocated;
    }

    /** Who watches is told when something has changed. */
    synchronized void offer(List<Device> now) {
        ListAndWatchResponse before = list();
        devices = now;
        ListAndWatchResponse after = list();
        if (!after.equals(before)) {
            watchers.removeIf(ServerCallStreamObserver::isCancelled);
            watchers.forEach(watcher -> watcher.onNext(after));
        }
    }

    @Override
    public void getDevicePluginOptions(Empty request, StreamObserver<DevicePluginOptions> answer) {
        give(answer, OPTIONS);
    }

    @Override
    public synchronized void listAndWatch(Empty request, StreamObserver<ListAndWatchResponse> answer) {
        var watcher = (ServerCallStreamObserver<ListAndWatchResponse>) answer;
        // With this, a caller that has gone is no error when it is told.
        watcher.setOnCancelHandler(() -> forget(watcher));
        watchers.add(watcher);
        watcher.onNext(list());
    }

    private synchronized void forget(ServerCallStreamObserver<ListAndWatchResponse> watcher) {
        watchers.remove(watcher);
    }

    private ListAndWatchResponse list() {
        ListAndWatchResponse.Builder list = ListAndWatchResponse.newBuilder();
        for (Device device : devices) {
            var told = list.addDevicesBuilder()
                    .setID(device.id())
                    .setHealth(device.trouble().isEmpty() ? "Healthy" : "Unhealthy");
            device.numaNode()
                    .ifPresent(node -> told.setTopology(TopologyInfo.newBuilder()
                            .addNodes(NUMANode.newBuilder().setID(node))));
        }
        return list.build();
    }

    @Override
    public synchronized void getPreferredAllocation(
            PreferredAllocationRequest request, StreamObserver<PreferredAllocationResponse> answer) {
        PreferredAllocationResponse.Builder response = PreferredAllocationResponse.newBuilder();
        for (ContainerPreferredAllocationRequest container : request.getContainerRequestsList()) {
            response.addContainerResponses(ContainerPreferredAllocationResponse.newBuilder()
                    .addAllDeviceIDs(Preference.choose(
                            devices,
                            Set.copyOf(container.getAvailableDeviceIDsList()),
                            container.getMustIncludeDeviceIDsList(),
                            container.getAllocationSize())));
        }
        give(answer, response.build());
    }

    @Override
    public synchronized void allocate(AllocateRequest request, StreamObserver<AllocateResponse> answer) {
        List<List<Device>> containers = new ArrayList<>();
        for (ContainerAllocateRequest container : request.getContainerRequestsList()) {
            List<String> unknown = new ArrayList<>(container.getDevicesIdsList());
            Map<String, Device> known = new LinkedHashMap<>();
            devices.forEach(device -> known.put(device.id(), device));
            unknown.removeAll(known.keySet());
            if (!unknown.isEmpty()) {
                answer.onError(Status.INVALID_ARGUMENT
                        .withDescription("devices " + unknown.stream().limit(8).toList() + " are not among the "
                                + known.size() + " of " + resource.name())
                        .asRuntimeException());
                return;
            }
            containers.add(
                    container.getDevicesIdsList().stream().map(known::get).toList());
        }
        AllocateResponse.Builder response = AllocateResponse.newBuilder();
        containers.forEach(given -> response.addContainerResponses(container(given)));
        // Before the answer: the files have to be there when the pod's network is set up.
        containers.forEach(given -> allocated.given(resource.name(), given));
        give(answer, response.build());
    }

    private ContainerAllocateResponse container(List<Device> given) {
        Allocation allocation = Allocation.of(resource, given);
        ContainerAllocateResponse.Builder container =
                ContainerAllocateResponse.newBuilder().putAllEnvs(allocation.environment());
        for (String node : allocation.nodes()) {
            container.addDevices(DeviceSpec.newBuilder()
                    .setContainerPath(node)
                    .setHostPath(node)
                    .setPermissions("rw"));
        }
        return container.build();
    }

    @Override
    public void preStartContainer(PreStartContainerRequest request, StreamObserver<PreStartContainerResponse> answer) {
        give(answer, PreStartContainerResponse.getDefaultInstance());
    }

    private static <T> void give(StreamObserver<T> answer, T response) {
        answer.onNext(response);
        answer.onCompleted();
    }
}
