package io.vfledger.cni.protocol;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A result of ADD, in no version: {@link ResultRenderer} writes it in the one asked for. */
public record CniResult(List<ResultInterface> interfaces, List<ResultIp> ips, List<ResultRoute> routes, Dns dns) {
    public static final CniResult EMPTY = new CniResult(List.of(), List.of(), List.of(), Dns.NONE);

    public CniResult {
        interfaces = List.copyOf(interfaces);
        ips = List.copyOf(ips);
        routes = List.copyOf(routes);
        for (ResultIp ip : ips) {
            OptionalInt index = ip.interfaceIndex();
            if (index.isPresent() && (index.getAsInt() < 0 || index.getAsInt() >= interfaces.size())) {
                throw new IllegalArgumentException("address " + ip.address() + " is on interface " + index.getAsInt()
                        + ", of which there are " + interfaces.size());
            }
        }
    }

    /** One interface with what an IPAM plugin gave for it; {@code dns} of the plugin unless it is empty. */
    public static CniResult of(ResultInterface attached, CniResult allocated, Dns configured) {
        return new CniResult(
                List.of(attached),
                allocated.ips().stream().map(ip -> ip.onInterface(0)).toList(),
                allocated.routes(),
                allocated.dns().isEmpty() ? configured : allocated.dns());
    }

    /** This result behind that of the plugins which ran before: the chain's result. */
    public CniResult after(CniResult previous) {
        int shift = previous.interfaces().size();
        Stream<ResultIp> shifted = ips.stream()
                .map(ip -> ip.interfaceIndex().isPresent()
                        ? ip.onInterface(ip.interfaceIndex().getAsInt() + shift)
                        : ip);
        return new CniResult(
                Stream.concat(previous.interfaces().stream(), interfaces.stream())
                        .toList(),
                Stream.concat(previous.ips().stream(), shifted).toList(),
                Stream.concat(previous.routes().stream(), routes.stream()).toList(),
                dns.isEmpty() ? previous.dns() : dns);
    }
}
