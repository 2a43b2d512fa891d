package io.vfledger.executor.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.kernel.Namespace;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.IpText;
import io.vfledger.executor.plan.Netdev;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfInfo;
import org.junit.jupiter.api.Test;

class DiscoveryIT {
    @Test
    void findsPfsAndVfsAndWhoHasThem() throws Exception {
        try (Bench bench = Bench.simulated();
                NamedNamespace pod = new NamedNamespace();
                Namespace inside = bench.kernel().open(pod.path())) {
            Kernel kernel = bench.kernel();
            PciAddress given = new PciAddress("ffff:00:10.1");
            PciAddress used = new PciAddress("ffff:00:10.2");
            kernel.move(kernel.host(), onHost(kernel, given).index(), inside, new InterfaceName("net1"));
            kernel.addAddress(kernel.host(), onHost(kernel, used), IpText.prefix("10.99.0.9/24"));
            Discovery.Found found = new Discovery(kernel, PciNames.none(), DriverProfiles.builtIn()).read();
            assertThat(found.pfs()).singleElement().satisfies(pf -> {
                assertThat(pf.driver().name()).isEqualTo("vfledger-simulated");
                assertThat(pf.configuredVfs()).isEqualTo(4);
                assertThat(pf.link().mtu()).isEqualTo(1500);
                assertThat(pf.hostUse()).isEmpty();
            });
            assertThat(found.vfs()).hasSize(4);
            VfInfo free = found.vfs().get(0);
            assertThat(free.inHostNamespace()).isTrue();
            assertThat(free.attributes().netdev()).contains(new InterfaceName("simpf0v0"));
            assertThat(free.hostUse()).isEmpty();
            VfInfo attached = found.vfs().get(1);
            assertThat(attached.inHostNamespace()).isFalse();
            assertThat(attached.holderNetns())
                    .hasValueSatisfying(holder -> assertThat(holder.inode())
                            .isEqualTo(inside.identity().inode()));
            assertThat(found.vfs().get(2).hostUse()).contains("has address 10.99.0.9/24");
        }
    }

    private static Netdev onHost(Kernel kernel, PciAddress vf) throws Exception {
        return kernel.netdev(vf, kernel.host()).orElseThrow();
    }
}
