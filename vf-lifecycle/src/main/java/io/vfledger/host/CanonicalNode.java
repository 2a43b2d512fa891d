package io.vfledger.host;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.SeqMark;
import io.vfledger.vf.Incarnation;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfInfo;
import io.vfledger.vf.PfNameSelector;
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
    }

    static Bytes hashOfPfs(NodeState state) {
        CanonicalWriter out = new CanonicalWriter();
        out.groups(1, state.pfs().values(), CanonicalNode::pf);
        return out.sha256();
    }

    static Bytes hashOfPools(NodeState state) {
        CanonicalWriter out = new CanonicalWriter();
        out.number(1, state.policySeq());
        out.groups(2, state.pools(), CanonicalNode::pool);
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
    }

    private static void placement(CanonicalWriter out, Placement placement) {
        out.text(1, placement.order().name());
        out.optional(2, placement.numaNode());
        out.optional(3, placement.rateBudgetPercent());
    }
}
