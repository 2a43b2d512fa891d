package io.vfledger.simulation.node;

import io.vfledger.lifecycle.FailureReason;
import io.vfledger.simulation.fate.Fate;
import io.vfledger.simulation.fate.Fault;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfIndex;
import io.vfledger.vf.VfInfo;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kernel of a node with one PF, and what really is where. It does what it is asked unless the seed says otherwise. */
public final class Kernel {
    /** The PF of every node. */
    static final PciAddress PF = new PciAddress("0000:01:00.0");

    static final InterfaceName PF_NAME = new InterfaceName("ens1");

    private final NodeName node;
    private final Fate fate;
    private final int vfs;
    private final Witness witness;
    private final SortedMap<PciAddress, Port> ports = new TreeMap<>();
    private Port whole = new Port();
    private boolean carrier = true;
    private long inodes = 1000;

    /** Is asked whenever a VF changes hands. */
    interface Witness {
        /** A VF comes into a namespace, with this of somebody else's on it. */
        void given(PciAddress vf, Namespace to, Optional<String> residue);

        /** A VF is taken out of a namespace. */
        void taken(PciAddress vf, Namespace from);
    }

    Kernel(NodeName node, Fate fate, int vfs, Witness witness) {
        this.node = node;
        this.fate = fate;
        this.vfs = vfs;
        this.witness = witness;
        boot();
    }

    /** Begins with all VFs made anew; no namespace is left. */
    void boot() {
        functions().values().forEach(port -> port.in.ifPresent(namespace -> namespace.lives = false));
        whole = new Port();
        ports.clear();
        create();
        carrier = true;
    }

    private void create() {
        for (int i = 0; i < vfs; i++) {
            ports.put(address(i), new Port());
        }
    }

    static PciAddress address(int index) {
        return new PciAddress("0000:01:10." + index);
    }

    /** The VFs that are there, by address. */
    SortedMap<PciAddress, Port> ports() {
        return ports;
    }

    /** The VFs that are there, and the PF itself, which may be given as a whole. */
    SortedMap<PciAddress, Port> functions() {
        SortedMap<PciAddress, Port> all = new TreeMap<>(ports);
        all.put(PF, whole);
        return all;
    }

    Optional<Port> port(PciAddress vf) {
        return vf.equals(PF) ? Optional.of(whole) : Optional.ofNullable(ports.get(vf));
    }

    Namespace newNamespace(String name) {
        inodes++;
        return new Namespace(node + "-" + name + "-" + inodes, inodes, true);
    }

    /** A namespace of no pod; nothing is set on what it has. */
    Namespace strangeNamespace() {
        inodes++;
        return new Namespace(node + "-strange-" + inodes, inodes, false);
    }

    /** The last process in it has ended: what it had goes home, as it was set. */
    void destroy(Namespace namespace) {
        namespace.lives = false;
        for (Port port : functions().values()) {
            if (port.in.equals(Optional.of(namespace))) {
                port.in = Optional.empty();
                port.residue = Optional.of(namespace.toString()).filter(any -> namespace.isPods);
            }
        }
    }

    void carrier(boolean up) {
        carrier = up;
    }

    /** All VFs vanish. */
    void removeAll() {
        ports.clear();
    }

    /** All VFs are there again, as a driver makes them. */
    void createAgain() {
        if (ports.isEmpty()) {
            create();
        }
    }

    /** Whether that very namespace has the VF. */
    boolean holds(NetworkNamespace namespace, PciAddress vf) {
        return port(vf).flatMap(port -> port.in)
                .filter(found -> found.lives && found.identity.inode() == namespace.inode())
                .isPresent();
    }

    private Optional<Answer> refusal(PciAddress vf) {
        if (port(vf).isEmpty()) {
            return Optional.of(new Answer.Failed(FailureReason.NO_SUCH_VF, vf + " is not there"));
        }
        if (fate.strikes(Fault.KERNEL_REFUSES)) {
            return Optional.of(new Answer.Failed(FailureReason.KERNEL_REFUSED, "EOPNOTSUPP"));
        }
        if (fate.strikes(Fault.KERNEL_PENDING)) {
            return Optional.of(new Answer.Failed(FailureReason.PENDING, "EAGAIN"));
        }
        return Optional.empty();
    }

    /** Sets a VF and moves it into a namespace. */
    Answer attach(PciAddress vf, Namespace to, VfSettings settings) {
        Optional<Answer> refused = refusal(vf);
        if (refused.isPresent()) {
            return refused.get();
        }
        Port port = port(vf).orElseThrow();
        if (!to.lives) {
            return new Answer.Failed(FailureReason.NO_SUCH_NAMESPACE, to + " is gone");
        }
        if (!port.atHome() || port.hostUse.isPresent()) {
            return new Answer.Failed(FailureReason.NO_SUCH_VF, vf + " is not with the host, or used by it");
        }
        if (isBesideWhole(vf)) {
            return new Answer.Failed(FailureReason.HOST_USE, "a PF is given as a whole only without its VFs");
        }
        port.attributes = set(port.attributes, settings);
        witness.given(vf, to, port.residue.or(() -> foreign(port, settings)));
        port.in = Optional.of(to);
        return new Answer.Done(List.of());
    }

    /** Whether somebody else has the PF of a VF, or a VF of the PF. */
    private boolean isBesideWhole(PciAddress function) {
        return function.equals(PF)
                ? ports.values().stream().anyMatch(port -> port.in.isPresent())
                : whole.in.isPresent();
    }

