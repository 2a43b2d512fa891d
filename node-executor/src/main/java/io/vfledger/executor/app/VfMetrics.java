package io.vfledger.executor.app;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.PfDescription;
import io.vfledger.avro.VfDescription;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.executor.kernel.Kernel;
import io.vfledger.executor.kernel.KernelException;
import io.vfledger.executor.metrics.Family;
import io.vfledger.executor.metrics.Labels;
import io.vfledger.netlink.route.LinkCounters;
import io.vfledger.netlink.route.VfCounters;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.VfIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health and traffic of PFs and VFs: what was seen last, and counters that are read when they are asked for. */
final class VfMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(VfMetrics.class);

    private final Kernel kernel;

    VfMetrics(Kernel kernel) {
        this.kernel = kernel;
    }

    List<Family> families(Vitals vitals) {
        Map<String, Labels> labels = labels(vitals);
        List<Family> families = new ArrayList<>(pfHealth(vitals));
        families.addAll(vfHealth(vitals, labels));
        families.addAll(countedByPfs(vitals, labels));
        families.addAll(countedInside(vitals, labels));
        return families;
    }

    private static List<Family> pfHealth(Vitals vitals) {
        List<Family.Sample> carrier = new ArrayList<>();
        List<Family.Sample> configured = new ArrayList<>();
        for (PfDescription pf : vitals.sight().pfs()) {
            Labels labels =
                    Labels.of("node", vitals.node()).with("pf", pf.getNetdev()).with("pci", pf.getPci());
            carrier.add(sample(labels, pf.getCarrier() ? 1 : 0));
            configured.add(sample(labels, pf.getConfiguredVfs()));
        }
        return List.of(
                Family.gauge("vfledger_pf_carrier", "1 while the PF has a link.")
                        .with(carrier),
                Family.gauge("vfledger_pf_vfs", "VFs that the PF is configured with.")
                        .with(configured));
    }

    private static List<Family> vfHealth(Vitals vitals, Map<String, Labels> labels) {
        List<Family.Sample> bound = new ArrayList<>();
        List<Family.Sample> attached = new ArrayList<>();
        List<Family.Sample> drift = new ArrayList<>();
        List<Family.Sample> up = new ArrayList<>();
        Map<String, VfMemory> memory = new HashMap<>();
        vitals.memory().forEach(known -> memory.put(known.pci().value(), known));
        for (VfDescription vf : vitals.sight().vfs()) {
            Labels mine = labels.getOrDefault(vf.getPci(), Labels.NONE);
            bound.add(sample(mine, vf.getDriver().isEmpty() ? 0 : 1));
            boolean owned = Optional.ofNullable(memory.get(vf.getPci()))
                    .flatMap(VfMemory::owner)
                    .isPresent();
            attached.add(sample(mine, owned ? 1 : 0));
            drift.add(sample(
                    mine,
                    vitals.sight().drift().getOrDefault(vf.getPci(), List.of()).size()));
            if (vf.getAttributes().getUp() != null) {
                up.add(sample(mine, vf.getAttributes().getUp() ? 1 : 0));
            }
        }
        return List.of(
                Family.gauge("vfledger_vf_driver_bound", "1 while the VF is bound to a driver.")
                        .with(bound),
                Family.gauge("vfledger_vf_attached", "1 while a pod has the VF.")
                        .with(attached),
                Family.gauge("vfledger_vf_up", "1 while the VF's interface is up; absent where it has none.")
                        .with(up),
                Family.gauge(
                                "vfledger_vf_drift",
                                "Administrative attributes of the VF that are not as the ledger has them.")
                        .with(drift));
    }

    private List<Family> countedByPfs(Vitals vitals, Map<String, Labels> labels) {
        Map<String, VfCounters> counted = new LinkedHashMap<>();
        for (PfDescription pf : vitals.sight().pfs()) {
            Map<VfIndex, VfCounters> ofPf = new HashMap<>();
            try {
                ofPf.putAll(kernel.vfCounters(new PciAddress(pf.getPci())));
            } catch (KernelException e) {
                LOG.debug("PF {} does not tell what it counted: {}", pf.getPci(), e.getMessage());
            }
            for (VfDescription vf : vitals.sight().vfs()) {
                VfCounters counters = ofPf.get(new VfIndex(vf.getIndex()));
                if (vf.getPfPci().equals(pf.getPci()) && counters != null) {
                    counted.put(vf.getPci(), counters);
                }
            }
        }
        String by = ", as its PF counted.";
        return List.of(
                counter(
                        "vfledger_vf_rx_bytes_total",
                        "Bytes received by the VF" + by,
                        counted,
                        labels,
                        VfCounters::rxBytes),
                counter(
                        "vfledger_vf_tx_bytes_total",
                        "Bytes sent by the VF" + by,
                        counted,
                        labels,
                        VfCounters::txBytes),
                counter(
                        "vfledger_vf_rx_packets_total",
                        "Packets received by the VF" + by,
                        counted,
                        labels,
                        VfCounters::rxPackets),
                counter(
                        "vfledger_vf_tx_packets_total",
                        "Packets sent by the VF" + by,
                        counted,
                        labels,
                        VfCounters::txPackets),
                counter(
                        "vfledger_vf_rx_dropped_total",
                        "Packets to the VF that were dropped" + by,
                        counted,
                        labels,
                        VfCounters::rxDropped),
                counter(
                        "vfledger_vf_tx_dropped_total",
                        "Packets from the VF that were dropped" + by,
                        counted,
                        labels,
                        VfCounters::txDropped));
    }

    private List<Family> countedInside(Vitals vitals, Map<String, Labels> labels) {
        Map<PciAddress, NetworkNamespace> where = new HashMap<>();
        for (VfDescription vf : vitals.sight().vfs()) {
            if (vf.getHolderNetns() != null) {
                where.put(
                        new PciAddress(vf.getPci()),
                        new NetworkNamespace(
                                vf.getHolderNetns().getPath(),
                                vf.getHolderNetns().getDevice(),
                                vf.getHolderNetns().getInode()));
            }
        }
        Map<String, LinkCounters> counted = new LinkedHashMap<>();
        try {
            kernel.counters(where).forEach((vf, counters) -> counted.put(vf.value(), counters));
        } catch (KernelException e) {
            LOG.debug("the pods' namespaces do not tell what was counted: {}", e.getMessage());
        }
        String by = " the VF's interface in the pod, as the pod's kernel counted.";
        return List.of(
                counter(
                        "vfledger_vf_netdev_rx_bytes_total",
                        "Bytes received by" + by,
                        counted,
                        labels,
                        LinkCounters::rxBytes),
                counter(
                        "vfledger_vf_netdev_tx_bytes_total",
                        "Bytes sent by" + by,
                        counted,
                        labels,
                        LinkCounters::txBytes),
                counter(
                        "vfledger_vf_netdev_rx_packets_total",
                        "Packets received by" + by,
                        counted,
                        labels,
                        LinkCounters::rxPackets),
                counter(
                        "vfledger_vf_netdev_tx_packets_total",
                        "Packets sent by" + by,
                        counted,
                        labels,
                        LinkCounters::txPackets),
                counter(
                        "vfledger_vf_netdev_rx_errors_total",
                        "Errors in receiving by" + by,
                        counted,
                        labels,
                        LinkCounters::rxErrors),
                counter(
                        "vfledger_vf_netdev_tx_errors_total",
                        "Errors in sending by" + by,
                        counted,
                        labels,
                        LinkCounters::txErrors),
                counter(
                        "vfledger_vf_netdev_rx_dropped_total",
                        "Packets received and dropped by" + by,
                        counted,
                        labels,
                        LinkCounters::rxDropped),
                counter(
                        "vfledger_vf_netdev_tx_dropped_total",
                        "Packets not sent but dropped by" + by,
                        counted,
                        labels,
                        LinkCounters::txDropped));
    }

    private static <T> Family counter(
            String name, String help, Map<String, T> counted, Map<String, Labels> labels, ToLongFunction<T> which) {
        return Family.counter(name, help)
                .with(counted.entrySet().stream()
                        .filter(entry -> labels.containsKey(entry.getKey()))
                        .map(entry -> sample(labels.getOrDefault(entry.getKey(), Labels.NONE), (double)
                                which.applyAsLong(entry.getValue())))
                        .toList());
    }

    /** The same for every sample of a VF, so that they can be joined; empty where no pod has it. */
    private static Map<String, Labels> labels(Vitals vitals) {
        Map<String, Owner> owners = new HashMap<>();
        vitals.memory()
                .forEach(known ->
                        known.owner().ifPresent(owner -> owners.put(known.pci().value(), owner)));
        Map<String, Labels> labels = new HashMap<>();
        for (VfDescription vf : vitals.sight().vfs()) {
            Optional<AssignVf> assigned =
                    Optional.ofNullable(owners.get(vf.getPci())).map(Owner::assign);
            labels.put(
                    vf.getPci(),
                    Labels.of("node", vitals.node())
                            .with("pf", vf.getPfNetdev())
                            .with("vf", vf.getPci())
                            .with("namespace", pod(assigned, io.vfledger.avro.PodIdentity::getNamespace))
                            .with("pod", pod(assigned, io.vfledger.avro.PodIdentity::getName))
                            .with(
                                    "network",
                                    assigned.map(it -> it.getAttachment().getNetwork())
                                            .orElse(""))
                            .with(
                                    "ifname",
                                    assigned.map(it -> it.getAttachment().getIfname())
                                            .orElse("")));
        }
        return labels;
    }

    private static String pod(
            Optional<AssignVf> assigned, java.util.function.Function<io.vfledger.avro.PodIdentity, String> which) {
        return assigned.flatMap(it -> Optional.ofNullable(it.getPod()))
                .map(which)
                .orElse("");
    }

    private static Family.Sample sample(Labels labels, double value) {
        return new Family.Sample("", labels, value);
    }
}
