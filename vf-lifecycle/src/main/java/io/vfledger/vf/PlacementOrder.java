package io.vfledger.vf;

/** Onto which of its PFs a pool's VFs are given first. */
public enum PlacementOrder {
    /** Over the PFs evenly: the one with the fewest VFs in use. */
    SPREAD,
    /** Onto few PFs: the one with the most VFs in use. */
    PACK
}
