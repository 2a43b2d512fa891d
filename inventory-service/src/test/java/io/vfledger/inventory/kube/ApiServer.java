package io.vfledger.inventory.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server in memory, over HTTPS on loopback, that can be made to refuse. */
final class ApiServer implements AutoCloseable {
    /** It would tell of each request; held here, since a logger that nobody holds forgets its level. */
    private static final Logger TALK = Logger.getLogger("io.fabric8.mockwebserver");

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final KubernetesMockServer server;

    private record Refusal(Predicate<RecordedRequest> which, int code) {}

    ApiServer() {
        TALK.setLevel(Level.WARNING);
        KubernetesMixedDispatcher crud = new KubernetesMixedDispatcher(new HashMap<>());
        crud.expectCustomResource(new CustomResourceDefinitionContext.Builder()
                .withGroup("k8s.cni.cncf.io")
                .withVersion("v1")
                .withKind("NetworkAttachmentDefinition")
                .withPlural("network-attachment-definitions")
                .withScope("Namespaced")
                .build());
        Dispatcher objects = new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.add(request.getMethod() + " " + request.getPath());
                Optional<Refusal> refusal = refusals.stream()
                        .filter(each -> each.which().test(request))
                        .findFirst();
                if (refusal.isPresent() && refusals.remove(refusal.get())) {
                    return new MockResponse()
                            .setResponseCode(refusal.get().code())
                            .addHeader("Retry-After", "0")
                            .setBody("{}");
                }
                return crud.dispatch(request);
            }
        };
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), objects, true);
        server.init(InetAddress.getLoopbackAddress(), 0);
    }

    NamespacedKubernetesClient client() {
        return server.createClient(new JdkHttpClientFactory());
    }

    /** The next request of that kind gets that status. */
    void refuseOnce(Predicate<RecordedRequest> which, int code) {
        refusals.add(new Refusal(which, code));
    }

    boolean hasRefusedAll() {
        return refusals.isEmpty();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    void node(String name) {
        try (NamespacedKubernetesClient client = client()) {
            client.nodes()
                    .resource(new NodeBuilder()
                            .withMetadata(new ObjectMetaBuilder().withName(name).build())
                            .withNewStatus()
                            .addToCapacity("cpu", new Quantity("8"))
                            .endStatus()
                            .build())
                    .create();
        }
    }

    void network(String name, String config) {
        GenericKubernetesResource network = new GenericKubernetesResource();
        network.setApiVersion("k8s.cni.cncf.io/v1");
        network.setKind("NetworkAttachmentDefinition");
        network.setMetadata(
                new ObjectMetaBuilder().withNamespace("web").withName(name).build());
        network.setAdditionalProperty("spec", Map.of("config", config));
        try (NamespacedKubernetesClient client = client()) {
            client.resource(network).create();
        }
    }

    void pod(Pod pod) {
        try (NamespacedKubernetesClient client = client()) {
            client.pods().inNamespace("web").resource(pod).create();
        }
    }

    void delete(String pod) {
        try (NamespacedKubernetesClient client = client()) {
            client.pods().inNamespace("web").withName(pod).withGracePeriod(0).delete();
        }
    }

    static PodBuilder pod(String name, String networks) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("web")
                .withName(name)
                .withUid("uid-" + name)
                .addToAnnotations(WatchedObjects.NETWORKS, networks)
                .endMetadata()
                .withNewSpec()
                .withNodeName("worker-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus();
    }

    @Override
    public void close() {
        server.destroy();
    }
}
