package io.vfledger.inventory.stream;

import static io.vfledger.inventory.stream.SharedTypes.fence;
import static io.vfledger.inventory.stream.SharedTypes.hex;
import static io.vfledger.inventory.stream.SharedTypes.knownPhase;
import static io.vfledger.inventory.stream.SharedTypes.optional;
import static io.vfledger.inventory.stream.SharedTypes.owner;
import static io.vfledger.inventory.stream.SharedTypes.tuning;

import io.vfledger.avro.AgentStamp;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.DeadLetter;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodeState;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfObserved;
import io.vfledger.avro.VfState;
import io.vfledger.inventory.projection.DeadLetters;
import io.vfledger.inventory.projection.InventoryReport;
import io.vfledger.inventory.projection.InventoryReport.Says;
import io.vfledger.inventory.projection.NodeDecided;
import io.vfledger.inventory.projection.PfOrdered;
import io.vfledger.inventory.projection.VfView;
import io.vfledger.ledger.Attributes;
import io.vfledger.ledger.PfPolicies;
import io.vfledger.ledger.Pools;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Records of state and inventory as the projections know them. */
final class StateViews {
    private StateViews() {}

    static VfView vf(VfState vf) {
        return new VfView(
                new NodeName(vf.getNode()),
                new PciAddress(vf.getPci()),
                knownPhase(vf.getPhase()),
                fence(vf.getEpoch(), vf.getVersion()),
                Instant.ofEpochMilli(vf.getSinceMs()),
                vf.getNodeSeq(),
                hex(vf.getEntryHash()),
                vf.getReason(),
                vf.getHealthy(),
                new VfView.Place(
                        vf.getPfPci(),
                        vf.getPfNetdev(),
                        vf.getIndex(),
                        vf.getVendorId(),
                        vf.getDeviceId(),
                        vf.getDriver(),
                        vf.getPool()),
                owner(
                        vf.getAttachment(),
                        vf.getPod(),
                        vf.getDemand(),
                        vf.getRequestId(),
                        SharedTypes.Where.of(vf.getNetns(), vf.getIps())),
                tuning(vf.getSettings(), vf.getAttributes()),
                optional(vf.getBaseline(), Attributes::attributes));
    }

    static NodeDecided node(NodeState node) {
        return new NodeDecided(
                new NodeName(node.getNode()),
                node.getNodeSeq(),
                hex(node.getHeadHash()),
                Instant.ofEpochMilli(node.getDecidedAtMs()),
                new NodeDecided.AgentLife(node.getIncarnation(), node.getBootId(), node.getMachineId()),
                node.getSimulated(),
                node.getSilent() ? Optional.of(Instant.ofEpochMilli(node.getUnansweredSinceMs())) : Optional.empty(),
                node.getPfs().stream().map(SharedTypes::pf).toList(),
                node.getPools().stream().map(Pools::decode).toList(),
                PfPolicies.decode(node.getPfPolicies()),
                PfPolicies.orders(node.getPfOrders()).stream()
                        .map(PfOrdered::of)
                        .toList(),
                node.getOpenRequests().size());
    }

    /** What an inventory record says; empty where it is of a type that this build does not know. */
    static Optional<InventoryReport> report(SpecificRecord record) {
        return switch (record) {
            case AgentStarted r ->
                said(r.getNode(), r.getAgent(), new Says.Started(r.getKernelRelease(), r.getSimulated()));
            case NodeInventory r ->
                said(
                        r.getNode(),
                        r.getAgent(),
                        new Says.Whole(
                                r.getPfs().stream().map(SharedTypes::pf).toList(),
                                r.getVfs().size()));
            case PfChanged r -> said(r.getNode(), r.getAgent(), new Says.PfNow(SharedTypes.pf(r.getPf())));
            case VfChanged r -> said(r.getNode(), r.getAgent(), new Says.OfVf());
            case VfGone r -> said(r.getNode(), r.getAgent(), new Says.OfVf());
            case VfObserved r -> said(r.getNode(), r.getAgent(), new Says.OfVf());
            default -> Optional.empty();
        };
    }

    private static Optional<InventoryReport> said(String node, AgentStamp agent, Says says) {
        return Optional.of(new InventoryReport(
                new NodeName(node),
                agent.getIncarnation(),
                agent.getBuild(),
                Instant.ofEpochMilli(agent.getOccurredAtMs()),
                says));
    }

    static DeadLetters.Letter letter(DeadLetter letter) {
        return new DeadLetters.Letter(
                letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                SharedTypes.word(letter.getReason()).orElse("unknown"),
                letter.getMessage(),
                letter.getFoundBy(),
                Instant.ofEpochMilli(letter.getFoundAtMs()));
    }
}
