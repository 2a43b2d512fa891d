package io.vfledger.placement;

import io.vfledger.vf.PciAddress;

/**
 * The function that was picked.
 *
 * @param vf its address
 * @param reason why this one, for the ledger
 */
public record Choice(PciAddress vf, String reason) {}
