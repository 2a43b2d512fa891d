package io.vfledger.executor.attach;

import io.vfledger.avro.FailureReason;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.ReleaseMode;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfDescription;
import io.vfledger.avro.VfSettings;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.IpPrefix;
import io.vfledger.cni.protocol.ResultIp;
import io.vfledger.cni.protocol.ResultRoute;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.executor.journal.SavedCall;
import io.vfledger.executor.pf.PfConfiguration;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.vf.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node in memory: one PF with VFs, an IPAM plugin, and a power switch that works at a chosen moment. */
final class FakeNode implements NodeNics, Ipam {
    static final PciAddress PF = new PciAddress("0000:01:00.0");

    /** The agent dies here, as by kill -9: nothing after it runs. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;

        PowerCut(String at) {
            super(at);
        }
    }

    private static final VfAttributes CLEAN = VfAttributes.newBuilder()
            .setAdminMac("00:00:00:00:00:00")
            .setVlan(0)
            .setMac("02:00:00:00:00:01")
            .setMtu(1500)
            .setNetdev("vf0")
            .setUp(false)
            .build();

    /** Where VFs are: the interface's name in a pod; on the host when absent. */
    final Map<PciAddress, String> inPod = new HashMap<>();

    /** Containers that have an address. */
    final Set<String> addresses = new HashSet<>();

    final Set<PciAddress> vfs = new HashSet<>();
    final Map<PciAddress, String> hostUse = new HashMap<>();
    final Map<PciAddress, Consumer<VfDescription.Builder>> altered = new HashMap<>();
    final List<String> done = new ArrayList<>();
    boolean carrier = true;
    Optional<String> eswitch = Optional.of("legacy");
    Optional<String> cutAt = Optional.empty();
    /** What happens while the kernel is slow to attach. */
    Runnable meanwhile = () -> {};

    Optional<Failure> attachFails = Optional.empty();
    Optional<Failure> releaseFails = Optional.empty();
    Optional<Failure> holdFails = Optional.empty();

    /** What is not as it was after a release. */
    List<String> leftovers = List.of();

    /** What the PF keeps about VFs that were prepared. */
    final Map<PciAddress, VfSettings> prepared = new HashMap<>();

    /** What the kernel tells of a VF in a pod. */
    VfAttributes kernel = CLEAN;

    /** The routes that are found through a VF in a pod. */
    List<PodRoute> found = List.of();

    /** What the IPAM plugin gives beside an address. */
    List<ResultRoute> routes = List.of();

    List<ValidAttachment> kept = List.of();
    boolean ipamFails;
    boolean rebases;
    boolean namespaceLives = true;

    FakeNode(int count) {
        for (int i = 0; i < count; i++) {
            vfs.add(vf(i));
        }
    }

    /** The address of its VF of that number, 0 to 255. */
    static PciAddress vf(int index) {
        int device = 0x10 + index / 8;
        return new PciAddress(String.format("0000:%02x:%02x.%d", 1 + device / 32, device % 32, index % 8));
    }

    private void moment(String what) {
        done.add(what);
        if (cutAt.equals(Optional.of(what))) {
            cutAt = Optional.empty();
            throw new PowerCut(what);
        }
    }

    @Override
    public Inventory inventory() {
        return new Inventory(
                List.of(PfDescription.newBuilder()
                        .setPci(PF.value())
                        .setNetdev("pf0")
                        .setCarrier(carrier)
                        .setConfiguredVfs(vfs.size())
                        .setEswitchMode(eswitch.orElse(null))
                        .build()),
                vfs.stream().sorted().map(this::described).toList());
    }

    private VfDescription described(PciAddress pci) {
        VfDescription.Builder vf = VfDescription.newBuilder()
                .setPci(pci.value())
                .setPfPci(PF.value())
                .setDriver("igbvf")
                .setInHostNamespace(!inPod.containsKey(pci))
                .setAttributes(VfAttributes.newBuilder(CLEAN).build());
        altered.getOrDefault(pci, unaltered -> {}).accept(vf);
        return vf.build();
    }

    @Override
    public Inventory inventory(PciAddress pf) {
        return pf.equals(PF) ? inventory() : new Inventory(List.of(), List.of());
    }

    @Override
    public Optional<VfDescription> whole(PciAddress pf) {
        return pf.equals(PF) ? Optional.of(described(pf)) : Optional.empty();
    }

    @Override
    public Optional<PciAddress> pfOf(PciAddress function) {
        return function.equals(PF) || vfs.contains(function) ? Optional.of(PF) : Optional.empty();
    }

    @Override
    public Attached attach(AttachOrder order) {
        moment("before attach");
        meanwhile.run();
        if (!vfs.contains(order.pci()) && !order.pci().equals(PF)) {
            return new Attached.Failed(new Failure(FailureReason.NO_SUCH_VF, "there is no VF " + order.pci(), true));
        }
        if (attachFails.isPresent()) {
            return new Attached.Failed(attachFails.get());
        }
        inPod.put(order.pci(), order.ifname());
        moment("after attach");
        return new Attached.Done(VfAttributes.newBuilder(kernel).setUp(true).build(), Optional.of("vf0"), 10);
    }

