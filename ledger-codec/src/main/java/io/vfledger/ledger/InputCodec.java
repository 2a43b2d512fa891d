package io.vfledger.ledger;

import io.vfledger.avro.AddRequested;
import io.vfledger.avro.AgentStarted;
import io.vfledger.avro.DelRequested;
import io.vfledger.avro.NodeInventory;
import io.vfledger.avro.NodePodsSnapshot;
import io.vfledger.avro.NodePoolsChanged;
import io.vfledger.avro.NodeRemoved;
import io.vfledger.avro.PfChanged;
import io.vfledger.avro.PodDeleted;
import io.vfledger.avro.PodScheduled;
import io.vfledger.avro.VfChanged;
import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfObserved;
import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.Input;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.NetworkName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodNetwork;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Reads the records of the input topics. */
public final class InputCodec {
    private InputCodec() {}

    /**
     * Reads a record of inventory, scheduling, cni-requests or outcomes.
     *
     * @throws IllegalArgumentException when a value is not allowed, or the record is of no input topic: it will never be
     *     readable, so it belongs to dead-letter
     */
    public static Input decode(SpecificRecord record) {
        return switch (record) {
            case AgentStarted r -> new Input.AgentStarted(Parties.stamp(r.getAgent()), r.getSimulated());
            case NodeInventory r ->
                new Input.NodeInventoryReported(
                        Parties.stamp(r.getAgent()),
                        Hardware.pfs(r.getPfs()),
                        r.getVfs().stream().map(Hardware::vf).toList());
            case PfChanged r -> new Input.PfChanged(Parties.stamp(r.getAgent()), Hardware.pf(r.getPf()));
            case VfChanged r -> new Input.VfChanged(Parties.stamp(r.getAgent()), Hardware.vf(r.getVf()));
            case VfGone r -> new Input.VfGone(Parties.stamp(r.getAgent()), new PciAddress(r.getPci()), r.getCause());
            case VfObserved r ->
                new Input.VfObserved(Parties.stamp(r.getAgent()), Hardware.vf(r.getVf()), r.getExpected());
            case PodScheduled r ->
                new Input.PodScheduled(
                        Parties.namedPod(r.getPod()),
                        r.getNetworks().stream().map(InputCodec::network).toList());
            case PodDeleted r -> new Input.PodDeleted(Parties.namedPod(r.getPod()));
            case NodePodsSnapshot r ->
                new Input.NodePodsSnapshot(
                        r.getPods().stream().map(Parties::namedPod).toList());
            case NodePoolsChanged r ->
                new Input.NodePoolsChanged(Pools.decode(r.getPools()), PfPolicies.decode(r.getPfs()));
            case NodeRemoved r -> new Input.NodeRemoved(r.getCause());
            case AddRequested r -> new Input.AddRequested(Parties.stamp(r.getAgent()), ask(r));
            case DelRequested r ->
                new Input.DelRequested(
                        Parties.stamp(r.getAgent()),
                        new RequestId(r.getRequestId()),
                        Parties.attachment(r.getAttachment()));
            default -> OutcomeCodec.decode(record);
        };
    }

    private static PodNetwork network(io.vfledger.avro.PodNetwork network) {
        return new PodNetwork(
                new NetworkName(network.getNetwork()),
                network.getSlot(),
                Scalars.text(network.getPool()).map(PoolName::new),
                Optional.ofNullable(network.getDeviceId())
                        .filter(text -> !text.isEmpty())
                        .map(PciAddress::new),
                Attributes.settings(network.getSettings()));
    }

    private static AddAsk ask(AddRequested r) {
        return new AddAsk(
                new RequestId(r.getRequestId()),
                Parties.attachment(r.getAttachment()),
                Parties.pod(r.getPod()),
                Parties.netns(r.getNetns()),
                Scalars.text(r.getPool()).map(PoolName::new),
                Optional.ofNullable(r.getDeviceId())
                        .filter(text -> !text.isEmpty())
                        .map(PciAddress::new),
                Optional.ofNullable(r.getPfNetdev())
                        .filter(text -> !text.isEmpty())
                        .map(InterfaceName::new),
                r.getWholePf(),
                Attributes.settings(r.getSettings()),
                r.getDeadlineMs());
    }
}
