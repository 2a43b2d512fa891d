package io.vfledger.lifecycle;

/** How long the state machine waits, in milliseconds. */
public final class LifecycleTimes {
    /** After a request's deadline the outcome may still be on its way for this long. */
    public static final long ATTACH_GRACE_MS = 2_000;
    /** A deadline further away than this comes from a wrong clock and is taken as this. */
    public static final long MAX_DEADLINE_MS = 300_000;
    /** First wait before VerifyVf is sent again to a function that was just discovered. */
    public static final long DISCOVERED_RETRY_MS = 5_000;
    /** First wait before ReleaseVf or RecoverVf is sent again. */
    public static final long RELEASE_RETRY_MS = 10_000;
    /** First wait before a quarantined function is verified again. */
    public static final long QUARANTINE_RETRY_MS = 1_000;
    /** After a try in quarantine no event brings the next one nearer than this, nor than half of its wait. */
    public static final long EVENT_PAUSE_MS = 10_000;
    /** First wait before what was changed by hand again is written again. */
    public static final long REWRITE_RETRY_MS = 1_000;
    /** After so long without drift one of the times that it was written is forgotten. */
    public static final long REWRITE_QUIET_MS = 600_000;
    /** No wait grows beyond this. */
    public static final long MAX_RETRY_MS = 300_000;
    /** A hold that nobody takes ends after this. */
    public static final long HOLD_MS = 600_000;
    /** So long after its pod is said to be gone a node is asked whether a function is still in use. */
    public static final long GONE_POD_CHECK_MS = 30_000;
    /** For so long a function that was taken back is given only when there is no other. */
    public static final long JUST_RELEASED_MS = 10_000;

    /** For so long a function that was in quarantine is given only when there is no other. */
    public static final long FORMERLY_FAULTY_MS = 3_600_000;

    /** A node that has said nothing for so long, after a command went unanswered, counts as silent. */
    public static final long SILENT_MS = 60_000;

    private static final int MAX_DOUBLINGS = 20;

    private LifecycleTimes() {}

    /**
     * The wait before the next try: doubled with each, up to {@link #MAX_RETRY_MS}.
     *
     * @param firstMs the wait before the first
     * @param attempts tries made already, 0 or more
     */
    static long backOff(long firstMs, int attempts) {
        return Math.min(firstMs << Math.min(attempts, MAX_DOUBLINGS), MAX_RETRY_MS);
    }
}
