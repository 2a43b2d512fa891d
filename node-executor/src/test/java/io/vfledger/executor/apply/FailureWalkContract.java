package io.vfledger.executor.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.executor.kernel.InterruptedKernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.plan.Desired;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.executor.plan.ReleaseMode;
import io.vfledger.vf.VfAttributes;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/** Whichever call to the kernel fails: a VF that is given or taken back ends as it was, or is not called clean. */
abstract class FailureWalkContract extends VfOnBench {
    private static final int MOST_CALLS = 60;

    @Test
    void undoesAnAttachmentWhicheverCallFails() throws Exception {
        int call = 0;
        InterruptedKernel failing;
        do {
            failing = InterruptedKernel.refusing(kernel, ++call);
            AttachResult result = new VfApplier(failing.kernel(), DriverProfiles.builtIn()).attach(vf, inside, asked());
            switch (result) {
                // Nothing failed, or an address was refused once and taken the next time.
                case AttachResult.Applied applied ->
                    assertClean(release(vf, baseline, Optional.of(inside), Optional.empty()));
                case AttachResult.Undone undone ->
                    assertThat(undone.failure().message()).contains("made to fail: " + failing.at());
                case AttachResult.Dirty dirty -> throw new AssertionError(failing.at() + ": " + dirty);
            }
            assertThat(attributes(vf)).as("call %s, %s", call, failing.at()).isEqualTo(baseline);
        } while (failing.happened() && call < MOST_CALLS);
        assertThat(call).as("calls that were made to fail").isBetween(12, MOST_CALLS - 1);
    }

    @Test
    void callsNothingCleanThatIsNotWhicheverCallOfAReleaseFails() throws Exception {
        int call = 0;
        InterruptedKernel failing;
        do {
            failing = InterruptedKernel.refusing(kernel, ++call);
            assertThat(applier.attach(vf, inside, asked())).isInstanceOf(AttachResult.Applied.class);
            takeBack(failing, ReleaseMode.COMPARE);
        } while (failing.happened() && call < MOST_CALLS);
        assertThat(call).as("calls that were made to fail").isBetween(6, MOST_CALLS - 1);
    }

    @Test
    void saysSoWhenItCannotBeBoundAnewOrReset() throws Exception {
        for (String refused : List.of("unbind", "bind", "reset")) {
            assertThat(applier.attach(vf, inside, asked())).isInstanceOf(AttachResult.Applied.class);
            InterruptedKernel failing = InterruptedKernel.refusing(kernel, refused);
            takeBack(failing, refused.equals("reset") ? ReleaseMode.FLR : ReleaseMode.REBIND);
            assertThat(failing.happened()).as(refused).isTrue();
        }
    }

    private void takeBack(InterruptedKernel failing, ReleaseMode mode) throws KernelException {
        ReleaseResult result = new VfApplier(failing.kernel(), DriverProfiles.builtIn())
                .release(vf, baseline, Optional.of(inside), Optional.empty(), Optional.of(mode));
        assertThat(result).as(failing.at()).satisfies(told(failing));
        if (!(result instanceof ReleaseResult.Clean)) {
            assertClean(applier.release(vf, baseline, Optional.of(inside), Optional.empty(), Optional.of(mode)));
        }
        // Bound anew it has another address of its own.
        baseline = attributes(vf);
    }

    /** What is called clean is; what is not has the call that failed for a reason. */
    private ThrowingConsumer<ReleaseResult> told(InterruptedKernel failing) {
        return result -> {
            switch (result) {
                case ReleaseResult.Clean clean -> {
                    VfAttributes now = clean.rebased() ? clean.observed().attributes() : baseline;
                    assertThat(attributes(vf)).isEqualTo(now);
                    assertThat(now.vlan()).isEqualTo(baseline.vlan());
                    assertThat(now.netdev()).isEqualTo(baseline.netdev());
                }
                case ReleaseResult.Unclean unclean ->
                    assertThat(String.join("; ", unclean.problems())).contains("made to fail: " + failing.at());
                case ReleaseResult.Failed failed ->
                    assertThat(failed.message()).contains("made to fail: " + failing.at());
            }
        };
    }

    private Desired.InPod asked() {
        return withoutDuplicateSearch(full("10.99.0.2/24"));
    }

    /** IPv4 alone, which the kernel does not search for duplicates of: a second less for every call that fails. */
    private static Desired.InPod withoutDuplicateSearch(Desired.InPod asked) {
        return new Desired.InPod(
                asked.settings(), asked.name(), asked.addresses().subList(0, 1), asked.routes(), asked.sysctls());
    }
}
