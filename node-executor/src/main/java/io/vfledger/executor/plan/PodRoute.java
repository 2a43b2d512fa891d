package io.vfledger.executor.plan;

import io.vfledger.netlink.route.Prefix;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A route inside the pod through the VF.
 *
 * @param destination what it leads to
 * @param gateway next hop; empty for a route on the link
 */
public record PodRoute(Prefix destination, Optional<InetAddress> gateway) {}
