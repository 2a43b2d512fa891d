package io.vfledger.executor.app;

import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfReleased;
import io.vfledger.executor.metrics.Family;
import io.vfledger.executor.metrics.Histogram;
import io.vfledger.executor.metrics.Labels;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;

/** Times where attaching and releasing spend it, as the outcomes tell. */
final class Phases implements Consumer<SpecificRecordBase> {
    private final Histogram attachKernel = new Histogram();
    private final Histogram attachIpam = new Histogram();
    private final Histogram releaseKernel = new Histogram();

    @Override
    public void accept(SpecificRecordBase outcome) {
        if (outcome instanceof VfAttached attached) {
            attachKernel.took(Duration.of(attached.getKernelUs(), ChronoUnit.MICROS));
            attachIpam.took(Duration.of(attached.getIpamUs(), ChronoUnit.MICROS));
        } else if (outcome instanceof VfReleased released) {
            releaseKernel.took(Duration.of(released.getKernelUs(), ChronoUnit.MICROS));
        }
    }

    Family family() {
        return new Family(
                        "vfledger_vf_phase_seconds",
                        Family.Type.HISTOGRAM,
                        "Time in the kernel and in IPAM plugins, by VF attached or released.",
                        List.of())
                .with(attachKernel.samples(labels("attach", "kernel")))
                .with(attachIpam.samples(labels("attach", "ipam")))
                .with(releaseKernel.samples(labels("release", "kernel")));
    }

    private static Labels labels(String operation, String phase) {
        return Labels.of("operation", operation).with("phase", phase);
    }
}
