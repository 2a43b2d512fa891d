package io.vfledger.cni.ipam;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniResult;

/** What came of an IPAM operation. */
public sealed interface IpamOutcome {
    /** ADD: at least one address, with its routes and DNS. */
    record Allocated(CniResult result) implements IpamOutcome {}

    /** DEL: nothing is allocated any more. */
    record Released() implements IpamOutcome {}

    /** The plugin's own error, or why it could not be run. After a failed ADD the plugin was told to release. */
    record Failed(CniError error) implements IpamOutcome {}
}
