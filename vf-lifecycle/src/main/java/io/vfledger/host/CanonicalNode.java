package io.vfledger.host;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.PfOrder;
import io.vfledger.lifecycle.SeqMark;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import java.util.Optional;

/** The canonical form of a node's state beside its functions. A tag is never used for anything else. */
final class CanonicalNode {
    private CanonicalNode() {}

    static void agent(CanonicalWriter out, NodeState state) {
        out.text(1, state.node().value());
        out.optionalGroup(2, state.incarnation(), CanonicalNode::incarnation);
        out.flag(3, state.simulated());
        for (SeqMark mark : state.dedupe().marks().keys()) {
            out.group(4, mark, (group, key) -> {
                group.number(1, key.counter());
                group.text(2, key.source().topic());
                group.optional(3, state.dedupe().lastSeen(key.counter(), key.source()));
            });
        }
        out.groups(5, state.requests().values(), CanonicalNode::request);
        out.groups(6, state.endedLives(), CanonicalNode::incarnation);
        if (state.silence().isPresent()) {
            out.group(7, state.silence().get(), (group, silence) -> {
                group.number(1, silence.sinceMs());
                group.flag(2, silence.certain());
            });
        }
    }

    static Bytes hashOfPfs(NodeState state) {
        CanonicalWriter out = new CanonicalWriter();
        out.groups(1, state.pfs().values(), CanonicalNode::pf);
        out.groups(2, state.pfPlan().orders().values(), CanonicalNode::order);
        return out.sha256();
    }

    static Bytes hashOfPools(NodeState state) {
        CanonicalWriter out = new CanonicalWriter();
        out.number(1, state.policySeq());
        out.groups(2, state.pools(), CanonicalNode::pool);
        out.groups(3, state.pfPlan().policies(), CanonicalNode::policy);
        return out.sha256();
    }

    private static void incarnation(CanonicalWriter out, Incarnation incarnation) {
        out.number(1, incarnation.counter());
        out.text(2, incarnation.bootId());
        out.text(3, incarnation.machineId());
        out.text(4, incarnation.life());
    }

    private static void request(CanonicalWriter out, OpenRequest request) {
        out.group(1, request.ask(), CanonicalNode::ask);
        out.text(2, request.vf().value());
        out.flag(3, request.waiting());
        out.number(4, request.openedAtMs());
        out.group(5, request.timer(), CanonicalVf::timer);
    }

    private static void ask(CanonicalWriter out, AddAsk ask) {
        out.text(1, ask.request().value());
        out.group(2, ask.attachment(), CanonicalVf::attachment);
        out.optionalGroup(3, ask.pod(), CanonicalVf::pod);
        out.group(4, ask.netns(), CanonicalVf::netns);
        out.word(5, ask.pool());
        out.word(6, ask.device());
        out.group(7, ask.settings(), CanonicalVf::settings);
        out.number(8, ask.deadlineMs());
        out.word(9, ask.pf());
        out.flag(10, ask.wholePf());
    }

    private static void pf(CanonicalWriter out, PfInfo pf) {
        out.text(1, pf.pci().value());
        out.word(2, pf.netdev());
        out.group(3, pf.hardware(), (group, hardware) -> {
            group.text(1, hardware.vendor().value());
            group.text(2, hardware.device().value());
            group.text(3, hardware.vendorName());
            group.text(4, hardware.deviceName());
            group.number(5, hardware.numaNode());
            group.number(6, hardware.totalVfs());
        });
        out.group(4, pf.driver(), (group, driver) -> {
            group.text(1, driver.name());
            group.text(2, driver.version());
            group.text(3, driver.firmware());
        });
        out.group(5, pf.link(), (group, link) -> {
            group.optional(1, link.mac().map(MacAddress::bits));
            group.number(2, link.mtu());
            group.flag(3, link.carrier());
            group.text(4, link.operState());
            group.optional(5, link.speedMbps());
        });
        out.number(6, pf.configuredVfs());
        out.word(7, pf.hostUse());
        out.word(8, pf.eswitch());
    }

    private static void pool(CanonicalWriter out, Pool pool) {
        out.text(1, pool.name().value());
        out.text(2, pool.chooser().name());
        out.number(3, pool.priority());
        for (PciId vendor : pool.selectors().vendors()) {
            out.text(4, vendor.value());
        }
        for (PciId device : pool.selectors().devices()) {
            out.text(5, device.value());
        }
        for (String driver : pool.selectors().drivers()) {
            out.text(6, driver);
        }
        for (PfNameSelector pfName : pool.selectors().pfNames()) {
            out.text(7, pfName.toString());
        }
        for (PciAddress address : pool.selectors().pciAddresses()) {
            out.word(8, Optional.of(address));
        }
        out.word(9, pool.release());
        if (!pool.placement().equals(Placement.DEFAULT)) {
            out.group(10, pool.placement(), CanonicalNode::placement);
        }
        if (pool.drift() != DriftPolicy.RECORD) {
            out.text(11, pool.drift().name());
        }
    }

    private static void policy(CanonicalWriter out, PfPolicy policy) {
        out.text(1, policy.name().value());
        out.number(2, policy.priority());
        for (PciId vendor : policy.selectors().vendors()) {
            out.text(3, vendor.value());
        }
        for (PciId device : policy.selectors().devices()) {
            out.text(4, device.value());
        }
        for (String driver : policy.selectors().drivers()) {
            out.text(5, driver);
        }
        for (InterfaceName name : policy.selectors().names()) {
            out.text(6, name.value());
        }
        for (PciAddress address : policy.selectors().pciAddresses()) {
            out.text(7, address.value());
        }
        out.group(8, policy.settings(), CanonicalNode::pfSettings);
    }

    private static void order(CanonicalWriter out, PfOrder order) {
        out.text(1, order.pf().value());
        out.number(2, order.version().value());
        out.text(3, order.policy().value());
        out.group(4, order.settings(), CanonicalNode::pfSettings);
        out.text(5, order.stage().name());
        out.flag(6, order.renews());
        out.text(7, order.reason());
        out.number(8, order.sinceMs());
    }

    private static void pfSettings(CanonicalWriter out, PfSettings settings) {
        out.optional(1, settings.numVfs());
        out.optional(2, settings.mtu());
        out.word(3, settings.vfDriver());
        out.optionalFlag(4, settings.driversAutoprobe());
        out.group(5, settings.vfDefaults(), CanonicalVf::settings);
        out.flag(6, settings.allowHostUse());
    }

    private static void placement(CanonicalWriter out, Placement placement) {
        out.text(1, placement.order().name());
        out.optional(2, placement.numaNode());
        out.optional(3, placement.rateBudgetPercent());
    }
}
