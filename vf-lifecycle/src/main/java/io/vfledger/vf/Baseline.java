package io.vfledger.vf;

/**
 * The attributes of a VF when it was first verified; what "clean" is compared with ever after.
 *
 * @param attributes as read back then
 */
public record Baseline(VfAttributes attributes) {}
