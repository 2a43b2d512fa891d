package io.vfledger.vf;

import java.util.Optional;

/**
 * What a function is, apart from how it is set: by this pools select. A PF that is given as a whole is a function that is
 * its own PF, with the number 0.
 *
 * @param pci its address
 * @param pf the address of its PF; its own where it is the PF itself
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

    /** Whether it is the PF itself, not one of its VFs. */
    public boolean isPf() {
        return pci.equals(pf);
    }

    /** What the PF itself is, as a function. */
    public static VfTraits ofPf(PfInfo pf) {
        return new VfTraits(
                pf.pci(),
                pf.pci(),
                pf.netdev(),
                new VfIndex(0),
                pf.hardware().vendor(),
                pf.hardware().device(),
                Optional.of(pf.driver().name()).filter(name -> !name.isEmpty()));
    }
}
