package io.vfledger.cni.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.ContainerId;
import io.vfledger.cni.protocol.InterfaceName;
import io.vfledger.cni.protocol.IpPrefix;
import io.vfledger.cni.protocol.ValidAttachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plugins of Debian's containernetworking-plugins, and plugins that misbehave. */
class IpamPluginsIT {
    private static final Path HELPER = Path.of("target/bin/vfledger-delegate").toAbsolutePath();

    @TempDir
    Path directory;

    private final IpamPlugins plugins =
            new IpamPlugins(new DelegateProcess(HELPER, Optional.empty(), Duration.ofSeconds(20)));

    private IpamCall call(String type, CniVersion version, String container, String ipam) {
        String config = "{\"cniVersion\":\"" + version.text() + "\",\"name\":\"blue\",\"type\":\"vfledger\",\"ipam\":{"
                + "\"type\":\"" + type + "\"" + ipam + "}}";
        Map<String, String> environment = Map.of(
                "CNI_CONTAINERID",
                container,
                "CNI_NETNS",
                "/run/netns/pod",
                "CNI_IFNAME",
                "net1",
                "CNI_PATH",
                "relative:" + directory + ":/usr/lib/cni");
        return new IpamCall(type, version, environment, config);
    }

    private IpamCall hostLocal(CniVersion version, String container) {
        return call(
                "host-local",
                version,
                container,
                ",\"dataDir\":\"" + directory.resolve("data") + "\",\"ranges\":[[{\"subnet\":\"10.9.0.0/29\","
                        + "\"rangeStart\":\"10.9.0.2\",\"rangeEnd\":\"10.9.0.3\"}]],"
                        + "\"routes\":[{\"dst\":\"0.0.0.0/0\"}]");
    }

    private static CniResult allocated(IpamOutcome outcome) {
        assertThat(outcome).isInstanceOf(IpamOutcome.Allocated.class);
        return ((IpamOutcome.Allocated) outcome).result();
    }

    private static CniError failed(IpamOutcome outcome) {
        assertThat(outcome).isInstanceOf(IpamOutcome.Failed.class);
        return ((IpamOutcome.Failed) outcome).error();
    }

    @ParameterizedTest
    @EnumSource
    void allocatesAndReleasesWithHostLocalInEveryVersion(CniVersion version) {
        CniResult first = allocated(plugins.add(hostLocal(version, "c1")));
        assertThat(first.ips()).extracting(ip -> ip.address()).containsExactly(IpPrefix.parse("10.9.0.2/29"));
        assertThat(first.ips().getFirst().gateway()).contains(IpPrefix.address("10.9.0.1"));
        assertThat(first.routes())
                .extracting(route -> route.destination())
                .containsExactly(IpPrefix.parse("0.0.0.0/0"));
        allocated(plugins.add(hostLocal(version, "c2")));
        CniError full = failed(plugins.add(hostLocal(version, "c3")));
        assertThat(full.msg()).contains("host-local on ADD").contains("no IP addresses available");
        for (int i = 0; i < 2; i++) {
            assertThat(plugins.del(hostLocal(version, "c1"))).isEqualTo(new IpamOutcome.Released());
        }
        assertThat(allocated(plugins.add(hostLocal(version, "c3"))).ips()).hasSize(1);
    }

    @Test
    void takesTheAddressesOfStatic() {
        IpamCall call = call(
                "static",
                CniVersion.V1_1_0,
                "c1",
                ",\"addresses\":[{\"address\":\"10.1.0.5/16\",\"gateway\":\"10.1.0.1\"},{\"address\":\"fd00::5/64\"}],"
                        + "\"routes\":[{\"dst\":\"192.0.2.0/24\",\"gw\":\"10.1.0.9\"}],"
                        + "\"dns\":{\"nameservers\":[\"10.1.0.1\"]}");
        CniResult result = allocated(plugins.add(call));
        assertThat(result.ips()).hasSize(2);
        assertThat(result.ips().getLast().address()).isEqualTo(IpPrefix.parse("fd00::5/64"));
        assertThat(result.routes().getFirst().gateway()).contains(IpPrefix.address("10.1.0.9"));
        assertThat(result.dns().nameservers()).containsExactly("10.1.0.1");
        assertThat(plugins.del(call)).isEqualTo(new IpamOutcome.Released());
    }

