package io.vfledger.lifecycle;

/**
 * A "no" with its reason.
 *
 * @param reason the kind
 * @param message one sentence: what and where
 * @param details what was asked, what exists, who holds it; may be empty
 */
public record Refusal(RefusalReason reason, String message, String details) {}
