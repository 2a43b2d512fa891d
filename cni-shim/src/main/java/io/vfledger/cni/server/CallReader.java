package io.vfledger.cni.server;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.protocol.EnvironmentReader;
import io.vfledger.cni.protocol.NetworkConfiguration;

/** From a frame to a request and its network configuration, for the socket and the spool alike. */
final class CallReader {
    record Read(CniRequest request, NetworkConfiguration configuration) {}

    private CallReader() {}

    static Checked<Read> read(Frame frame) {
        return EnvironmentReader.read(frame.variables()).then(request -> {
            if (request.command() == CniCommand.VERSION) {
                return Checked.refused(
                        CniErrorCode.INVALID_ENVIRONMENT, "CNI_COMMAND VERSION is answered by the CNI binary itself");
            }
            return ConfigurationReader.read(request, frame.stdin())
                    .then(configuration -> Checked.valid(new Read(request, configuration)));
        });
    }
}
