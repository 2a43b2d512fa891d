package io.vfledger.inventory.projection;

import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that the allocator took up and that waits for its node.
 *
 * @param requestId unique for ever
 * @param attachment the interface that is asked for
 * @param pod the pod, where the runtime told it
 * @param pci the function that was chosen; empty where none was yet
 * @param openedAt when the allocator took it up
 * @param deadline when nobody waits for it any more
 */
public record Request(
        String requestId,
        Attachment attachment,
        Optional<PodIdentity> pod,
        Optional<PciAddress> pci,
        Instant openedAt,
        Instant deadline) {}
