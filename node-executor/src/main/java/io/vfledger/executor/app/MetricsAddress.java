package io.vfledger.executor.app;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where metrics are served. */
final class MetricsAddress {
    /** This node alone. */
    static final String DEFAULT = "127.0.0.1:9478";

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]]+)):([0-9]{1,5})");

    private MetricsAddress() {}

    /**
     * Reads {@code HOST:PORT}, {@code [IPv6]:PORT} or {@code none}.
     *
     * @throws IllegalArgumentException when it is neither, naming it
     */
    static Optional<InetSocketAddress> of(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "--metrics-listen '" + text + "' is neither HOST:PORT, [IPv6]:PORT nor none");
        }
        int port = Integer.parseInt(form.group(3));
        if (port > 65_535) {
            throw new IllegalArgumentException("--metrics-listen port " + port + ", allowed is 0 (any) to 65535");
        }
        String host = form.group(1) != null ? form.group(1) : form.group(2);
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("--metrics-listen host '" + host + "' is not known");
        }
        return Optional.of(address);
    }
}
