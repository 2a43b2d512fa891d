package io.vfledger.ledger;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.lifecycle.OpenRequest;
import io.vfledger.lifecycle.Timer;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.RequestId;
import java.util.Optional;

/** Requests that are not settled. */
final class RequestCodec {
    private RequestCodec() {}

    static io.vfledger.avro.OpenRequest encode(OpenRequest open) {
        AddAsk ask = open.ask();
        return io.vfledger.avro.OpenRequest.newBuilder()
                .setRequestId(ask.request().value())
                .setAttachment(Parties.attachment(ask.attachment()))
                .setPod(Parties.podOrNull(ask.pod()))
                .setNetns(Parties.netns(ask.netns()))
                .setPool(Scalars.orEmpty(ask.pool()))
                .setDeviceId(Scalars.orNull(ask.device()))
                .setPfNetdev(Scalars.orNull(ask.pf()))
                .setWholePf(ask.wholePf())
                .setSettings(Attributes.settings(ask.settings()))
                .setPci(open.vf().value())
                .setOpenedAtMs(open.openedAtMs())
                .setDeadlineMs(ask.deadlineMs())
                .setWaiting(open.waiting())
                .setTimerDueMs(open.timer().dueMs())
                .setTimerArmedBySeq(open.timer().armedBySeq())
                .build();
    }

    static OpenRequest decode(io.vfledger.avro.OpenRequest open) {
        AddAsk ask = new AddAsk(
                new RequestId(open.getRequestId()),
                Parties.attachment(open.getAttachment()),
                Parties.pod(open.getPod()),
                Parties.netns(open.getNetns()),
                Scalars.text(open.getPool()).map(PoolName::new),
                Optional.ofNullable(open.getDeviceId()).map(PciAddress::new),
                Optional.ofNullable(open.getPfNetdev()).map(InterfaceName::new),
                open.getWholePf(),
                Attributes.settings(open.getSettings()),
                open.getDeadlineMs());
        return new OpenRequest(
                ask,
                new PciAddress(open.getPci()),
                open.getWaiting(),
                open.getOpenedAtMs(),
                new Timer(open.getTimerDueMs(), open.getTimerArmedBySeq()));
    }
}
