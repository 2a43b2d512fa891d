package io.vfledger.executor.device;

import java.util.List;

/** Hears which devices kubelet gave to a container. */
public interface AllocatedDevices {
    /** Called while kubelet waits: must return within milliseconds. */
    void given(ResourceName resource, List<Device> devices);
}
