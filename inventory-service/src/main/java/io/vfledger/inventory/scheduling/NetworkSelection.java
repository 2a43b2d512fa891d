package io.vfledger.inventory.scheduling;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import java.util.Optional;

/**
 * One network that a pod selects.
 *
 * @param network its NetworkAttachmentDefinition
 * @param ifname name of the interface; empty: as the runtime numbers them
 * @param mac address of the interface; empty: as the network has it
 * @param device the very function; empty: any
 */
public record NetworkSelection(
        ObjectKey network, Optional<InterfaceName> ifname, Optional<MacAddress> mac, Optional<PciAddress> device) {}
