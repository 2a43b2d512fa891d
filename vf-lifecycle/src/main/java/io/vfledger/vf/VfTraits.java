package io.vfledger.vf;

import java.util.Optional;

/**
 * What a VF is, apart from how it is set: by this pools select.
 *
 * @param pci its address
 * @param pf the address of its PF
 * @param pfName the interface name of its PF on the host; empty when the PF's interface is not there
 * @param index its number on the PF
 * @param vendor PCI vendor id
 * @param device PCI device id
 * @param driver the driver it is bound to, like {@code igbvf} or {@code vfio-pci}; empty when unbound
 */
public record VfTraits(
        PciAddress pci,
        PciAddress pf,
        Optional<InterfaceName> pfName,
        VfIndex index,
        PciId vendor,
        PciId device,
        Optional<String> driver) {
    public VfTraits {
        driver.ifPresent(name -> Require.printable("driver name", name, 64));
    }
}
