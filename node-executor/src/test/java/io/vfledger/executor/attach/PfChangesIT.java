package io.vfledger.executor.attach;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfSettings;
import io.vfledger.executor.discovery.Discovery;
import io.vfledger.executor.discovery.PciNames;
import io.vfledger.executor.kernel.Bench;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.NamedNamespace;
import io.vfledger.executor.pf.PfConfiguration;
import io.vfledger.executor.plan.DriverProfiles;
import io.vfledger.netlink.jna.NamespaceHandle;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PF that is changed while its VFs are given, and what its changes make of the VFs' baselines; on simulated NICs. */
class PfChangesIT {
    private static final long PATIENCE_S = 60;

    private final NamedNamespace pod = new NamedNamespace();
    private final CountDownLatch atMove = new CountDownLatch(1);
    private final CountDownLatch mayMove = new CountDownLatch(1);
    private Bench bench;
    private KernelNics nics;
    private NamespaceHandle handle;
    private PciAddress vf;

    @BeforeEach
    void open() throws Exception {
        bench = Bench.simulated();
        nics = nics(bench.kernel());
        handle = pod.handle();
        vf = requireNonNull(bench.kernel().sysfs().vfs(bench.pf()).get(new VfIndex(0)));
    }

    private static KernelNics nics(Kernel kernel) {
        DriverProfiles profiles = DriverProfiles.builtIn();
        return new KernelNics(kernel, new Discovery(kernel, PciNames.none(), profiles), profiles);
    }

    @AfterEach
    void close() throws Exception {
        handle.close();
        pod.close();
        bench.close();
    }

    @Test
    void givesNoVfWhileItsNumberIsChanged() throws Exception {
        CountDownLatch mayChange = new CountDownLatch(1);
        Work<NodeNics.Configured> change = changing(mayChange);

        Work<NodeNics.Attached> attach = new Work<>(() -> nics.attach(order()));
        attach.awaitItWaits();
        assertThat(pod.exec("ip", "link")).doesNotContain("net1");
        mayChange.countDown();

        assertThat(change.result()).isInstanceOf(NodeNics.Configured.Done.class);
        assertThat(attach.result()).isInstanceOf(NodeNics.Attached.Done.class);
        assertThat(bench.kernel().sysfs().vfs(bench.pf())).hasSize(2);
        assertThat(pod.exec("ip", "link")).contains("net1");
    }

    @Test
    void preparesNoVfForAPodWhileItsNumberIsChanged() throws Exception {
        VfAttributes baseline = verified(Optional.empty()).attributes();
        VfSettings settings = VfSettings.newBuilder().setVlan(7).build();
        CountDownLatch mayChange = new CountDownLatch(1);
        Work<NodeNics.Configured> change = changing(mayChange);

        Work<NodeNics.Held> hold = new Work<>(() -> nics.hold(vf, settings, baseline));
        hold.awaitItWaits();
        mayChange.countDown();

        assertThat(change.result()).isInstanceOf(NodeNics.Configured.Done.class);
        assertThat(hold.result())
                .isInstanceOfSatisfying(
                        NodeNics.Held.Done.class,
                        done -> assertThat(done.attributes().getVlan()).isEqualTo(7));
    }

    /** A change to two VFs that has begun, and waits. */
    private Work<NodeNics.Configured> changing(CountDownLatch mayChange) {
        CountDownLatch begun = new CountDownLatch(1);
        Work<NodeNics.Configured> change = new Work<>(() -> nics.configure(count(2), () -> {
            begun.countDown();
            await(mayChange);
            return Set.of();
        }));
        await(begun);
        return change;
    }

