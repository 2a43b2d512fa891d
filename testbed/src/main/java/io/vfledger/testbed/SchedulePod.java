package io.vfledger.testbed;

import io.vfledger.avro.PodIdentity;
import io.vfledger.schemas.ConnectionSettings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells that a pod was bound to a node. */
final class SchedulePod {
    private static final long PATIENCE_S = 30;

    private SchedulePod() {}

    /**
     * Sends PodScheduled, and returns once the broker has it. Broker and registry are told by the environment.
     *
     * @param args node, namespace, pod, UID, network, VLAN; the pod's interface is net1
     */
    public static void main(String[] args) throws InterruptedException, ExecutionException, TimeoutException {
        if (args.length != 6) {
            throw new IllegalArgumentException(
                    "takes NODE NAMESPACE POD UID NETWORK VLAN, not " + args.length + " arguments");
        }
        PodIdentity pod = PodIdentity.newBuilder()
                .setNamespace(args[1])
                .setName(args[2])
                .setUid(args[3])
                .build();
        try (PodNews news = new PodNews(ConnectionSettings.fromEnvironment(System.getenv()))) {
            news.scheduled(args[0], pod, args[4], Integer.parseInt(args[5])).get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }
}
