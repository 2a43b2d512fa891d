package io.vfledger.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
    private static final Map<String, String> EVERYTHING = Map.of(
            "kafka.propertiesSecret", "kafka-client",
            "image.pullSecrets[0].name", "pull",
            "inventory.checkpointKeySecret", "heads",
            "agent.cni.replaceSriov", "true",
            "cleanup.nodes[0]", "worker-1",
            "cleanup.nodes[1]", "worker-2",
            "networkPolicy.from.team", "sre");

    @TempDir
    private Path directory = Path.of("");

    @TempDir
    private Path files = Path.of("");

    @Test
    void lintFindsNothing() {
        LintResult result = new Helm(RenderedChart.CHART).lint().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void everyObjectHasOnlyFieldsThatKubernetesKnows() throws IOException {
        assertThat(rendered(Map.of()).objects()).hasSizeGreaterThan(15);
        assertThat(rendered(EVERYTHING).objects()).hasSizeGreaterThan(17);
    }

    @Test
    void valuesThatAreWrongAreRefused() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "kafka.partitions", "0",
                        "allocator.replicas", "none",
                        "agent.maxUnavailable", "0%",
                        "registry.url", "",
                        "alocator.replicas", "2")
                .entrySet()) {
            assertThatThrownBy(() -> rendered(Map.of(wrong.getKey(), wrong.getValue())))
                    .as(wrong.toString())
                    .hasMessageContaining(
                            wrong.getKey().substring(0, wrong.getKey().indexOf('.')));
        }
    }

    @Test
    void nobodyButTheInventoryHasATokenForTheApiServer() throws IOException {
        rendered(EVERYTHING)
                .pods()
                .forEach((name, pod) -> assertThat(pod.getAutomountServiceAccountToken())
                        .as(name)
                        .isEqualTo(name.equals("Deployment/vfl-inventory")));
    }

    @Test
    void nobodyButAgentAndCleanupIsRootOrMayWriteItsImage() throws IOException {
        rendered(EVERYTHING).pods().forEach((name, pod) -> {
            boolean onTheNode = name.contains("agent") || name.contains("cleanup");
            if (!onTheNode) {
                assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
                assertThat(pod.getHostNetwork()).as(name).isNull();
            }
            containers(pod).forEach(container -> {
                boolean privileged = onTheNode && !container.getName().equals("install-cni");
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .as(name)
                        .isTrue();
                assertThat(container.getSecurityContext().getPrivileged())
                        .as(name)
                        .isEqualTo(privileged ? true : null);
            });
        });
    }

    @Test
    void allocatorKeepsItsNameOverRestarts() throws IOException {
        StatefulSet allocator = rendered(Map.of()).one(StatefulSet.class);

        EnvVar instance = allocator.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                .filter(variable -> variable.getName().equals("VFL_INSTANCE_ID"))
                .findFirst()
                .orElseThrow();

        assertThat(instance.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
    }

    @Test
    void theKeyThatSignsHeadsIsTheInventorysAlone() throws IOException {
        rendered(EVERYTHING)
                .pods()
                .forEach((name, pod) -> assertThat(pod.getVolumes().stream()
                                .anyMatch(volume -> volume.getSecret() != null
                                        && "heads".equals(volume.getSecret().getSecretName())))
                        .as(name)
                        .isEqualTo(name.equals("Deployment/vfl-inventory")));
    }

    @Test
    void rolesGrantNothingThatIsNotUsed() throws IOException {
        RenderedChart least = rendered(Map.of("inventory.kubernetes.resourcePrefix", "none"));

        assertThat(least.one(ClusterRole.class).getRules())
                .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("list", "watch"));
        assertThat(rendered(Map.of()).one(ClusterRole.class).getRules())
                .filteredOn(rule -> !rule.getVerbs().equals(List.of("list", "watch")))
                .singleElement()
                .satisfies(rule -> assertThat(rule.getResources()).containsExactly("nodes/status"))
                .satisfies(rule -> assertThat(rule.getVerbs()).containsExactly("patch"));
        assertThat(least.one(Role.class).getRules())
                .extracting(PolicyRule::getResources)
                .containsExactly(List.of("leases"));
        assertThat(rendered(Map.of("inventory.kubernetes.watch", "false")).all(ClusterRole.class))
                .isEmpty();
        assertThat(rendered(EVERYTHING).one(ClusterRole.class).getRules())
                .noneSatisfy(rule -> assertThat(rule.getVerbs()).contains("*"));
    }

    @Test
    void cniBinaryIsInstalledBeforeTheAgentAndTakenAwayByAJobOnEachNode() throws IOException {
        RenderedChart chart = rendered(EVERYTHING);
        PodSpec agent = chart.one(DaemonSet.class).getSpec().getTemplate().getSpec();

        assertThat(agent.getInitContainers().getFirst().getCommand())
                .containsExactly("/opt/vfledger/install-cni", "/host", "sriov");
        assertThat(chart.all(Job.class)
                        .filter(job -> job.getMetadata().getName().contains("cleanup"))
                        .map(job -> job.getSpec().getTemplate().getSpec().getNodeSelector()))
                .containsExactly(
                        Map.of("kubernetes.io/hostname", "worker-1"), Map.of("kubernetes.io/hostname", "worker-2"));
        assertThat(agent.getVolumes())
                .noneMatch(volume -> volume.getHostPath() != null
                        && volume.getHostPath().getPath().startsWith("/etc/cni"));
    }

    @Test
    void onlyTheInventoryReachesTheApiServer() throws IOException {
        rendered(Map.of("networkPolicy.apiServerPorts[0]", "16443", "networkPolicy.apiServerPorts[1]", "443"))
                .all(NetworkPolicy.class)
                .forEach(policy -> assertThat(policy.getSpec().getEgress().stream()
                                .flatMap(rule -> rule.getPorts().stream())
                                .anyMatch(port -> port.getPort().getIntVal() == 16_443))
                        .as(policy.getMetadata().getName())
                        .isEqualTo(policy.getMetadata().getName().equals("vfl-inventory")));
    }

    @Test
    void whatKubeletIsOfferedIsAPoolToo() throws IOException {
        Path config = Files.writeString(
                files.resolve("config.json"),
                "{\"resourceList\": [{\"resourceName\": \"net\", \"selectors\": {\"pfNames\": [\"ens1f0\"]}}]}");
        Path pools = Files.writeString(files.resolve("pools.yaml"), "pools:\n- name: rest\n");

        RenderedChart chart = RenderedChart.with(
                directory, Map.of(), Map.of("agent.devicePlugin.config", config, "inventory.pools", pools));

        Map<String, String> maps = chart.objects().stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .flatMap(map -> map.getData().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(maps.get("config.json")).isEqualTo(Files.readString(config));
        assertThat(maps.get("pools.yaml"))
                .contains("- name: rest")
                .contains("resourceList:")
                .contains("resourceName: net");
        PodSpec agent = chart.one(DaemonSet.class).getSpec().getTemplate().getSpec();
        assertThat(agent.getContainers().getFirst().getVolumeMounts())
                .anyMatch(mount -> mount.getMountPath().equals("/var/lib/kubelet/device-plugins"))
                .anyMatch(mount -> mount.getMountPath().equals("/etc/vfledger/device-plugin"));
    }

    private RenderedChart rendered(Map<String, String> values) throws IOException {
        return RenderedChart.with(directory, values);
    }

    private static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
    }
}
