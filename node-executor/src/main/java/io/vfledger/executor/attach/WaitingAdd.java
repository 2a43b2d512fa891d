package io.vfledger.executor.attach;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.DeviceAddress;
import io.vfledger.cni.protocol.Sysctl;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.vf.Attachment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A CNI ADD whose caller waits for the allocator. It is taken by the executor or left by the caller, never both; once taken
 * it is always answered, since the caller's descriptor of the namespace lives only as long as the call.
 */
final class WaitingAdd {
    /** What it is answered with. */
    sealed interface Answer {
        /**
         * Yes.
         *
         * @param pci the VF
         * @param ipam what the IPAM plugin gave
         * @param mac of the interface, if told
         * @param mtu of the interface in bytes, if told
         */
        record Attached(String pci, CniResult ipam, Optional<String> mac, Optional<Integer> mtu) implements Answer {}

        record No(CniError error) implements Answer {}
    }

    /**
     * What the executor needs of the call.
     *
     * @param attachment whose it is
     * @param device the VF that it names, if any
     * @param sysctls of the interface in the pod
     * @param saved for IPAM, now and later
     * @param namespace where to
     * @param configDigest of the network configuration
     * @param patience how long the caller waits from now on
     */
    record Ask(
            Attachment attachment,
            Optional<DeviceAddress> device,
            List<Sysctl> sysctls,
            SavedCall saved,
            PodNamespace namespace,
            String configDigest,
            Duration patience) {}

    private enum Stage {
        WAITING,
        TAKEN,
        LEFT
    }

    private final Ask ask;
    private final long goneAtNanos;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private Stage stage = Stage.WAITING;

    WaitingAdd(Ask ask) {
        this.ask = ask;
        this.goneAtNanos = System.nanoTime() + ask.patience().toNanos();
    }

    Ask ask() {
        return ask;
    }

    /** The executor begins; false when the caller has gone. */
    synchronized boolean take() {
        if (stage != Stage.WAITING) {
            return false;
        }
        stage = Stage.TAKEN;
        return true;
    }

    /** The caller goes; false when the executor has begun. */
    synchronized boolean leave() {
        if (stage == Stage.TAKEN) {
            return false;
        }
        stage = Stage.LEFT;
        return true;
    }

    /** Whether the caller still reads an answer. */
    boolean callerWaits() {
        return System.nanoTime() - goneAtNanos < 0;
    }

    /** Answers; the first answer counts. */
    void answer(Answer with) {
        answer.complete(with);
    }

    /** The answer, waited for; empty when none came in time. */
    Optional<Answer> await(Duration patience) throws InterruptedException {
        try {
            return Optional.of(answer.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never a failure", e);
        }
    }
}
