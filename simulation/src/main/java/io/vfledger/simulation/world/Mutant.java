package io.vfledger.simulation.world;

import java.util.List;

/**
 * A deliberate bug: one place of the source, as it is and as it must not be.
 *
 * @param name what is wrong with it
 * @param source the file, below the sources of its module
 * @param right as it is; exactly once in the file
 * @param wrong as it must not be
 * @param profile the kind of world that shows it
 * @param seed the world to try first: the one that caught it last
 */
record Mutant(String name, Source source, String right, String wrong, World.Profile profile, long seed) {
    /**
     * A source file.
     *
     * @param module whose it is
     * @param type which class, with its package
     */
    record Source(String module, String type) {
        String path() {
            return module + "/src/main/java/" + type.replace('.', '/') + ".java";
        }
    }

    private static Mutant decider(String name, String type, String right, String wrong) {
        return new Mutant(
                name, new Source("vf-lifecycle", "io.vfledger." + type), right, wrong, World.Profile.FAULTS, 1);
    }

    private static Mutant around(String name, String type, String right, String wrong) {
        return new Mutant(
                name,
                new Source("simulation", "io.vfledger.simulation." + type),
                right,
                wrong,
                World.Profile.FAULTS,
                1);
    }

    private Mutant caughtBy(long by) {
        return new Mutant(name, source, right, wrong, profile, by);
    }

    private Mutant whereRecordsAreLost() {
        return new Mutant(name, source, right, wrong, World.Profile.LOSSES, seed);
    }

