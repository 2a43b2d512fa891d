package io.vfledger.benchmarks.request;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfSettings;
import io.vfledger.executor.attach.NodeNics;
import io.vfledger.executor.attach.PodNamespace;
import io.vfledger.executor.pf.PfConfiguration;
import io.vfledger.vf.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One PF whose VFs do at once, and without the kernel, what they are told: what is left is the price of the log. */
final class FreeNics implements NodeNics {
    /** As many as the PCI addresses of {@link #vf(int)} reach. */
    static final int MOST_VFS = 128;

    private static final PciAddress PF = new PciAddress("0000:01:00.0");
    private static final int FIRST_DEVICE = 0x10;
    private static final int FUNCTIONS = 8;
    private static final String DRIVER = "igbvf";

    private final int vfs;

    FreeNics(int vfs) {
        if (vfs < 1 || vfs > MOST_VFS) {
            throw new IllegalArgumentException(vfs + " VFs; allowed are 1 to " + MOST_VFS);
        }
        this.vfs = vfs;
    }

    private static PciAddress vf(int index) {
        return new PciAddress("0000:01:%02x.%d".formatted(FIRST_DEVICE + index / FUNCTIONS, index % FUNCTIONS));
    }

    private static VfAttributes clean(int index) {
        return VfAttributes.newBuilder()
                .setAdminMac("00:00:00:00:00:00")
                .setVlan(0)
                .setMac("02:00:00:00:00:%02x".formatted(index))
                .setMtu(1500)
                .setNetdev("pf0v" + index)
                .setUp(false)
                .build();
    }

    private static int indexOf(PciAddress pci) {
        String text = pci.value();
        int device = Integer.parseInt(text, 8, 10, 16) - FIRST_DEVICE;
        return device * FUNCTIONS + text.charAt(text.length() - 1) - '0';
    }

    @Override
    public Inventory inventory() {
        PfDescription pf = PfDescription.newBuilder()
                .setPci(PF.value())
                .setNetdev("pf0")
                .setDriver("igb")
                .setVendorId("8086")
                .setDeviceId("10c9")
                .setTotalVfs(MOST_VFS)
                .setConfiguredVfs(vfs)
                .setMac("02:00:00:00:01:00")
                .setMtu(1500)
                .setCarrier(true)
                .setOperState("up")
                .build();
        List<VfDescription> functions = IntStream.range(0, vfs)
                .mapToObj(index -> VfDescription.newBuilder()
                        .setPci(vf(index).value())
                        .setPfPci(PF.value())
                        .setPfNetdev("pf0")
                        .setIndex(index)
                        .setVendorId("8086")
                        .setDeviceId("10ca")
                        .setDriver(DRIVER)
                        .setInHostNamespace(true)
                        .setAttributes(clean(index))
                        .build())
                .toList();
        return new Inventory(List.of(pf), functions);
    }

    @Override
    public Inventory inventory(PciAddress pf) {
        return pf.equals(PF) ? inventory() : new Inventory(List.of(), List.of());
    }

    @Override
    public Optional<PciAddress> pfOf(PciAddress function) {
        return Optional.of(PF);
    }

    @Override
    public Attached attach(AttachOrder order) {
        return new Attached.Done(clean(indexOf(order.pci())), Optional.of("pf0v" + indexOf(order.pci())), 0);
    }

    @Override
    public Held hold(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        return new Held.Done(VfAttributes.newBuilder(clean(indexOf(pci)))
                .setVlan(settings.getVlan())
                .build());
    }

    @Override
    public Held rewrite(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        return hold(pci, settings, baseline);
    }

    @Override
    public Released release(ReleaseOrder order) {
        return new Released.Done(List.of(), clean(indexOf(order.pci())), false, 0);
    }

    @Override
    public Verified verify(PciAddress pci, Optional<VfAttributes> baseline, Optional<ReleaseMode> repair) {
        return new Verified.Done(List.of(), Optional.empty(), clean(indexOf(pci)), false);
    }

    @Override
    public Configured configure(PfConfiguration wanted, Supplier<Set<PciAddress>> given) {
        return new Configured.Failed(new Failure(FailureReason.UNSUPPORTED, "this PF is made up", true));
    }

    @Override
    public void assume(PfConfiguration earlier) {
        // There are no defaults to take over.
    }

    @Override
    public Looked look(PciAddress pci, PodNamespace namespace) {
        return new Looked.Found(clean(indexOf(pci)), true, Optional.of("net1"), List.of());
    }

    @Override
    public Optional<VfDescription> whole(PciAddress pf) {
        return Optional.empty();
    }

    @Override
    public Optional<PciAddress> vf(String pfNetdev, int index) {
        return index < vfs ? Optional.of(vf(index)) : Optional.empty();
    }

    @Override
    public boolean interfaceExists(PodNamespace namespace, String ifname) {
        return false;
    }

    @Override
    public boolean holds(NetworkNamespace namespace, PciAddress pci) {
        return true;
    }
}