    /** Sets a VF for whom it is kept, where it is. */
    Answer hold(PciAddress vf, VfSettings settings, VfAttributes baseline) {
        Optional<Answer> refused = refusal(vf);
        if (refused.isPresent()) {
            return refused.get();
        }
        Port port = port(vf).orElseThrow();
        if (!port.atHome() || port.hostUse.isPresent()) {
            return new Answer.Failed(FailureReason.NO_SUCH_VF, vf + " is not with the host, or used by it");
        }
        port.attributes = set(baseline.equals(VfAttributes.UNKNOWN) ? port.attributes : baseline, settings);
        return new Answer.Done(List.of());
    }

    /** What is on a VF beyond what was asked for; nobody's namespace left it, so that a hold did. */
    private static Optional<String> foreign(Port port, VfSettings settings) {
        return port.attributes.equals(set(Port.CLEAN, settings)) ? Optional.empty() : Optional.of("another's hold");
    }

    private static VfAttributes set(VfAttributes before, VfSettings settings) {
        var after = before.toBuilder();
        settings.vlan().ifPresent(after::vlan);
        settings.mac().ifPresent(after::adminMac);
        return after.build();
    }

    /** Brings a VF home and to its baseline. */
    Answer release(PciAddress vf, Optional<NetworkNamespace> from, VfAttributes baseline) {
        Optional<Answer> refused = refusal(vf);
        if (refused.isPresent()) {
            return refused.get();
        }
        Port port = port(vf).orElseThrow();
        if (port.in.isPresent()) {
            Namespace in = port.in.get();
            boolean expected =
                    from.filter(told -> told.inode() == in.identity.inode()).isPresent();
            if (!expected) {
                return new Answer.Failed(FailureReason.NO_SUCH_VF, vf + " is in " + in);
            }
            witness.taken(vf, in);
            port.residue = Optional.of(in.toString()).filter(any -> in.isPods);
        }
        port.in = Optional.empty();
        port.bound = true;
        clean(port, baseline);
        return new Answer.Done(differences(port, baseline));
    }

    private void clean(Port port, VfAttributes baseline) {
        if (fate.strikes(Fault.RESIDUE)) {
            return;
        }
        port.attributes = baseline.equals(VfAttributes.UNKNOWN) ? Port.CLEAN : baseline;
        port.residue = Optional.empty();
    }

    private static List<String> differences(Port port, VfAttributes baseline) {
        List<String> differences = new ArrayList<>();
        if (!port.atHome()) {
            differences.add("place: with the host, found elsewhere");
        }
        boolean same = baseline.equals(VfAttributes.UNKNOWN) || baseline.equals(port.attributes);
        if (!same || port.residue.isPresent()) {
            differences.add("attributes: as at first, found of " + port.residue.orElse("nobody known"));
        }
        return differences;
    }

    /** Reads a VF, and brings it to its baseline before if that is asked. */
    Answer verify(PciAddress vf, Optional<VfAttributes> baseline, boolean repair) {
        Optional<Answer> refused = refusal(vf);
        if (refused.isPresent()) {
            return refused.get();
        }
        Port port = port(vf).orElseThrow();
        if (repair && port.in.isEmpty() && port.hostUse.isEmpty()) {
            port.bound = true;
            clean(port, baseline.orElse(VfAttributes.UNKNOWN));
        }
        return new Answer.Done(differences(port, baseline.orElse(VfAttributes.UNKNOWN)));
    }

    PfInfo pf() {
        return new PfInfo(
                PF,
                Optional.of(PF_NAME).filter(_ -> whole.atHome()),
                new PfInfo.Hardware(new PciId("8086"), new PciId("10c9"), "Intel", "82576", -1, 7),
                new PfInfo.Driver("igb", "6.12", "1.0"),
                new PfInfo.Link(
                        Optional.of(MacAddress.parse("52:54:00:00:00:01")), 1500, carrier, "up", Optional.of(1000)),
                ports.size(),
                Optional.empty(),
                Optional.empty());
    }

    /** All VFs as they are seen, without evidence. */
    List<VfInfo> seen() {
        List<VfInfo> seen = new ArrayList<>();
        ports.forEach((pci, port) -> seen.add(new VfInfo(
                new VfTraits(
                        pci,
                        PF,
                        Optional.of(PF_NAME),
                        new VfIndex(pci.value().charAt(pci.value().length() - 1) - '0'),
                        new PciId("8086"),
                        new PciId("10ca"),
                        port.bound ? Optional.of("igbvf") : Optional.empty()),
                attributes(pci, port),
                port.atHome(),
                port.hostUse,
                port.in.map(namespace -> namespace.identity),
                Optional.empty())));
        return seen;
    }

    /** The PF as a function. */
    VfInfo seenWhole() {
        return new VfInfo(
                VfTraits.ofPf(pf()),
                attributes(PF, whole),
                whole.atHome(),
                whole.hostUse,
                whole.in.map(namespace -> namespace.identity),
                Optional.empty());
    }

    private static VfAttributes attributes(PciAddress pci, Port port) {
        return port.atHome()
                ? port.attributes.toBuilder()
                        .netdev(new InterfaceName(
                                "vf" + pci.value().charAt(pci.value().length() - 1)))
                        .build()
                : port.attributes;
    }
}
