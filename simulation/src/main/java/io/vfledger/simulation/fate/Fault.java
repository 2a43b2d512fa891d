package io.vfledger.simulation.fate;

/**
 * What can go wrong. To add one: a constant here, and {@link Chance#strikes} asked at the place where it happens.
 */
public enum Fault {
    /** An allocator instance dies between any two steps of a batch. */
    ALLOCATOR_CRASH(12),
    /** An allocator instance stands still, longer than its session or its transaction may last, and goes on as if nothing was. */
    ALLOCATOR_PAUSE(12),
    /** A batch is rolled back after it was decided. */
    BATCH_ABORTED(25),
    /** The answer to a commit is lost; it took place, or it did not. */
    COMMIT_UNKNOWN(20),
    /** An allocator's clock jumps, forward or back, by up to 20 s. */
    ALLOCATOR_CLOCK_JUMP(4),
    /** A node's clock jumps, forward or back, by up to 20 s. */
    NODE_CLOCK_JUMP(4),
    /** An agent dies at a point inside its work. */
    AGENT_CRASH(6),
    /** What an agent was writing to its disk as it died is not there. */
    TORN_WRITE(400),
    /** An agent begins again on an empty disk. */
    DISK_LOST(60),
    /** A node is started again: no namespace outlives it. */
    REBOOT(2),
    /** A node comes back as another machine. */
    REIMAGED(250),
    /** A node leaves for good, and another comes by its name. */
    NODE_REMOVED(1),
    /** A node cannot reach the broker for a while. */
    BROKER_AWAY(5),
    /** Nobody can write for a while: schema ids cannot be had. */
    REGISTRY_AWAY(4),
    /** Kafka has the records, but the agent does not learn it, and sends them again. */
    ACK_LOST(15),
    /** What a dead agent had sent arrives all the same. */
    IN_FLIGHT_LANDS(500),
    /** The kernel refuses a setting. */
    KERNEL_REFUSES(40),
    /** The kernel asks to be tried again. */
    KERNEL_PENDING(25),
    /** Something of its holder stays on a VF that was taken back. */
    RESIDUE(80),
    /** A driver lets go of a VF: it is in nobody's namespace. */
    VF_LOST(3),
    /** Somebody lowers numvfs, and raises it again. */
    NUMVFS_CHANGED(2),
    /** The host uses a VF itself for a while. */
    HOST_USE(4),
    /** Somebody moves a free VF into a namespace of his own. */
    VF_TAKEN(2),
    /** A PF's link goes, and comes again. */
    LINK_DOWN(5),
    /** A runtime does not tell that a container ended. */
    DEL_SWALLOWED(80),
    /** A runtime says DEL twice. */
    DEL_TWICE(100),
    /** A DEL comes long after. */
    DEL_LATE(80),
    /** A namespace is gone before its DEL. */
    NAMESPACE_GONE(120),
    /** A runtime gives up its call before the answer. */
    CALLER_GONE(40),
    /** A container is started again in the same namespace, by the same name. */
    ADD_AFTER_DEL(150),
    /** A call comes with little time left. */
    SHORT_DEADLINE(60),
    /** News of a pod comes late. */
    POD_NEWS_LATE(150),
    /** News of a pod comes twice. */
    POD_NEWS_TWICE(150),
    /** The API server forgets pods that live. */
    API_FORGETS(250),
    /** Eight days pass in which an agent is away: what it was sent meanwhile is not kept any more. */
    LONG_ABSENCE(40);

    private final int perMille;

    Fault(int perMille) {
        this.perMille = perMille;
    }

    /** How often of a thousand times it strikes where it may; 0 to 1000. */
    int perMille() {
        return perMille;
    }
}
