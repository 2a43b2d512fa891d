package io.vfledger.executor.kernel;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import java.util.Optional;

/**
 * A PCI network function that can have VFs, as sysfs tells.
 *
 * @param pci its address
 * @param vendor vendor id
 * @param device device id
 * @param driver what it is bound to; empty when unbound
 * @param numaNode -1 when the machine does not tell
 * @param totalVfs {@code sriov_totalvfs}
 * @param configuredVfs {@code sriov_numvfs}
 * @param netdev its interface on the host; empty when it has none there
 */
public record PciFunction(
        PciAddress pci,
        PciId vendor,
        PciId device,
        Optional<String> driver,
        int numaNode,
        int totalVfs,
        int configuredVfs,
        Optional<InterfaceName> netdev) {}
