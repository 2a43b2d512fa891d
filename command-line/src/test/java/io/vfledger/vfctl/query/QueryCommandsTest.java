package io.vfledger.vfctl.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vfledger.vfctl.Vfctl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class QueryCommandsTest {
    private static final String OWNER = """
            {"attachment":{"network":"blue","container_id":"c0ffee0123456789","ifname":"net1"},
             "pod":{"namespace":"default","name":"web-0","uid":"u"},"ips":["10.1.0.2/24"]}""";
    private static final String TUNING = """
            {"asked":{"mac":"02:00:00:00:00:01","vlan":100},"read_back":{"own_mac":"02:00:00:00:00:01","vlan":100}}""";

    private static final Map<String, String> ANSWERS = Map.of(
            "/api/v1/nodes",
            """
            {"nodes":[{"node":"worker-1","simulated":true,"kernel_release":"6.12","agent_build":"0.1","incarnation":2,
             "node_seq":7,"decided_at":"2020-01-02T03:04:05.678Z","open_requests":1,"pfs":[{"pci":"0000:01:00.0","netdev":"ens1",
             "model":{"driver":"igb"},"total_vfs":7,"configured_vfs":3,"link":{"carrier":true,"mtu":1500},"eswitch_mode":"legacy"},
             {"pci":"0000:02:00.0","netdev":"ens2","model":{"driver":"igb"},"total_vfs":7,"configured_vfs":0,"link":{"carrier":false,"mtu":1500}}],
             "pf_orders":[{"pci":"0000:01:00.0","policy":"storage","stage":"REFUSED","version":3,"num_vfs":8,"mtu":9000,
             "reason":"FIRMWARE_LIMIT, 7 at most","since":"2020-01-02T03:04:05Z"}],"vfs":{"FREE":6,"ATTACHED":1}}]}""",
            "/api/v1/vfs",
            """
            {"vfs":[{"node":"worker-1","pci":"0000:01:10.0","phase":"ATTACHED","fence":{"epoch":3,"version":9},
              "since":"2020-01-02T03:04:05Z","healthy":true,"place":{"pf_netdev":"ens1","index":0,"pool":"fast"},
              "owner":%s,"tuning":%s},
             {"node":"worker-1","pci":"0000:01:10.1","phase":"QUARANTINED","fence":{"epoch":0,"version":1},
              "since":"2020-01-02T03:04:05Z","healthy":false,"place":{"pf_pci":"0000:01:00.0","pf_netdev":"ens1","index":1,"pool":""},
              "owner":{"ips":[]},"tuning":{}},
             {"node":"worker-1","pci":"0000:01:00.0","phase":"RESERVED","fence":{"epoch":1,"version":1},
              "since":"2020-01-02T03:04:05Z","healthy":true,"place":{"pf_pci":"0000:01:00.0","pf_netdev":"ens1","index":0,"pool":""},
              "owner":{"ips":[]},"tuning":{}}]}""".formatted(OWNER, TUNING),
            "/api/v1/vfs/worker-1/0000:01:10.0/history",
            """
            {"steps":[{"entry":{"node_seq":7,"decided_at":"2020-01-02T03:04:05Z","node_time":"2020-01-02T03:04:04.9Z",
              "cause":"VfAttached"},"step":{"from":"ATTACHING","to":"ATTACHED","fence":{"epoch":3,"version":9},
              "owner":%s,"tuning":%s,"reason":"read back"}}],"next":7}""".formatted(OWNER, TUNING),
            "/api/v1/vfs/worker-1/0000:01:10.0/holder",
            """
            {"at":"2020-01-02T03:10:00Z","answer":"IN_USE","sentence":"It was held by pod default/web-0.",
             "phase":"ATTACHED","holding":{"owner":%s,"epoch":3,"mac":"02:00:00:00:00:01","vlan":100,"tuning":%s,
             "given_at":"2020-01-02T03:04:04Z","attached_at":"2020-01-02T03:04:05Z","until":"2020-01-02T04:00:00Z",
             "given_by":{"node_seq":6,"cause":"AddRequested","node_time":"2020-01-02T03:04:03.9Z"},
             "attached_by":{"node_seq":7,"cause":"VfAttached"},"ended_by":{"node_seq":9,"cause":"VfReleased"},
             "handover":{"clean":true,"differences":[],"text":"Verified by entry 5."}}}""".formatted(OWNER, TUNING),
            "/api/v1/requests",
            """
            {"requests":[{"request_id":"worker-1/2/5","node":"worker-1","open":true,"opened_at":"2020-01-02T03:04:05Z",
              "deadline":"2020-01-02T03:04:20Z","attachment":{"network":"blue","container_id":"c1","ifname":"net1"},
              "pci":"0000:01:10.0","reason":"","node_seq":6,
              "waiting":{"on":"ITS_NODE","text":"its node was told","ms":63500,"overdue":true}}]}""",
            "/api/v1/entries",
            """
            {"entries":[{"entry":{"node":"worker-1","node_seq":7,"decided_at":"2020-01-02T03:04:05Z",
              "cause":{"from":"input","record_type":"VfAttached"},"disposition":"applied","reason":"",
              "changes":[{"change":"moved","pci":"0000:01:10.0","from":"ATTACHING","to":"ATTACHED"},
                         {"change":"request_closed","request_id":"r"},{"change":"of_node","kind":"dedupe","text":"x"}],
              "commands":[{"type":"AssignVf","key":"k"}]},"changes_left_out":0}],"next":"a-1"}""",
            "/api/v1/ledger",
            """
            {"entries":[],"begins_at":"2020-01-02T03:04:05Z","next":"1577934245000-0-7"}""",
            "/api/v1/sharing",
            """
            {"stays":[{"node":"worker-1","pci":"0000:01:10.0","holding":{"owner":%s,"mac":"02:00:00:00:00:01","vlan":100,
              "given_at":"2020-01-02T03:04:04Z","attached_by":{"node_time":"2020-01-02T03:04:03.9Z"}}}],
             "pairs":[{"first":"pod default/web-0","first_pci":"0000:01:10.0","second":"pod default/db-0",
              "second_pci":"0000:01:10.1","from":"2020-01-02T03:04:05Z","until":"2020-01-02T03:04:06Z"}],
             "pairs_left_out":2}""".formatted(OWNER),
            "/api/v1/phases",
            """
            {"from":"1970-01-01T00:00:00Z","to":"2020-01-02T03:04:05Z","vfs":2,"phases":[
             {"phase":"FREE","ms":7440000,"entered":3,"longest_ms":3723000},
             {"phase":"ATTACHED","ms":2480000,"entered":2,"longest_ms":1250}]}""",
            "/api/v1/diff",
            """
            {"from":"2020-01-02T03:04:05Z","to":"2020-01-02T04:04:05Z","same_again":1,"differences":[
             {"node":"worker-1","pci":"0000:01:10.0","changed":["phase","owner","settings"],
              "before":{"phase":"FREE","epoch":2,"owner":{"ips":[]},"tuning":{}},
              "after":{"phase":"ATTACHED","epoch":3,"owner":%s,"tuning":%s,
               "by":{"node_seq":7,"decided_at":"2020-01-02T03:34:05Z","cause":"VfAttached"}}}]}""".formatted(OWNER, TUNING));

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            URI uri = exchange.getRequestURI();
            asked.add(uri.toString());
            String answer = ANSWERS.get(uri.getPath());
            byte[] body = (answer == null ? "{\"detail\":\"node 'w' is not known\",\"status\":404}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private record Ran(int code, String out, String err) {}

    private Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--utc"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Vfctl.commandLine();
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err, true));
        int code = program.execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    @Test
    void printsNodes() {
        assertThat(run("nodes").out()).isEqualTo("""
            NODE                  KERNEL  AGENT   PFS                  VFS                 OPEN  ENTRY  DECIDED
            worker-1 (simulated)  6.12    0.1 #2  2, 1 without link !  FREE 6, ATTACHED 1  1     7      2020-01-02 03:04:05.678 Z
            """);
    }

    @Test
    void printsPfsWithWhatWasAskedOfThemAndWhatBecameOfIt() {
        assertThat(run("pfs").out()).isEqualTo("""
            NODE/PCI               PF    DRIVER  VFS     MTU   LINK    SWITCH  ORDER                                SINCE                      REASON
            worker-1/0000:01:00.0  ens1  igb     3 of 7  1500  up      legacy  storage: REFUSED !, 8 VFs, MTU 9000  2020-01-02 03:04:05.000 Z  FIRMWARE_LIMIT, 7 at most
            worker-1/0000:02:00.0  ens2  igb     0 of 7  1500  none !  -       -                                    -                          -
            """);
    }

    @Test
    void printsFunctionsAndPassesFilters() {
        assertThat(run("vfs", "--pod", "default/web 0", "--phase", "ATTACHED").out())
                .isEqualTo("""
            NODE/PCI               PF#VF        PHASE          EPOCH  OWNER          NETWORK/CONTAINER/IF    MAC                VLAN  POOL  SINCE
            worker-1/0000:01:10.0  ens1#0       ATTACHED       3      default/web-0  blue/c0ffee012345/net1  02:00:00:00:00:01  100   fast  2020-01-02 03:04:05.000 Z
            worker-1/0000:01:10.1  ens1#1       QUARANTINED !  0      -              -                       -                  -     -     2020-01-02 03:04:05.000 Z
            worker-1/0000:01:00.0  ens1, whole  RESERVED       1      -              -                       -                  -     -     2020-01-02 03:04:05.000 Z
            """);
        assertThat(asked).containsExactly("/api/v1/vfs?phase=ATTACHED&pod=default%2Fweb+0");
    }

    @Test
    void printsAHistory() {
        assertThat(run("history", "worker-1/0000:01:10.0").out()).isEqualTo("""
            ENTRY  DECIDED                    NODE'S CLOCK               STEP                EPOCH.VERSION  OWNER          MAC                VLAN  CAUSE       REASON
            7      2020-01-02 03:04:05.000 Z  2020-01-02 03:04:04.900 Z  ATTACHING>ATTACHED  3.9            default/web-0  02:00:00:00:00:01  100   VfAttached  read back
            There is more: --before 7
            """);
    }

    @Test
    void printsAHolder() {
        Ran ran = run("holder", "worker-1/0000:01:10.0", "--at", "2020-01-02T03:10");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualTo("""
            It was held by pod default/web-0.
              at          2020-01-02 03:10:00.000 Z
              answer      IN_USE
              owner       default/web-0
              attachment  blue/c0ffee012345/net1
              addresses   10.1.0.2/24
              mac         02:00:00:00:00:01
              vlan        100
              epoch       3
              given       2020-01-02 03:04:04.000 Z  (entry 6, AddRequested, node's clock 2020-01-02 03:04:03.900 Z)
              attached    2020-01-02 03:04:05.000 Z  (entry 7, VfAttached)
              until       2020-01-02 04:00:00.000 Z  (entry 9, VfReleased)
              clean       yes: Verified by entry 5.
            """);
        assertThat(asked).containsExactly("/api/v1/vfs/worker-1/0000:01:10.0/holder?at=2020-01-02T03%3A10%3A00Z");
    }

    @Test
    void printsRequests() {
        assertThat(run("requests", "--open").out()).isEqualTo("""
            REQUEST       STATE  OPENED                     DEADLINE                   SETTLED  POD  NETWORK/CONTAINER/IF  VF            REASON OR WAIT
            worker-1/2/5  open   2020-01-02 03:04:05.000 Z  2020-01-02 03:04:20.000 Z  -        -    blue/c1/net1          0000:01:10.0  its node was told, for 1 m 3 s, overdue
            """);
        assertThat(asked).containsExactly("/api/v1/requests?open=true");
    }

    @Test
    void printsEntries() {
        assertThat(run("entries").out()).isEqualTo("""
            NODE      ENTRY  DECIDED                    NODE'S CLOCK  CAUSE       BECAME   STEPS                                             COMMANDS  REASON
            worker-1  7      2020-01-02 03:04:05.000 Z  -             VfAttached  applied  0000:01:10.0 ATTACHING>ATTACHED, request settled  AssignVf  -
            """);
    }

    @Test
    void asksForEverythingAboutSomethingOverAnInterval() {
        Ran ran = run(
                "ledger",
                "--pod",
                "default/web-0",
                "--vlan",
                "100",
                "--since",
                "2020-01-01T00:00",
                "--refused",
                "--until",
                "2020-01-01T12:00",
                "--oldest",
                "--limit",
                "7");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).endsWith("""
            Nothing. The ledger begins at 2020-01-02 03:04:05.000 Z.
            There is more: --after 1577934245000-0-7
            """);
        assertThat(asked)
                .containsExactly("/api/v1/ledger?pod=default%2Fweb-0&vlan=100&disposition=refused"
                        + "&from=2020-01-01T00%3A00%3A00Z&to=2020-01-01T12%3A00%3A00Z&order=oldest&limit=7");
    }

    @Test
    void printsWhoSharedAPf() {
        Ran ran = run("sharing", "worker-1/ens1", "--since", "2020-01-02T03:04");

        assertThat(ran.out()).isEqualTo("""
            NODE/PCI               OWNER          NETWORK/CONTAINER/IF    MAC                VLAN  GIVEN                      ATTACHED  UNTIL  NODE'S CLOCK
            worker-1/0000:01:10.0  default/web-0  blue/c0ffee012345/net1  02:00:00:00:00:01  100   2020-01-02 03:04:04.000 Z  -         -      2020-01-02 03:04:03.900 Z

            At the same time:
            FROM                       UNTIL                      FIRST              HAD           SECOND            HAD
            2020-01-02 03:04:05.000 Z  2020-01-02 03:04:06.000 Z  pod default/web-0  0000:01:10.0  pod default/db-0  0000:01:10.1
            2 more pairs are left out.
            """);
        assertThat(asked).containsExactly("/api/v1/sharing?pf=worker-1%2Fens1&from=2020-01-02T03%3A04%3A00Z");
    }

    @Test
    void printsTimesInPhases() {
        assertThat(run("phases", "--node", "worker-1").out()).isEqualTo("""
            PHASE     TIME       SHARE   ENTERED  LONGEST
            FREE      2 h 4 m    75.0 %  3        1 h 2 m
            ATTACHED  41 m 20 s  25.0 %  2        1.250 s
            Of 2 functions, up to 2020-01-02 03:04:05.000 Z
            """);
        assertThat(run("phases", "--csv").out()).isEqualTo("""
            PHASE,MS,SHARE,ENTERED,LONGEST_MS
            FREE,7440000,75.0 %,3,3723000
            ATTACHED,2480000,25.0 %,2,1250
            """);
    }

    @Test
    void printsWhatIsOtherwise() {
        Ran ran = run("diff", "--from", "2020-01-02T03:04:05", "--to", "2020-01-02T04:04:05");

        assertThat(ran.out()).isEqualTo("""
            NODE/PCI               WHAT      BEFORE  AFTER                            BY ENTRY  DECIDED                    CAUSE
            worker-1/0000:01:10.0  phase     FREE    ATTACHED                         7         2020-01-02 03:34:05.000 Z  VfAttached
            worker-1/0000:01:10.0  owner     -       default/web-0                    7         2020-01-02 03:34:05.000 Z  VfAttached
            worker-1/0000:01:10.0  settings  -       mac 02:00:00:00:00:01, vlan 100  7         2020-01-02 03:34:05.000 Z  VfAttached
            1 functions changed and are again as they were.
            """);
        assertThat(run("diff", "--csv", "--from", "2h").out())
                .contains(
                        "worker-1/0000:01:10.0,settings,,\"mac 02:00:00:00:00:01, vlan 100\",7,2020-01-02T03:34:05Z,VfAttached");
    }

    @Test
    void printsEachTableForPrograms() {
        assertThat(run("holder", "worker-1/0000:01:10.0", "--csv").out())
                .contains("2020-01-02T03:10:00Z,IN_USE,ATTACHED,default/web-0,", ",2020-01-02T04:00:00Z,true\n");
        assertThat(run("history", "worker-1/0000:01:10.0", "--csv").out())
                .endsWith("VfAttached,read back\n")
                .doesNotContain("There is more");
        assertThat(run("entries", "--csv", "--json").code()).isEqualTo(2);
    }

    @Test
    void printsTheAnswerItselfAsJson() {
        assertThat(run("entries", "--json").out())
                .startsWith("{\n  \"entries\" : [ {")
                .contains("\"next\" : \"a-1\"");
    }

    @Test
    void takesATimeAgo() {
        assertThat(run("holder", "worker-1/0000:01:10.0", "--at", "-5m").code()).isZero();
    }

    @Test
    void refusesWithTheServicesReasonAndStatusOne() {
        Ran ran = run("history", "w/0000:01:10.0");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("vfctl: node 'w' is not known\n");
    }

    @Test
    void refusesAFunctionThatIsNoneWithoutAsking() {
        Ran ran = run("history", "worker-1");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("node/pci");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatNobodyAnswers() {
        server.stop(0);

        Ran ran = run("nodes");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot ask", "vfctl up", "VFL_URL");
    }

    @Test
    void wrongUsageIsStatusTwo() {
        assertThat(run("holder").code()).isEqualTo(2);
        assertThat(run("nodes", "--colour").code()).isEqualTo(2);
    }
}
