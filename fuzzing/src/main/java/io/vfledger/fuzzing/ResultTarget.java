package io.vfledger.fuzzing;

import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.ResultReader;
import io.vfledger.cni.protocol.ResultRenderer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an IPAM plugin prints. Whatever is accepted has to be readable again as it is rendered, in every version. */
final class ResultTarget implements Target {
    @Override
    public void feed(byte[] input) {
        if (ResultReader.read(new String(input, StandardCharsets.UTF_8))
                instanceof Checked.Valid<CniResult>(CniResult result)) {
            for (CniVersion version : CniVersion.values()) {
                String rendered = ResultRenderer.render(version, result);
                if (ResultReader.read(rendered) instanceof Checked.Refused<CniResult> refused) {
                    throw new AssertionError(version + " renders " + rendered + ", refused: " + refused.error());
                }
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(bytes("""
                {"cniVersion":"1.1.0","interfaces":[{"name":"net1","mac":"02:00:00:00:00:01","mtu":1500,
                "sandbox":"/run/netns/a","pciID":"0000:01:10.0","socketPath":"/s"}],
                "ips":[{"address":"10.1.0.5/16","gateway":"10.1.0.1","interface":0},{"address":"fd00::5/64"}],
                "routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1","mtu":1400,"advmss":1,"priority":2,"table":254,"scope":0}],
                "dns":{"nameservers":["10.0.0.1"],"domain":"d","search":["s"],"options":["o"]}}"""), bytes("""
                {"cniVersion":"0.2.0","ip4":{"ip":"10.1.0.5/16","gateway":"10.1.0.1","routes":[{"dst":"10.0.0.0/8"}]},
                "ip6":{"ip":"fd00::5/64"}}"""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
