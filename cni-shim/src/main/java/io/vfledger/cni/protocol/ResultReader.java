package io.vfledger.cni.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a result of another plugin, in any version; the form is told by its keys, since prevResult may lack a version. */
public final class ResultReader {
    private static final int ANY = Integer.MAX_VALUE;

    private ResultReader() {}

    /** The result in a plugin's output. */
    public static Checked<CniResult> read(String text) {
        return Json.readObject(text, "the plugin's result").then(ResultReader::read);
    }

    private static Checked<CniResult> read(ObjectNode node) {
        Fields fields = new Fields(node);
        Optional<CniResult> result = read(fields);
        return fields.problems().isEmpty() && result.isPresent()
                ? Checked.valid(result.get())
                : Checked.refused(
                        CniErrorCode.DECODING_FAILURE,
                        "the plugin's result is wrong: " + String.join("; ", fields.problems()));
    }

    static Optional<CniResult> read(Fields fields) {
        List<ResultIp> ips = new ArrayList<>();
        List<ResultRoute> routes = new ArrayList<>();
        for (String family : List.of("ip4", "ip6")) {
            fields.object(family).ifPresent(f -> {
                ip(f, "ip").ifPresent(ips::add);
                f.objects("routes").forEach(r -> route(r).ifPresent(routes::add));
            });
        }
        fields.objects("ips").forEach(f -> ip(f, "address").ifPresent(ips::add));
        fields.objects("routes").forEach(f -> route(f).ifPresent(routes::add));
        List<ResultInterface> interfaces =
                fields.objects("interfaces").stream().map(ResultReader::link).toList();
        return fields.attempt("ips", () -> new CniResult(interfaces, ips, routes, dns(fields)));
    }

    static Dns dns(Fields fields) {
        return fields.object("dns")
                .map(f -> new Dns(
                        f.texts("nameservers"),
                        f.text("domain").filter(d -> !d.isEmpty()),
                        f.texts("search"),
                        f.texts("options")))
                .orElse(Dns.NONE);
    }

    private static ResultInterface link(Fields f) {
        return new ResultInterface(
                f.text("name").orElse(""),
                present(f.text("mac")),
                f.integer("mtu", 0, ANY),
                present(f.text("sandbox")),
                present(f.text("socketPath")),
                present(f.text("pciID")));
    }

    private static Optional<ResultIp> ip(Fields f, String key) {
        if (!f.has(key)) {
            return f.noted(key + " is missing");
        }
        OptionalInt index = f.integer("interface", 0, ANY);
        return f.noun(key, IpPrefix::parse)
                .map(address -> new ResultIp(address, f.noun("gateway", IpPrefix::address), index));
    }

    private static Optional<ResultRoute> route(Fields f) {
        if (!f.has("dst")) {
            return f.noted("dst is missing");
        }
        return f.noun("dst", IpPrefix::parse)
                .map(destination -> new ResultRoute(
                        destination,
                        f.noun("gw", IpPrefix::address),
                        f.integer("mtu", 0, ANY),
                        f.integer("advmss", 0, ANY),
                        f.integer("priority", 0, ANY),
                        f.integer("table", 0, ANY),
                        f.integer("scope", 0, 255)));
    }

    private static Optional<String> present(Optional<String> text) {
        return text.filter(t -> !t.isEmpty());
    }
}
