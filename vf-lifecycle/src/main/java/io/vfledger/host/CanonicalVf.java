package io.vfledger.host;

import io.vfledger.lifecycle.Ownership;
import io.vfledger.lifecycle.Timer;
import io.vfledger.lifecycle.VfState;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Baseline;
import io.vfledger.vf.Demand;
import io.vfledger.vf.IpAssignment;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.NetworkNamespace;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.VfAttributes;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.VfTraits;
import io.vfledger.vf.Vlan;

/** The canonical form of a function's state. A tag is never used for anything else, also when its field is gone. */
final class CanonicalVf {
    private CanonicalVf() {}

    static Bytes hash(VfState vf) {
        CanonicalWriter out = new CanonicalWriter();
        state(out, vf);
        return out.sha256();
    }

    private static void state(CanonicalWriter out, VfState vf) {
        out.text(1, vf.pci().value());
        out.text(2, vf.phase().name());
        out.number(3, vf.fence().epoch().value());
        out.number(4, vf.fence().version().value());
        out.optionalGroup(5, vf.owner(), CanonicalVf::owner);
        out.word(6, vf.cause());
        out.optionalGroup(7, vf.timer(), CanonicalVf::timer);
        out.number(8, vf.attempts());
        out.flag(9, vf.prepared());
        out.text(10, vf.reason());
        out.number(11, vf.sinceMs());
        out.group(12, vf.facts().traits(), CanonicalVf::traits);
        out.optionalGroup(13, vf.facts().baseline().map(Baseline::attributes), CanonicalVf::attributes);
        out.group(14, vf.facts().attributes(), CanonicalVf::attributes);
        out.flag(15, !vf.facts().healthy());
        out.optionalGroup(16, vf.pending(), (group, pending) -> {
            group.number(1, pending.nodeSeq());
            group.number(2, pending.index());
        });
        out.number(17, vf.facts().faultMs());
    }

    static void timer(CanonicalWriter out, Timer timer) {
        out.number(1, timer.dueMs());
        out.number(2, timer.armedBySeq());
    }

    private static void owner(CanonicalWriter out, Ownership owner) {
        out.optionalGroup(1, owner.attachment(), CanonicalVf::attachment);
        out.optionalGroup(2, owner.demand(), CanonicalVf::demand);
        out.optionalGroup(3, owner.pod(), CanonicalVf::pod);
        out.optionalGroup(4, owner.netns(), CanonicalVf::netns);
        out.groups(5, owner.ips(), CanonicalVf::ip);
        out.word(6, owner.request());
        out.group(7, owner.settings(), CanonicalVf::settings);
        out.number(8, owner.deadlineMs());
        out.flag(9, owner.adopted());
        out.flag(10, owner.kept());
    }

    static void attachment(CanonicalWriter out, Attachment attachment) {
        out.text(1, attachment.network().value());
        out.text(2, attachment.containerId().value());
        out.text(3, attachment.ifname().value());
    }

    private static void demand(CanonicalWriter out, Demand demand) {
        out.text(1, demand.owner());
        out.text(2, demand.network().value());
        out.text(3, demand.slot());
    }

    static void pod(CanonicalWriter out, PodIdentity pod) {
        out.text(1, pod.namespace());
        out.text(2, pod.name());
        out.word(3, pod.uid());
    }

    static void netns(CanonicalWriter out, NetworkNamespace netns) {
        out.text(1, netns.path());
        out.number(2, netns.device());
        out.number(3, netns.inode());
    }

    private static void ip(CanonicalWriter out, IpAssignment ip) {
        out.text(1, ip.address());
        out.word(2, ip.gateway());
    }

    static void settings(CanonicalWriter out, VfSettings settings) {
        out.optional(1, settings.mac().map(MacAddress::bits));
        out.optional(2, settings.vlan().map(Vlan::id));
        out.optional(3, settings.vlanQos());
        out.word(4, settings.vlanProto());
        out.optional(5, settings.minTxRateMbps());
        out.optional(6, settings.maxTxRateMbps());
        out.optionalFlag(7, settings.spoofchk());
        out.optionalFlag(8, settings.trust());
        out.word(9, settings.linkState());
        out.optional(10, settings.mtu());
        out.optionalFlag(11, settings.promisc());
        out.optionalFlag(12, settings.allmulti());
    }

    private static void traits(CanonicalWriter out, VfTraits traits) {
        out.text(1, traits.pci().value());
        out.text(2, traits.pf().value());
        out.word(3, traits.pfName());
        out.number(4, traits.index().value());
        out.text(5, traits.vendor().value());
        out.text(6, traits.device().value());
        out.word(7, traits.driver());
    }

    private static void attributes(CanonicalWriter out, VfAttributes attributes) {
        out.optional(1, attributes.adminMac().map(MacAddress::bits));
        out.optional(2, attributes.ownMac().map(MacAddress::bits));
        out.optional(3, attributes.vlan().map(Vlan::id));
        out.optional(4, attributes.vlanQos());
        out.word(5, attributes.vlanProto());
        out.optional(6, attributes.minTxRateMbps());
        out.optional(7, attributes.maxTxRateMbps());
        out.optionalFlag(8, attributes.spoofchk());
        out.optionalFlag(9, attributes.trust());
        out.word(10, attributes.linkState());
        out.optional(11, attributes.mtu());
        out.optional(12, attributes.txQueueLen());
        out.word(13, attributes.netdev());
        out.optionalFlag(14, attributes.up());
        if (!attributes.further().equals(NetdevAttributes.UNKNOWN)) {
            out.group(15, attributes.further(), CanonicalVf::further);
        }
    }

    private static void further(CanonicalWriter out, NetdevAttributes further) {
        out.optionalGroup(1, further.alias(), (group, alias) -> group.text(1, alias));
        out.optionalGroup(2, further.altNames(), (group, names) -> names.forEach(name -> group.text(1, name)));
        out.optionalFlag(3, further.promisc());
        out.optionalFlag(4, further.allMulti());
        out.word(5, further.features());
        out.optional(6, further.ringRx());
        out.optional(7, further.ringTx());
        out.optional(8, further.channelsRx());
        out.optional(9, further.channelsTx());
        out.optional(10, further.channelsCombined());
        out.optional(11, further.xdpProgram());
    }
}
