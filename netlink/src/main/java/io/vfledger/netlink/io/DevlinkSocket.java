package io.vfledger.netlink.io;

import io.vfledger.netlink.devlink.DevlinkDevice;
import io.vfledger.netlink.devlink.DevlinkRequests;
import io.vfledger.netlink.devlink.EswitchMode;
import io.vfledger.netlink.wire.Errno;
import io.vfledger.netlink.wire.MalformedMessageException;
import io.vfledger.netlink.wire.Octets;
import io.vfledger.netlink.wire.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Typed devlink. Safe for several threads, which take turns. */
public final class DevlinkSocket implements AutoCloseable {
    /**
     * What a device without a switch answers: no devlink in this kernel, no instance of the device, no such operation; and
     * EPERM of a driver that has a switch which another host manages.
     */
    private static final Set<Errno> NO_SWITCH = Set.of(Errno.ENOENT, Errno.ENODEV, Errno.EOPNOTSUPP, Errno.EPERM);

    private final NetlinkTransport transport;
    private final Exchange exchange;
    private volatile OptionalInt family = OptionalInt.empty();

    /**
     * Takes over the transport and closes it with itself.
     *
     * @param timeout longest wait for the answer to one request
     */
    public DevlinkSocket(NetlinkTransport transport, Duration timeout) {
        this.transport = transport;
        this.exchange = new Exchange(transport, timeout);
    }

    /** How a device's switch forwards; empty for a device that has none or whose driver does not tell. */
    public Optional<EswitchMode> eswitchMode(DevlinkDevice device) throws NetlinkException {
        try {
            return Optional.of(read(DevlinkRequests.eswitch(family(), device), DevlinkRequests::mode));
        } catch (NetlinkException e) {
            if (NO_SWITCH.contains(e.errno())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Changes how a device's switch forwards; drivers may take their VFs' interfaces away meanwhile. */
    public void setEswitchMode(DevlinkDevice device, EswitchMode mode) throws NetlinkException {
        exchange.run(DevlinkRequests.setEswitch(family(), device, mode));
    }

    private int family() throws NetlinkException {
        if (family.isEmpty()) {
            family = OptionalInt.of(read(DevlinkRequests.family(), DevlinkRequests::familyId));
        }
        return family.getAsInt();
    }

    private <T> T read(Request request, Function<Octets, T> decoder) throws NetlinkException {
        List<Octets> payloads = exchange.run(request);
        try {
            return payloads.stream()
                    .findFirst()
                    .map(decoder)
                    .orElseThrow(() -> new MalformedMessageException("acknowledged without an answer"));
        } catch (MalformedMessageException e) {
            throw new NetlinkException(request.operation(), e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
