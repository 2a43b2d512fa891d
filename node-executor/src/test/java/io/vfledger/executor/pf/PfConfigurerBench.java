package io.vfledger.executor.pf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.DeviceUsers;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.route.Link;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfSettings;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A PF to configure, and short ways to say how. */
abstract class PfConfigurerBench {
    Bench bench;
    Kernel kernel;
    PfConfigurer configurer;

    abstract Bench makeBench();

    @BeforeEach
    void open() {
        bench = makeBench();
        kernel = bench.kernel();
        configurer = new PfConfigurer(
                kernel, new Discovery(kernel, PciNames.none(), DriverProfiles.builtIn()), new DeviceUsers());
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    PfResult configure(PfConfiguration wanted) {
        return configurer.configure(wanted, Set.of());
    }

    PfConfiguration count(int vfs, VfSettings defaults) {
        return new PfConfiguration(
                bench.pf(),
                Optional.of(vfs),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                defaults,
                PfConfiguration.Consent.NONE);
    }

    static void refused(PfResult result, PfRefusal.Kind kind, String words) {
        assertThat(result).isInstanceOfSatisfying(PfResult.Refused.class, refused -> {
            assertThat(refused.refusal().kind()).isEqualTo(kind);
            assertThat(refused.refusal().message()).contains(words);
            assertThat(refused.left()).isEmpty();
        });
    }

    PciAddress vf(int index) {
        try {
            return Optional.ofNullable(kernel.sysfs().vfs(bench.pf()).get(new VfIndex(index)))
                    .orElseThrow();
        } catch (KernelException e) {
            throw new IllegalStateException(e);
        }
    }

    VfAttributes administrative(int index) throws KernelException {
        return Optional.ofNullable(kernel.administrative(bench.pf()).get(new VfIndex(index)))
                .orElseThrow();
    }

    Link pfLink() throws KernelException {
        return kernel.hostLink(kernel.sysfs().netdev(bench.pf()).orElseThrow()).orElseThrow();
    }
}