    @Test
    void passesOnThePluginsOwnError() {
        CniError error =
                failed(plugins.add(call("static", CniVersion.V1_0_0, "c1", ",\"addresses\":[{\"address\":\"x\"}]")));
        assertThat(error.msg()).contains("the IPAM plugin static on ADD: ");
    }

    @Test
    void saysThatThePluginIsNotThere() {
        CniError error = failed(plugins.add(call("no-such-plugin", CniVersion.V1_0_0, "c1", "")));
        assertThat(error.code()).isEqualTo(7);
        assertThat(error.msg()).contains("no executable plugin \"no-such-plugin\": in the directories of CNI_PATH");
        CniError noPath = failed(plugins.del(new IpamCall("static", CniVersion.V1_0_0, Map.of(), "{}")));
        assertThat(noPath.code()).isEqualTo(4);
    }

    @Test
    void neverRunsAPathForAType() throws Exception {
        script("escaped", "echo ran >> " + directory + "/ran");
        Files.createDirectories(directory.resolve("sub"));
        for (String type : List.of("sub/../escaped", "../" + directory.getFileName() + "/escaped", "..", "", "a b")) {
            failed(plugins.del(call(type, CniVersion.V1_0_0, "c1", "")));
        }
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void releasesAfterAFailedAddAndReportsAFailedRelease() throws Exception {
        script(
                "flaky",
                "cat >> " + directory + "/seen; echo \" $CNI_COMMAND $CNI_IFNAME\" >> " + directory
                        + "/seen; echo '{\"code\":123,\"msg\":\"no luck\",\"details\":\"d\"}'; exit 1");
        CniError error = failed(plugins.add(call("flaky", CniVersion.V1_0_0, "c1", "")));
        assertThat(error.code()).isEqualTo(123);
        assertThat(error.msg()).isEqualTo("the IPAM plugin flaky on ADD: no luck");
        assertThat(error.details()).contains("its DEL failed too");
        assertThat(Files.readString(directory.resolve("seen")))
                .contains("}} ADD net1\n")
                .contains("}} DEL net1\n");
    }

    @Test
    void passesCheckStatusAndGcOnWithTheWholeConfiguration() throws Exception {
        script("watched", "(cat; echo \" $CNI_COMMAND $CNI_CONTAINERID\") >> " + directory + "/seen");
        IpamCall call = call("watched", CniVersion.V1_1_0, "c1", ",\"key\":7");
        assertThat(plugins.check(call)).isEmpty();
        assertThat(plugins.status(call)).isEmpty();
        ValidAttachment kept = new ValidAttachment(new ContainerId("c9"), new InterfaceName("net1"));
        assertThat(plugins.collect(call, List.of(kept))).isEmpty();
        assertThat(Files.readString(directory.resolve("seen")))
                .contains("\"key\":7}} CHECK c1\n")
                .contains("\"key\":7}} STATUS c1\n")
                .contains("\"cni.dev/valid-attachments\":[{\"containerID\":\"c9\",\"ifname\":\"net1\"}]} GC c1\n");
    }

    @Test
    void tellsThePluginsComplaintButNotThatItIsTooOldForTheCommand() throws Exception {
        script("gone", "echo '{\"code\":50,\"msg\":\"no range\"}'; exit 1");
        IpamCall gone = call("gone", CniVersion.V1_1_0, "c1", "");
        assertThat(plugins.status(gone).orElseThrow().code()).isEqualTo(50);
        assertThat(plugins.check(gone).orElseThrow().msg()).isEqualTo("the IPAM plugin gone on CHECK: no range");
        assertThat(plugins.collect(gone, List.of())).isPresent();
        script("old", "echo '{\"code\":4,\"msg\":\"unknown CNI_COMMAND: GC\"}'; exit 1");
        assertThat(plugins.collect(call("old", CniVersion.V1_1_0, "c1", ""), List.of()))
                .isEmpty();
        IpamCall hostLocal = hostLocal(CniVersion.V1_1_0, "c1");
        assertThat(plugins.status(hostLocal)).as("one that has no STATUS").isEmpty();
        assertThat(plugins.collect(hostLocal, List.of())).isEmpty();
    }

    @Test
    void takesAResultWithoutAddressForAFailure() throws Exception {
        script("empty", "echo \"$CNI_COMMAND\" >> " + directory + "/seen; echo '{\"cniVersion\":\"1.0.0\"}'");
        assertThat(failed(plugins.add(call("empty", CniVersion.V1_0_0, "c1", "")))
                        .msg())
                .isEqualTo("the IPAM plugin gave no address");
        assertThat(Files.readAllLines(directory.resolve("seen"))).containsExactly("ADD", "DEL");
    }

    @Test
    void killsAPluginWithItsChildrenWhenTheTimeIsUp() throws Exception {
        script("slow", "sleep 600 & echo $! > " + directory + "/child; echo $$ > " + directory + "/self; wait");
        IpamPlugins hasty = new IpamPlugins(new DelegateProcess(HELPER, Optional.empty(), Duration.ofMillis(500)));
        CniError error = failed(hasty.del(call("slow", CniVersion.V1_0_0, "c1", "")));
        assertThat(error.code()).isEqualTo(11);
        assertThat(error.msg()).contains("slow on DEL took longer than 500 ms");
        for (String process : List.of("self", "child")) {
            long pid =
                    Long.parseLong(Files.readString(directory.resolve(process)).strip());
            assertThat(runsWithin(pid, Duration.ofSeconds(5))).as(process).isFalse();
        }
    }

    /** Whether the process still runs when the time is up; one that is dead and not yet reaped does not run. */
    private static boolean runsWithin(long pid, Duration wait) throws IOException, InterruptedException {
        long ends = System.nanoTime() + wait.toNanos();
        while (System.nanoTime() < ends) {
            Path stat = Path.of("/proc", Long.toString(pid), "stat");
            try {
                if (Files.readString(stat).matches("(?s).*\\) Z .*")) {
                    return false;
                }
            } catch (IOException gone) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void boundsWhatAPluginPrints() throws Exception {
        script("chatty", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 0");
        assertThat(failed(plugins.add(call("chatty", CniVersion.V1_0_0, "c1", "")))
                        .msg())
                .contains("printed more than 1048576 bytes");
    }

    @Test
    void reportsAPluginThatDiesWithoutAWord() throws Exception {
        script("dying", "echo oops >&2; kill -9 $$");
        CniError error = failed(plugins.del(call("dying", CniVersion.V1_0_0, "c1", "")));
        assertThat(error.code()).isEqualTo(102);
        assertThat(error.msg()).contains("ended with status 137");
        assertThat(error.details()).isEqualTo("oops");
    }

    @Test
    void findsThePluginsOfAnotherMountNamespace() {
        IpamPlugins onHost = new IpamPlugins(
                new DelegateProcess(HELPER, Optional.of(Path.of("/proc/self/ns/mnt")), Duration.ofSeconds(20)));
        allocated(onHost.add(hostLocal(CniVersion.V1_0_0, "c1")));
        IpamPlugins nowhere =
                new IpamPlugins(new DelegateProcess(HELPER, Optional.of(Path.of("/nowhere")), Duration.ofSeconds(20)));
        assertThat(failed(nowhere.del(hostLocal(CniVersion.V1_0_0, "c1"))).msg())
                .contains("cannot enter mount namespace");
    }

    @Test
    void refusesATimeoutOutsideItsRange() {
        assertThatThrownBy(() -> new DelegateProcess(HELPER, Optional.empty(), Duration.ZERO))
                .hasMessageContaining("1 ms to 10 minutes");
    }
}
