package io.vfledger.cni.server;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.server.jna.Descriptors;
import io.vfledger.cni.server.jna.PeerCredentials;
import io.vfledger.cni.server.jna.UnixConnection;
import io.vfledger.cni.server.jna.UnixListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection is one call: check the caller, read the frame, ask the handler, write the reply. */
final class ConnectionServer {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionServer.class);

    private final ServerSettings settings;
    private final LongSupplier agentSeq;
    private final CniHandler handler;

    ConnectionServer(ServerSettings settings, LongSupplier agentSeq, CniHandler handler) {
        this.settings = settings;
        this.agentSeq = agentSeq;
        this.handler = handler;
    }

    void serve(UnixConnection connection) {
        try (connection) {
            connection.deadlineIn(settings.readTimeout());
            PeerCredentials peer = connection.peer();
            if (peer.uid() != 0 && peer.uid() != UnixListener.ownUid()) {
                LOG.warn("refused a call of uid {} (process {})", peer.uid(), peer.pid());
                answer(
                        connection,
                        error(
                                CniVersion.NEWEST,
                                CniErrorCode.CALLER_REFUSED,
                                "uid " + peer.uid() + " may not call the node agent; run the CNI binary as root"));
                return;
            }
            receive(connection);
        } catch (IOException e) {
            LOG.warn("a call was lost: {}", e.getMessage());
        }
    }

    /** Writes the reply, and reads away what the caller still sends: a reset would lose the reply on its way. */
    void answer(UnixConnection connection, CniReply reply) throws IOException {
        connection.write(Frame.reply(reply.exitStatus(), reply.stdout()));
        try {
            connection.finish(Frame.HEADER_SIZE + Frame.LENGTH_MAX);
        } catch (IOException e) {
            LOG.debug("a caller was gone before the end of its reply", e);
        }
    }

    private void receive(UnixConnection connection) throws IOException {
        UnixConnection.First first = connection.readFirst(Frame.HEADER_SIZE);
        Optional<CniReply> reply;
        try {
            reply = reply(connection, first);
        } finally {
            first.descriptors().forEach(Descriptors::close);
        }
        if (reply.isPresent()) {
            connection.deadlineIn(settings.readTimeout());
            answer(connection, reply.get());
        }
    }

    /** Empty when the caller hung up without a word. */
    private Optional<CniReply> reply(UnixConnection connection, UnixConnection.First first) throws IOException {
        int got = first.bytes().remaining();
        if (got == 0) {
            return Optional.empty();
        }
        byte[] header = new byte[Frame.HEADER_SIZE];
        first.bytes().get(header, 0, got);
        got += connection.read(header, got);
        return switch (Frame.lengthOf(Arrays.copyOf(header, got))) {
            case Checked.Refused<Integer>(CniError error) -> Optional.of(CniReply.error(CniVersion.NEWEST, error));
            case Checked.Valid<Integer>(Integer length) -> {
                byte[] frame = Arrays.copyOf(header, Frame.HEADER_SIZE + length);
                int fields = connection.read(frame, Frame.HEADER_SIZE);
                yield Optional.of(reply(Arrays.copyOf(frame, Frame.HEADER_SIZE + fields), first.descriptors()));
            }
        };
    }

    private CniReply reply(byte[] bytes, List<Integer> descriptors) {
        return switch (Frame.decode(bytes)) {
            case Checked.Refused<Frame>(CniError error) -> CniReply.error(CniVersion.NEWEST, error);
            case Checked.Valid<Frame>(Frame frame) -> {
                CniVersion version = ConfigurationReader.versionOf(frame.stdin());
                yield switch (call(frame, descriptors)) {
                    case Checked.Refused<CniCall>(CniError error) -> CniReply.error(version, error);
                    case Checked.Valid<CniCall>(CniCall call) -> handle(call);
                };
            }
        };
    }

    private Checked<CniCall> call(Frame frame, List<Integer> descriptors) {
        return CallReader.read(frame)
                .then(read -> namespace(read.request().command(), frame, descriptors)
                        .then(namespace -> Checked.valid(new CniCall(
                                read.request(),
                                read.configuration(),
                                namespace,
                                agentSeq.getAsLong(),
                                frame.remaining().orElse(Duration.ZERO),
                                Optional.empty()))));
    }

    private static Checked<Optional<NetworkNamespace>> namespace(
            CniCommand command, Frame frame, List<Integer> descriptors) {
        if (frame.withDescriptor() != (descriptors.size() == 1) || descriptors.size() > 1) {
            return Checked.refused(
                    CniErrorCode.DECODING_FAILURE,
                    "the call's frame came with " + descriptors.size() + " descriptors, its flags say otherwise");
        }
        if (descriptors.isEmpty()) {
            return command.needsNamespace()
                    ? Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS came without its descriptor")
                    : Checked.valid(Optional.empty());
        }
        try {
            return Checked.valid(Optional.of(NetworkNamespace.of(descriptors.getFirst())));
        } catch (IOException e) {
            return Checked.refused(CniErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS: " + e.getMessage());
        }
    }

    /** A defect answers its caller too, who would otherwise wait for the deadline. */
    private CniReply handle(CniCall call) {
        try {
            return handler.handle(call);
        } catch (RuntimeException e) {
            LOG.error("the handler of {} failed", call.command(), e);
            return error(
                    call.configuration().version(),
                    CniErrorCode.INTERNAL_FAILURE,
                    "the node agent failed on this " + call.command() + ": " + e + "; its log has more");
        }
    }

    private static CniReply error(CniVersion version, CniErrorCode code, String msg) {
        return CniReply.error(version, CniError.of(code, msg));
    }
}
