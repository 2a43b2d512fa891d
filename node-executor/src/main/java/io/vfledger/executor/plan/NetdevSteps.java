package io.vfledger.executor.plan;

import io.vfledger.netlink.wire.ChannelCounts;
import io.vfledger.netlink.wire.RingSizes;
import io.vfledger.vf.NetdevAttributes;
import io.vfledger.vf.VfAttributes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way of an interface on the host back to its baseline, its addresses and names apart. */
final class NetdevSteps {
    private final Netdev now;
    private final List<Step> steps = new ArrayList<>();

    private NetdevSteps(Netdev now) {
        this.now = now;
    }

    /** What the baseline does not tell is left as it is; an XDP program that is no part of it goes. */
    static List<Step> between(Netdev now, VfAttributes baseline) {
        NetdevSteps all = new NetdevSteps(now);
        all.detachXdp(baseline.further());
        baseline.mtu()
                .filter(mtu -> mtu > 0 && mtu != now.mtu())
                .ifPresent(mtu -> all.steps.add(new Step.SetMtu(Place.HOST, now.mtu(), mtu)));
        baseline.txQueueLen()
                .filter(packets -> packets != now.txQueueLen())
                .ifPresent(packets -> all.steps.add(new Step.SetTxQueueLen(now.txQueueLen(), packets)));
        all.marks(baseline.further());
        // After the MTU, which some drivers couple features to.
        all.offloads(baseline.further());
        return all.steps;
    }

    private void detachXdp(NetdevAttributes baseline) {
        boolean foreign = baseline.xdpProgram()
                .map(program -> program != now.detail().xdp().programId())
                .orElse(false);
        if (foreign) {
            now.detail().xdp().hooks().stream()
                    .sorted()
                    .forEach(hook -> steps.add(new Step.DetachXdp(Place.HOST, hook)));
        }
    }

    private void marks(NetdevAttributes baseline) {
        NetdevAttributes told = now.attributes();
        if (differs(baseline.alias(), told.alias())) {
            change(
                    new NetdevSetting.Alias(now.detail().alias()),
                    new NetdevSetting.Alias(baseline.alias().orElse("")));
        }
        if (differs(baseline.promisc(), told.promisc())) {
            boolean promisc = now.detail().promisc();
            change(new NetdevSetting.Promisc(promisc), new NetdevSetting.Promisc(!promisc));
        }
        if (differs(baseline.allMulti(), told.allMulti())) {
            boolean all = now.detail().allMulti();
            change(new NetdevSetting.AllMulti(all), new NetdevSetting.AllMulti(!all));
        }
    }

    private void offloads(NetdevAttributes baseline) {
        Offloads offloads = now.detail().offloads();
        offloads.channels().ifPresent(counts -> {
            ChannelCounts before = new ChannelCounts(
                    baseline.channelsRx().orElse(counts.rx()),
                    baseline.channelsTx().orElse(counts.tx()),
                    counts.other(),
                    baseline.channelsCombined().orElse(counts.combined()));
            change(new NetdevSetting.Channels(counts), new NetdevSetting.Channels(before));
        });
        offloads.rings().ifPresent(sizes -> {
            RingSizes before = new RingSizes(
                    baseline.ringRx().orElse(sizes.rx()),
                    sizes.rxMini(),
                    sizes.rxJumbo(),
                    baseline.ringTx().orElse(sizes.tx()));
            change(new NetdevSetting.Rings(sizes), new NetdevSetting.Rings(before));
        });
        offloads.features().ifPresent(active -> {
            BigInteger before =
                    baseline.features().map(bits -> new BigInteger(bits, 16)).orElse(active);
            change(new NetdevSetting.Features(active), new NetdevSetting.Features(before));
        });
    }

    private void change(NetdevSetting before, NetdevSetting after) {
        if (!before.equals(after)) {
            steps.add(new Step.SetNetdev(Place.HOST, before, after));
        }
    }

    private static boolean differs(Optional<?> baseline, Optional<?> now) {
        return baseline.isPresent() && !baseline.equals(now);
    }
}
