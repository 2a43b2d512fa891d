package io.vfledger.executor.attach;

import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.ResultInterface;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.plan.Difference;
import io.vfledger.executor.plan.PodRoute;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.VfAttributesBuilder;
import io.vfledger.vf.VfSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What differs between an attachment as it was given and as it is. What its owner may change is no difference: flags, MTU,
 * addresses, and the interface's own MAC address where the VF is trusted or none was asked for.
 *
 * @param owner who has the VF, and what was asked for it
 * @param atAdd what was told when it was given, if this node remembers
 * @param namespace the pod's, as the caller passed it
 * @param found the kernel's word
 */
record Checkup(Owner owner, Optional<VfAttached> atAdd, PodNamespace namespace, NodeNics.Looked.Found found) {

    /** @param previous the result of the ADD, as its runtime kept it */
    List<Difference> differences(CniResult previous) {
        List<Difference> differences = new ArrayList<>();
        namespaceDiffers().ifPresent(differences::add);
        interfaceDiffers().ifPresent(differences::add);
        differences.addAll(Difference.between(expected(), KernelMapping.attributes(found.attributes())));
        previousDiffers(previous, differences);
        routesDiffer(previous, differences);
        return List.copyOf(differences);
    }

    private String ifname() {
        return owner.assign().getAttachment().getIfname();
    }

    private Optional<Difference> namespaceDiffers() {
        NetworkNamespace given = owner.assign().getNetns();
        NetworkNamespace now = namespace.identity();
        boolean same =
                given.getInode() == 0 || (given.getInode() == now.getInode() && given.getDevice() == now.getDevice());
        return same ? Optional.empty() : Optional.of(new Difference("namespace", text(given), text(now)));
    }

    private static String text(NetworkNamespace namespace) {
        return namespace.getPath() + " (" + namespace.getDevice() + ":" + namespace.getInode() + ")";
    }

    private Optional<Difference> interfaceDiffers() {
        String expected = ifname() + " in the pod";
        if (!found.hasInterface()) {
            return Optional.empty();
        }
        return switch (found.nameInPod().orElse("")) {
            case "" -> Optional.of(new Difference("interface", expected, "not in the pod's namespace"));
            case String name when name.equals(ifname()) -> Optional.empty();
            case String other -> Optional.of(new Difference("interface", expected, other));
        };
    }

    private boolean ownMacIsTheOwners() {
        VfSettings asked = KernelMapping.settings(owner.assign().getSettings());
        return asked.mac().isEmpty() || asked.trust().or(this::trustAtAdd).orElse(false);
    }

    private Optional<Boolean> trustAtAdd() {
        return Optional.ofNullable(attributesBefore().getTrust());
    }

    private VfAttributes attributesBefore() {
        return atAdd.map(VfAttached::getAttributes).orElse(owner.assign().getBaseline());
    }

    /** The attributes that are not the owner's: as read back at the ADD, else as asked on top of the baseline. */
    private io.vfledger.vf.VfAttributes expected() {
        VfSettings asked = KernelMapping.settings(owner.assign().getSettings());
        io.vfledger.vf.VfAttributes before = KernelMapping.attributes(attributesBefore());
        VfAttributesBuilder expected = io.vfledger.vf.VfAttributes.builder();
        asked.vlan().or(before::vlan).ifPresent(expected::vlan);
        asked.vlanQos().or(before::vlanQos).ifPresent(expected::vlanQos);
        asked.vlanProto().or(before::vlanProto).ifPresent(expected::vlanProto);
        asked.minTxRateMbps().or(before::minTxRateMbps).ifPresent(expected::minTxRateMbps);
        asked.maxTxRateMbps().or(before::maxTxRateMbps).ifPresent(expected::maxTxRateMbps);
        asked.spoofchk().or(before::spoofchk).ifPresent(expected::spoofchk);
        asked.trust().or(before::trust).ifPresent(expected::trust);
        asked.linkState().or(before::linkState).ifPresent(expected::linkState);
        asked.mac().ifPresent(expected::adminMac);
        if (found.nameInPod().isPresent() && !ownMacIsTheOwners()) {
            asked.mac().ifPresent(expected::ownMac);
        }
        return expected.build();
    }

    private void previousDiffers(CniResult previous, List<Difference> differences) {
        Optional<ResultInterface> told = previous.interfaces().stream()
                .filter(each -> each.name().equals(ifname()) && each.sandbox().isPresent())
                .findFirst();
        if (told.isEmpty()) {
            // Results before 0.3.0 have no interfaces to compare.
            if (!previous.interfaces().isEmpty()) {
                differences.add(new Difference("prevResult.interfaces", ifname(), "not among them"));
            }
            return;
        }
        String pci = owner.assign().getPci();
        told.get()
                .pciId()
                .filter(id -> !id.toLowerCase(Locale.ROOT).equals(pci))
                .ifPresent(id -> differences.add(new Difference("prevResult.pciID", pci, id)));
        Optional<String> mac = Optional.ofNullable(found.attributes().getMac());
        if (mac.isPresent() && !ownMacIsTheOwners()) {
            told.get()
                    .mac()
                    .filter(before -> !same(before, mac.get()))
                    .ifPresent(before -> differences.add(new Difference("prevResult.mac", before, mac.get())));
        }
    }

    private static boolean same(String one, String other) {
        try {
            return MacAddress.parse(one).equals(MacAddress.parse(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Those that this node set and that the result still has: a plugin later in the chain may have taken one away. */
    private void routesDiffer(CniResult previous, List<Difference> differences) {
        if (found.nameInPod().isEmpty()) {
            return;
        }
        List<PodRoute> kept = KernelMapping.routes(CniMapping.routes(previous));
        KernelMapping.routes(atAdd.map(VfAttached::getRoutes).orElse(List.of())).stream()
                .filter(route ->
                        kept.stream().anyMatch(each -> each.destination().equals(route.destination())))
                .forEach(route -> route.amiss(found.routes()).ifPresent(differences::add));
    }
}
