package io.vfledger.executor.device;

import io.vfledger.vf.PoolSelectors;

/**
 * Which VFs a resource has, and what comes with them.
 *
 * @param vfs which
 * @param vhostNet whether a container gets {@code /dev/vhost-net} and {@code /dev/net/tun} beside them
 */
public record DeviceSelector(PoolSelectors vfs, boolean vhostNet) {}