    /** All of them: bugs of the decider first, then of what is around it. */
    static List<Mutant> all() {
        return List.of(
                decider(
                        "a late outcome of an earlier version counts",
                        "lifecycle.Fencing",
                        "return vf.fence().equals(fence)",
                        "return vf.fence().epoch().equals(fence.epoch())"),
                decider(
                        "a late outcome of an earlier epoch counts",
                        "lifecycle.Fencing",
                        "return vf.fence().equals(fence)",
                        "return vf.fence().version().compareTo(fence.version()) >= 0"),
                decider(
                        "a release counts by its attachment alone, of whatever term",
                        "lifecycle.ReleaseRules",
                        "Fencing.staleEpoch(vf, released.fence()).or(() -> otherAttachment(vf, released.attachment()))",
                        "otherAttachment(vf, released.attachment())"),
                decider(
                        "the dedupe window is off",
                        "lifecycle.AgentRules",
                        "if (last.isPresent() && stamp.agentSeq() <= last.get()) {",
                        "if (last.isPresent() && stamp.agentSeq() < 0) {"),
                decider(
                        "a deadline is ignored",
                        "lifecycle.AddRules",
                        "if (ask.deadlineMs() <= draft.time().ms()) {",
                        "if (ask.deadlineMs() <= 0) {"),
                decider(
                        "what was not clean after its release is given again",
                        "lifecycle.ReleaseRules",
                        "if (!released.clean()) {",
                        "if (!released.clean() && released.differences().isEmpty()) {"),
                decider(
                        "a hold never expires",
                        "lifecycle.TimerRules",
                        "case HELD -> VfSteps.release(draft, vf, ReleaseCause.HOLD_EXPIRED, \"nobody took it in time\");",
                        "case HELD -> VfMove.of(draft, vf).noTimer().record();"),
                decider(
                                "who the node says has a VF is not believed",
                                "lifecycle.FailureRules",
                                "Optional<Attachment> holder = failed.holder()",
                                "Optional<Attachment> holder = vf.owner()\n                .flatMap(Ownership::attachment)\n"
                                        + "                .or(failed::holder)")
                        .caughtBy(371),
                decider(
                                "a release is asked for once only",
                                "lifecycle.TimerRules",
                                "case RELEASING -> VfSteps.releaseAgain(draft, vf);",
                                "case RELEASING -> VfMove.of(draft, vf).timerIn(1_000).record();")
                        .caughtBy(42),
                decider(
                        "a faulty VF, or one that somebody has, is given",
                        "lifecycle.Placing",
                        ".filter(vf -> vf.phase() == VfPhase.FREE && vf.facts().healthy())",
                        ".filter(vf -> vf.phase() != VfPhase.GONE)"),
                decider(
                        "a PF is given as a whole though somebody has a VF of it",
                        "lifecycle.WholePfRules",
                        "if (!inTheWay.isEmpty()) {",
                        "if (inTheWay.size() > 100) {"),
                decider(
                                "a boot is not noticed",
                                "lifecycle.AgentRules",
                                "case ATTACHING, ATTACHED, RELEASING -> VfSteps.releaseAfterBoot(draft, vf, why);",
                                "case ATTACHING, ATTACHED, RELEASING -> {}")
                        .caughtBy(9),
                decider(
                                "what a new boot got is taken back as if it were of the one before",
                                "lifecycle.AgentRules",
                                "if (anotherBoot && !(input instanceof Input.AgentStarted)) {",
                                "if (anotherBoot && input instanceof Input.AgentStarted) {")
                        .caughtBy(303),
                decider(
                        "a request that waits is forgotten",
                        "lifecycle.WaitingRules",
                        "AddRules.decide(draft, open.ask(), false);",
                        "draft.state();"),
                decider("time may go back", "host.Overlay", "Math.max(nowMs, head.decidedAtMs())", "nowMs"),
                decider(
                        "an aborted batch leaves its state behind",
                        "host.PartitionHost",
                        "    public void abort(Prepared prepared) {\n",
                        "    public void abort(Prepared prepared) {\n        slots.putAll(prepared.slots());\n"),
                decider(
                        "a record that was decided is decided again",
                        "host.Overlay",
                        "if (record.origin().offset() <= last) {",
                        "if (record.origin().offset() < 0) {"),
                around(
                        "an aborted batch counts in memory",
                        "allocator.Allocator",
                        "batch.ifPresent(under -> under.prepared().forEach(",
                        "batch.ifPresent(this::adopt);\n        batch.ifPresent(under -> under.prepared().forEach("),
                around(
                        "offsets are sent without the group's metadata",
                        "allocator.Allocator",
                        "Optional.of(member), under.next()",
                        "Optional.empty(), under.next()"),
                around(
                        "a commit of unknown result is taken for one that took place",
                        "allocator.Allocator",
                        "            unknown(under);\n            return;\n",
                        "            adopt(under);\n            return;\n"),
                around(
                        "a restore does not wait for open transactions",
                        "allocator.Allocator",
                        "committed.isPresent() && restoring.isSettled(partition)",
                        "committed.isPresent()"),
                around(
                                "a restore reads offsets that a transaction is about to replace",
                                "log.Log",
                                "return pending ? Optional.empty() : Optional.of(group.offsets(partition));",
                                "return Optional.of(group.offsets(partition));")
                        .caughtBy(313),
                around(
                                "a restore does not ask where the ledger ends",
                                "allocator.Restoring",
                                "if (host.partitionSeq() != last) {",
                                "if (host.partitionSeq() < last) {")
                        .whereRecordsAreLost(),
                around(
                                "a restore does not compare offsets with the ledger",
                                "allocator.Restoring",
                                "if (next != decided) {",
                                "if (next < 0) {")
                        .whereRecordsAreLost(),
                decider(
                                "lost records are not asked for",
                                "lifecycle.AgentRules",
                                "if (previous > last) {",
                                "if (previous < 0) {")
                        .whereRecordsAreLost(),
                around(
                                "a command is carried out whatever its epoch and version",
                                "node.Executor",
                                "int order = fence.compareTo(memory.fence());",
                                "int order = 1;")
                        .caughtBy(54),
                around(
                        "a release is reported before it is read back",
                        "node.Releasing",
                        "                differences.isEmpty(),\n                differences,",
                        "                true,\n                List.of(),"),
                around(
                                "a hold is taken again after an ADD of it failed",
                                "node.VfMemory",
                                "return hold.filter(_ -> outcome.orElse(null) instanceof Outcome.VfHeld);",
                                "return hold.filter(kept -> kept.fence().equals(fence));")
                        .caughtBy(10),
                around(
                                "what was prepared for a pod becomes the baseline of all who come after",
                                "node.Executor",
                                "undoHold(command.vf(), remembered)",
                                "undoHold(command.vf(), VfMemory.FRESH)")
                        .caughtBy(88),
                around(
                                "what a release left of a hold becomes the baseline of all who come after",
                                "node.Releasing",
                                "differences.isEmpty() ? released.unprepared() : released",
                                "released.unprepared()")
                        .caughtBy(22),
                around(
                        "a VF is taken back though its pod lives",
                        "node.Executor",
                        "if (another || (command.onlyIfNamespaceGone() && lives)) {",
                        "if (another) {"),
                around(
                                "an attachment that was begun is left as it is",
                                "node.Recovering",
                                "case Intent.Attach attach -> undo(attach);",
                                "case Intent.Attach _ -> {}")
                        .caughtBy(54),
                around(
                                "outcomes do not outlive the agent",
                                "node.Outbox",
                                ".forEach((place, record) -> waiting.put(place, new Waiting(record, true, Outbox::tellNobody)));",
                                ".keySet().forEach(agent.disk()::forget);")
                        .caughtBy(232),
                around(
                                "an owner whose namespace is gone stays the owner",
                                "node.Agent",
                                "return holds || memory.owner().isEmpty() ? memory : memory.unowned();",
                                "return memory;")
                        .caughtBy(54));
    }
}