    @Override
    public Held hold(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        moment("before hold");
        if (holdFails.isPresent()) {
            return new Held.Failed(holdFails.get());
        }
        prepared.put(pci, settings);
        moment("after hold");
        return new Held.Done(
                VfAttributes.newBuilder(kernel).setVlan(settings.getVlan()).build());
    }

    @Override
    public Held rewrite(PciAddress pci, VfSettings settings, VfAttributes baseline) {
        if (holdFails.isPresent()) {
            return new Held.Failed(holdFails.get());
        }
        done.add("rewrite " + pci + " vlan " + settings.getVlan());
        altered.remove(pci);
        return new Held.Done(sight(pci));
    }

    @Override
    public Released release(ReleaseOrder order) {
        moment("before release");
        if (releaseFails.isPresent()) {
            return new Released.Failed(releaseFails.get());
        }
        inPod.remove(order.pci());
        if (leftovers.isEmpty()) {
            prepared.remove(order.pci());
        }
        moment("after release");
        return new Released.Done(leftovers, CLEAN, rebases, 10);
    }

    @Override
    public Verified verify(PciAddress pci, Optional<VfAttributes> baseline, Optional<ReleaseMode> repair) {
        return vfs.contains(pci)
                ? new Verified.Done(List.of(), Optional.ofNullable(hostUse.get(pci)), sight(pci), rebases)
                : new Verified.Failed(new Failure(FailureReason.NO_SUCH_VF, "there is no VF " + pci, true));
    }

    private VfAttributes sight(PciAddress pci) {
        return inPod.containsKey(pci)
                ? VfAttributes.newBuilder(CLEAN).setNetdev(null).build()
                : CLEAN;
    }

    @Override
    public Configured configure(PfConfiguration wanted, Supplier<Set<PciAddress>> given) {
        if (given.get().stream().anyMatch(vfs::contains)) {
            return new Configured.Failed(new Failure(FailureReason.IN_USE, given.get() + " is attached", true));
        }
        done.add("configure " + wanted.vfCount() + " " + wanted.mtu());
        return new Configured.Done(inventory().pfs().getFirst());
    }

    @Override
    public Looked look(PciAddress pci, PodNamespace namespace) {
        return vfs.contains(pci)
                ? new Looked.Found(kernel, true, Optional.ofNullable(inPod.get(pci)), found)
                : new Looked.Failed(new Failure(FailureReason.NO_SUCH_VF, "there is no VF " + pci, true));
    }

    @Override
    public Optional<PciAddress> vf(String pfNetdev, int index) {
        PciAddress pci = new PciAddress("0000:01:10." + index);
        return pfNetdev.equals("pf0") && vfs.contains(pci) ? Optional.of(pci) : Optional.empty();
    }

    @Override
    public void assume(PfConfiguration earlier) {
        done.add("assume " + earlier.vfCount());
    }

    @Override
    public boolean interfaceExists(PodNamespace namespace, String ifname) {
        return inPod.containsValue(ifname);
    }

    @Override
    public boolean holds(NetworkNamespace namespace, PciAddress pci) {
        return namespaceLives && inPod.containsKey(pci);
    }

    @Override
    public Given add(SavedCall call) {
        moment("before IPAM ADD");
        if (ipamFails) {
            return new Given.Refused(CniError.of(CniErrorCode.IPAM_FAILURE, "no address is left"));
        }
        addresses.add(container(call));
        moment("after IPAM ADD");
        return new Given.Addresses(new CniResult(
                List.of(),
                List.of(new ResultIp(IpPrefix.parse("10.0.0.2/24"), Optional.empty(), OptionalInt.empty())),
                routes,
                CniResult.EMPTY.dns()));
    }

    @Override
    public Optional<CniError> del(SavedCall call) {
        moment("before IPAM DEL");
        if (ipamFails) {
            return Optional.of(CniError.of(CniErrorCode.IPAM_FAILURE, "the lease file is locked"));
        }
        addresses.remove(container(call));
        moment("after IPAM DEL");
        return Optional.empty();
    }

    @Override
    public Optional<CniError> check(SavedCall call) {
        return ipamFails ? Optional.of(CniError.of(CniErrorCode.IPAM_FAILURE, "the lease is gone")) : Optional.empty();
    }

    @Override
    public Optional<CniError> status(SavedCall call) {
        return ipamFails
                ? Optional.of(CniError.of(CniErrorCode.PLUGIN_NOT_AVAILABLE, "no address is left"))
                : Optional.empty();
    }

    @Override
    public Optional<CniError> collect(SavedCall call, List<ValidAttachment> also) {
        kept = List.copyOf(also);
        done.add("IPAM GC");
        return ipamFails ? Optional.of(CniError.of(CniErrorCode.IPAM_FAILURE, "no GC today")) : Optional.empty();
    }

    private static String container(SavedCall call) {
        return call.environment().getOrDefault("CNI_CONTAINERID", "");
    }
}
