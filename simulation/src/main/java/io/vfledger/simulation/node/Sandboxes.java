package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.simulation.fate.Chance;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.RequestId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a runtime does for its pods: ADD, again where it failed, DEL, and all the ways in which runtimes go wrong. */
final class Sandboxes {
    private static final int MOST_TRIES = 4;

    private final Machine machine;
    private final Set<Call> calls = new LinkedHashSet<>();

    /** A call that waits for its agent. */
    private static final class Call {
        final Consumer<Optional<PciAddress>> reply;
        final Optional<Attachment> deletes;
        boolean over;

        Call(Optional<Attachment> deletes, Consumer<Optional<PciAddress>> reply) {
            this.deletes = deletes;
            this.reply = reply;
        }

        void end(Optional<PciAddress> vf) {
            if (!over) {
                over = true;
                reply.accept(vf);
            }
        }
    }

    Sandboxes(Machine machine) {
        this.machine = machine;
    }

    private Chance chance() {
        return machine.fate().chance();
    }

    private boolean strikes(Fault fault) {
        return machine.fate().strikes(fault);
    }

    /** The connections to the agent break. */
    void agentGone() {
        List<Call> broken = List.copyOf(calls);
        calls.clear();
        broken.forEach(call -> machine.later(1, () -> call.end(Optional.empty())));
    }

    void begin(Pod pod, Runnable ended) {
        add(pod, 1, ended);
    }

    private void add(Pod pod, int tries, Runnable ended) {
        long patience = strikes(Fault.SHORT_DEADLINE) ? chance().between(350, 900) : chance().between(3_000, 20_000);
        pod.bereft = false;
        Call call = new Call(Optional.empty(), vf -> {
            machine.fate().trace().say(() -> pod + " on " + machine.name() + " is told " + vf);
            pod.runs = vf.isPresent() && !pod.bereft && !isBeingDeleted(pod);
            if (vf.isPresent()) {
                machine.later(chance().between(2_000, 60_000), () -> end(pod, ended));
            } else {
                del(pod, () -> retry(pod, tries, ended));
            }
        });
        if (machine.agent().isEmpty()) {
            machine.later(2_000, () -> call.end(Optional.empty()));
            return;
        }
        calls.add(call);
        machine.mayDie(() -> {
            Add add = machine.agent().orElseThrow().calls().add(ask(pod, patience), pod.namespace, vf -> {
                calls.remove(call);
                call.end(vf);
            });
            if (strikes(Fault.CALLER_GONE)) {
                machine.later(chance().between(1, 500), () -> {
                    if (!call.over) {
                        add.callerGoes();
                        calls.remove(call);
                        call.end(Optional.empty());
                    }
                });
            }
        });
    }

    /** A DEL that came while the ADD was at work ends what the ADD has given. */
    private boolean isBeingDeleted(Pod pod) {
        return calls.stream().anyMatch(call -> call.deletes.equals(Optional.of(pod.attachment)));
    }

    private static AddAsk ask(Pod pod, long patience) {
        return new AddAsk(
                new RequestId("not-named-yet"),
                pod.attachment,
                Optional.of(pod.identity),
                pod.namespace.identity,
                Optional.empty(),
                pod.device,
                Optional.of(Kernel.PF_NAME).filter(_ -> pod.whole),
                pod.whole,
                pod.settings,
                patience);
    }

    private void retry(Pod pod, int tries, Runnable ended) {
        Namespace old = pod.namespace;
        if (tries == MOST_TRIES) {
            machine.kernel().destroy(old);
            ended.run();
            return;
        }
        machine.later(chance().between(500, 5_000), () -> {
            machine.kernel().destroy(old);
            pod.nextSandbox(machine.kernel().newNamespace(pod.identity.name()));
            add(pod, tries + 1, ended);
        });
    }

    private void end(Pod pod, Runnable ended) {
        boolean early = strikes(Fault.NAMESPACE_GONE);
        pod.runs = false;
        if (early) {
            machine.kernel().destroy(pod.namespace);
        }
        del(pod, () -> {
            if (!early && strikes(Fault.ADD_AFTER_DEL)) {
                add(pod, MOST_TRIES, ended);
            } else {
                machine.kernel().destroy(pod.namespace);
                ended.run();
            }
        });
    }

    /** DEL, until it is done: a runtime that finds no agent leaves it in the spool. */
    private void del(Pod pod, Runnable then) {
        if (strikes(Fault.DEL_SWALLOWED)) {
            machine.kernel().destroy(pod.namespace);
            then.run();
        } else if (strikes(Fault.DEL_LATE)) {
            machine.kernel().destroy(pod.namespace);
            tryDel(pod, pod.attachment, chance().between(2_000, 60_000), () -> {});
            then.run();
        } else {
            tryDel(pod, pod.attachment, 1, then);
            if (strikes(Fault.DEL_TWICE)) {
                tryDel(pod, pod.attachment, chance().between(1, 8_000), () -> {});
            }
        }
    }

    private void tryDel(Pod pod, Attachment attachment, long delayMs, Runnable then) {
        machine.later(delayMs, () -> {
            if (pod.attachment.equals(attachment)) {
                // Whoever deletes the interface by its name ends whatever has that name now.
                pod.runs = false;
            }
            if (machine.agent().isEmpty()) {
                tryDel(pod, attachment, chance().between(500, 3_000), then);
                return;
            }
            Call call = new Call(Optional.of(attachment), done -> {
                if (done.isPresent()) {
                    // An ADD of the same attachment may have been told its VF in between.
                    pod.runs &= !pod.attachment.equals(attachment);
                    then.run();
                } else {
                    tryDel(pod, attachment, chance().between(500, 5_000), then);
                }
            });
            calls.add(call);
            machine.mayDie(() -> machine.agent().orElseThrow().calls().del(attachment, done -> {
                calls.remove(call);
                call.end(done ? Optional.of(Kernel.PF) : Optional.empty());
            }));
        });
    }
}
