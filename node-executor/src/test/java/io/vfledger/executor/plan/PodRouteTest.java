package io.vfledger.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.netlink.route.RouteOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PodRouteTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    void leavesToTheKernelWhatIsNotAsked() {
        PodRoute found = route("10.1.0.0/16", "10.0.0.1", options(254, 1024, NONE, 1400));
        assertThat(route("10.1.0.0/16", "10.0.0.1", RouteOptions.NONE).amiss(List.of(found)))
                .isEmpty();
        assertThat(route("10.1.0.0/16", "10.0.0.1", options(254, 1024, OptionalInt.of(0), 1400))
                        .amiss(List.of(found)))
                .as("scope 0 is that of every route with a gateway")
                .isEmpty();
        assertThat(route("2001:db8:1::/48", "2001:db8::1", options(254, 5, OptionalInt.of(253), 1400))
                        .amiss(List.of(route("2001:db8:1::/48", "2001:db8::1", options(254, 5, NONE, 1400)))))
                .as("IPv6 has no scopes")
                .isEmpty();
    }

    @Test
    void namesWhatIsAskedAndWhatIsThere() {
        PodRoute asked = route("10.1.0.0/16", "10.0.0.1", options(100, 5, OptionalInt.of(200), 1400));
        assertThat(asked.amiss(List.of()))
                .get()
                .hasToString("route 10.1.0.0/16: expected via 10.0.0.1 table 100 scope 200 priority 5 mtu 1400,"
                        + " found nothing");
        assertThat(asked.amiss(List.of(route("10.1.0.0/16", "10.0.0.2", RouteOptions.NONE))))
                .get()
                .extracting(Difference::found)
                .isEqualTo("via 10.0.0.2");
        for (RouteOptions other : List.of(
                options(254, 5, OptionalInt.of(200), 1400),
                options(100, 6, OptionalInt.of(200), 1400),
                options(100, 5, NONE, 1400),
                options(100, 5, OptionalInt.of(200), 1300))) {
            assertThat(asked.amiss(List.of(new PodRoute(asked.destination(), asked.gateway(), other))))
                    .as("%s", other)
                    .isPresent();
        }
    }

    private static PodRoute route(String destination, String gateway, RouteOptions options) {
        return new PodRoute(IpText.prefix(destination), Optional.of(IpText.address(gateway)), options);
    }

    private static RouteOptions options(int table, int metric, OptionalInt scope, int mtu) {
        return new RouteOptions(table, OptionalInt.of(metric), scope, OptionalInt.of(mtu), NONE);
    }
}