    @Test
    void changesNoNumberWhileAVfIsGiven() throws Exception {
        nics = nics(slowToMove(bench.kernel()));
        Work<NodeNics.Attached> attach = new Work<>(() -> nics.attach(order()));
        await(atMove);

        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        Work<NodeNics.Configured> change = new Work<>(() -> nics.configure(count(2), () -> {
            asked.complete(true);
            return Set.of();
        }));
        change.awaitItWaits();
        assertThat(asked)
                .as("who has VFs is asked when nothing is done to them")
                .isNotDone();
        mayMove.countDown();

        assertThat(attach.result()).isInstanceOf(NodeNics.Attached.Done.class);
        assertThat(change.result())
                .isInstanceOfSatisfying(
                        NodeNics.Configured.Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(FailureReason.IN_USE));
        assertThat(bench.kernel().sysfs().vfs(bench.pf())).hasSize(4);
        assertThat(pod.exec("ip", "link")).contains("net1");
    }

    @Test
    void makesTheDefaultsOfAPfPartOfWhatIsStored() {
        VfAttributes captured = verified(Optional.empty()).attributes();
        assertThat(captured.getTrust()).isFalse();
        nics.configure(
                new PfConfiguration(
                        bench.pf(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        io.vfledger.vf.VfSettings.builder()
                                .trust(true)
                                .mtu(1400)
                                .build(),
                        PfConfiguration.Consent.NONE),
                Set::of);

        NodeNics.Verified.Done first = verified(Optional.of(captured));
        assertThat(first.differences()).isEmpty();
        assertThat(first.rebased()).as("the allocator stores these from now on").isTrue();
        assertThat(first.attributes().getTrust()).isTrue();
        assertThat(first.attributes().getMtu()).isEqualTo(1400);
        assertThat(verified(Optional.of(first.attributes())).rebased()).isFalse();

        assertThat(nics.attach(order())).isInstanceOf(NodeNics.Attached.Done.class);
        assertThat(nics.release(release(captured))).isInstanceOfSatisfying(NodeNics.Released.Done.class, released -> {
            assertThat(released.differences()).isEmpty();
            assertThat(released.rebased()).isTrue();
            assertThat(released.attributes().getTrust()).isTrue();
        });
        assertThat(nics.release(release(first.attributes())))
                .isInstanceOfSatisfying(
                        NodeNics.Released.Done.class,
                        released -> assertThat(released.rebased()).isFalse());
    }

    private NodeNics.Verified.Done verified(Optional<VfAttributes> baseline) {
        NodeNics.Verified result = nics.verify(vf, baseline, Optional.empty());
        assertThat(result).isInstanceOf(NodeNics.Verified.Done.class);
        return (NodeNics.Verified.Done) result;
    }

    private NodeNics.AttachOrder order() {
        return new NodeNics.AttachOrder(
                vf,
                new PodNamespace(
                        handle.descriptor(),
                        io.vfledger.avro.NetworkNamespace.newBuilder().build()),
                "net1",
                VfSettings.newBuilder().build(),
                VfAttributes.newBuilder().build(),
                List.of(),
                List.of(),
                List.of());
    }

    private NodeNics.ReleaseOrder release(VfAttributes baseline) {
        return new NodeNics.ReleaseOrder(
                vf,
                Optional.empty(),
                Optional.of(order().namespace()),
                Optional.empty(),
                Optional.of(baseline),
                VfSettings.newBuilder().build(),
                io.vfledger.avro.ReleaseMode.COMPARE);
    }

    private PfConfiguration count(int vfs) {
        return new PfConfiguration(
                bench.pf(),
                Optional.of(vfs),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                io.vfledger.vf.VfSettings.NONE,
                PfConfiguration.Consent.NONE);
    }

    private Kernel slowToMove(Kernel real) {
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("move")) {
                        atMove.countDown();
                        await(mayMove);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something done by a thread of its own. */
    private static final class Work<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicReference<Thread> thread = new AtomicReference<>();

        Work(Supplier<T> work) {
            Thread begun = Thread.ofPlatform().daemon().start(() -> {
                try {
                    result.complete(work.get());
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
            thread.set(begun);
        }

        /** Until it stands before the gate, where nothing but a lock lets it wait with a limit. */
        void awaitItWaits() {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (requireNonNull(thread.get()).getState() != Thread.State.TIMED_WAITING) {
                assertThat(result).isNotDone();
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }

        T result() throws Exception {
            return result.get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }
}
