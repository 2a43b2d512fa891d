package io.vfledger.vfctl.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.vfledger.vfctl.Times;

/**
 * Answers of the service as text.
 *
 * @param times in whose zone
 * @param csv tables for programs: comma separated, whole instants, nothing beside the table
 */
record Shown(Times times, boolean csv) {
    private static final int CHANGES = 3;

    String nodes(JsonNode answer) {
        Table table = new Table("NODE", "KERNEL", "AGENT", "PFS", "VFS", "OPEN", "ENTRY", "DECIDED");
        for (JsonNode node : answer.path("nodes")) {
            table.add(
                    node.path("node").asText() + (node.path("simulated").asBoolean() ? " (simulated)" : ""),
                    Fields.text(node, "/kernel_release"),
                    agent(node),
                    pfs(node.path("pfs")),
                    Fields.counts(node.path("vfs")),
                    node.path("open_requests").asInt(),
                    node.path("node_seq").asLong(),
                    time(node.path("decided_at")));
        }
        return written(table);
    }

    private static String pfs(JsonNode pfs) {
        int down = 0;
        for (JsonNode pf : pfs) {
            down += pf.at("/link/carrier").asBoolean(true) ? 0 : 1;
        }
        return pfs.size() + (down == 0 ? "" : ", " + down + " without link !");
    }

    /** The PFs of the nodes. */
    String physicalFunctions(JsonNode answer) {
        Table table = new Table("NODE/PCI", "PF", "DRIVER", "VFS", "MTU", "LINK", "SWITCH", "ORDER", "SINCE", "REASON");
        for (JsonNode node : answer.path("nodes")) {
            for (JsonNode pf : node.path("pfs")) {
                JsonNode order = Fields.orderOf(node.path("pf_orders"), Fields.text(pf, "/pci"));
                table.add(
                        node.path("node").asText() + "/" + Fields.text(pf, "/pci"),
                        Fields.text(pf, "/netdev"),
                        Fields.text(pf, "/model/driver"),
                        pf.path("configured_vfs").asInt() + " of "
                                + pf.path("total_vfs").asInt(),
                        pf.at("/link/mtu").asInt(),
                        pf.at("/link/carrier").asBoolean(true) ? "up" : "none !",
                        Fields.text(pf, "/eswitch_mode"),
                        Fields.order(order),
                        time(order.path("since")),
                        Fields.text(order, "/reason"));
            }
        }
        return written(table);
    }

    private static String agent(JsonNode node) {
        String build = Fields.text(node, "/agent_build");
        return (build.isEmpty() ? "" : build + " ") + "#"
                + node.path("incarnation").asLong();
    }

    String vfs(JsonNode answer) {
        Table table = new Table(
                "NODE/PCI", "PF#VF", "PHASE", "EPOCH", "OWNER", "NETWORK/CONTAINER/IF", "MAC", "VLAN", "POOL", "SINCE");
        for (JsonNode vf : answer.path("vfs")) {
            table.add(
                    vf.path("node").asText() + "/" + vf.path("pci").asText(),
                    Fields.place(vf),
                    vf.path("phase").asText() + (vf.path("healthy").asBoolean(true) ? "" : " !"),
                    vf.at("/fence/epoch").asLong(),
                    Fields.owner(vf.path("owner")),
                    Fields.attachment(vf.at("/owner/attachment")),
                    Fields.mac(vf.path("tuning"), Fields.text(vf, "/phase")),
                    Fields.vlan(vf.path("tuning"), Fields.text(vf, "/phase")),
                    Fields.text(vf, "/place/pool"),
                    time(vf.path("since")));
        }
        return written(table);
    }

    String history(JsonNode answer) {
        Table table = new Table(
                "ENTRY", "DECIDED", "NODE'S CLOCK", "STEP", "EPOCH.VERSION", "OWNER", "MAC", "VLAN", "CAUSE", "REASON");
        for (JsonNode shown : answer.path("steps")) {
            JsonNode step = shown.path("step");
            table.add(
                    shown.at("/entry/node_seq").asLong(),
                    time(shown.at("/entry/decided_at")),
                    time(shown.at("/entry/node_time")),
                    Fields.step(step),
                    step.at("/fence/epoch").asLong() + "."
                            + step.at("/fence/version").asLong(),
                    Fields.owner(step.path("owner")),
                    Fields.mac(step.path("tuning"), Fields.text(step, "/to")),
                    Fields.vlan(step.path("tuning"), Fields.text(step, "/to")),
                    Fields.text(shown, "/entry/cause"),
                    Fields.text(step, "/reason"));
        }
        String more = answer.has("next")
                ? "There is more: --before " + answer.path("next").asLong() + "\n"
                : "";
        return written(table) + beside(more);
    }

    String time(JsonNode instant) {
        return csv ? times.iso(instant) : times.show(instant);
    }

    String whole(JsonNode instant) {
        return csv ? times.iso(instant) : times.showFull(instant);
    }

    String written(Table table) {
        return csv ? table.csv() : table.text();
    }

    /** What people are told beside a table. */
    String beside(String text) {
        return csv ? "" : text;
    }

    String holder(JsonNode answer) {
        return csv ? holderAsTable(answer) : holderAsText(answer);
    }

    private String holderAsTable(JsonNode answer) {
        JsonNode holding = answer.path("holding");
        Table table = new Table(
                "AT",
                "ANSWER",
                "PHASE",
                "OWNER",
                "NETWORK/CONTAINER/IF",
                "ADDRESSES",
                "MAC",
                "VLAN",
                "EPOCH",
                "GIVEN",
                "ATTACHED",
                "UNTIL",
                "CLEAN");
        table.add(
                time(answer.path("at")),
                answer.path("answer").asText(),
                Fields.text(answer, "/phase"),
                Fields.owner(holding.path("owner")),
                Fields.attachment(holding.at("/owner/attachment")),
                addresses(holding.at("/owner/ips")),
                Fields.text(holding, "/mac"),
                Fields.text(holding, "/vlan"),
                Fields.text(holding, "/epoch"),
                time(holding.path("given_at")),
                time(holding.path("attached_at")),
                time(holding.path("until")),
                Fields.text(holding, "/handover/clean"));
        return written(table);
    }

    private String holderAsText(JsonNode answer) {
        StringBuilder text = new StringBuilder(answer.path("sentence").asText()).append('\n');
        line(text, "at", whole(answer.path("at")));
        line(text, "answer", answer.path("answer").asText());
        JsonNode holding = answer.path("holding");
        if (!holding.isMissingNode()) {
            line(text, "owner", Fields.owner(holding.path("owner")));
            line(text, "attachment", Fields.attachment(holding.at("/owner/attachment")));
            line(text, "addresses", addresses(holding.at("/owner/ips")));
            line(text, "mac", Fields.text(holding, "/mac"));
            line(text, "vlan", Fields.text(holding, "/vlan"));
            line(text, "epoch", Fields.text(holding, "/epoch"));
            line(text, "given", whole(holding.path("given_at")) + entry(holding.path("given_by")));
            line(text, "attached", whole(holding.path("attached_at")) + entry(holding.path("attached_by")));
            line(
                    text,
                    "until",
                    holding.has("until")
                            ? whole(holding.path("until")) + entry(holding.path("ended_by"))
                            : "it still lasts");
            line(text, "clean", clean(holding.path("handover")));
        } else if (answer.has("phase_by")) {
            line(text, "since", whole(answer.at("/phase_by/decided_at")) + entry(answer.path("phase_by")));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ")
                .append(name)
                .repeat(' ', 12 - name.length())
                .append(value.isEmpty() ? "-" : value)
                .append('\n');
    }

    static String addresses(JsonNode ips) {
        StringBuilder text = new StringBuilder();
        ips.forEach(ip -> text.append(text.isEmpty() ? "" : ", ").append(ip.asText()));
        return text.toString();
    }

    /** Names the entry, and the node's own clock beside the allocator's. */
    private String entry(JsonNode entry) {
        if (entry.isMissingNode()) {
            return "";
        }
        String node = entry.has("node_time") ? ", node's clock " + time(entry.path("node_time")) : "";
        return "  (entry " + entry.path("node_seq").asLong() + ", "
                + entry.path("cause").asText() + node + ")";
    }

    private static String clean(JsonNode handover) {
        String word = handover.has("clean") ? (handover.path("clean").asBoolean() ? "yes" : "NO") : "not known";
        StringBuilder text = new StringBuilder(word)
                .append(": ")
                .append(handover.path("text").asText());
        handover.path("differences")
                .forEach(difference -> text.append("\n              ").append(difference.asText()));
        return text.toString();
    }

    String requests(JsonNode answer) {
        Table table = new Table(
                "REQUEST",
                "STATE",
                "OPENED",
                "DEADLINE",
                "SETTLED",
                "POD",
                "NETWORK/CONTAINER/IF",
                "VF",
                "REASON OR WAIT");
        for (JsonNode request : answer.path("requests")) {
            table.add(
                    request.path("request_id").asText(),
                    request.path("open").asBoolean() ? "open" : Fields.text(request, "/settled_by"),
                    time(request.path("opened_at")),
                    time(request.path("deadline")),
                    time(request.path("settled_at")),
                    request.has("pod") ? Fields.owner(request) : "",
                    Fields.attachment(request.path("attachment")),
                    Fields.text(request, "/pci"),
                    request.has("waiting") ? waiting(request.path("waiting")) : Fields.text(request, "/reason"));
        }
        return written(table);
    }

    private static String waiting(JsonNode waiting) {
        return waiting.path("text").asText() + ", for "
                + Fields.duration(waiting.path("ms").asLong())
                + (waiting.path("overdue").asBoolean() ? ", overdue" : "");
    }

    String ledger(JsonNode answer) {
        String begin = answer.path("entries").isEmpty() && answer.has("begins_at")
                ? "Nothing. The ledger begins at " + whole(answer.path("begins_at")) + ".\n"
                : "";
        String more = answer.has("next")
                ? "There is more: --after " + answer.path("next").asText() + "\n"
                : "";
        return entries(answer) + beside(begin + more);
    }

    String entries(JsonNode answer) {
        Table table =
                new Table("NODE", "ENTRY", "DECIDED", "NODE'S CLOCK", "CAUSE", "BECAME", "STEPS", "COMMANDS", "REASON");
        for (JsonNode listed : answer.path("entries")) {
            JsonNode entry = listed.path("entry");
            StringBuilder commands = new StringBuilder();
            entry.path("commands")
                    .forEach(command -> commands.append(commands.isEmpty() ? "" : ", ")
                            .append(command.path("type").asText()));
            table.add(
                    entry.path("node").asText(),
                    entry.path("node_seq").asLong(),
                    time(entry.path("decided_at")),
                    time(entry.at("/cause/content/node_time")),
                    Fields.cause(entry.path("cause")),
                    entry.path("disposition").asText(),
                    Fields.changes(entry.path("changes"), CHANGES),
                    commands,
                    Fields.text(entry, "/reason"));
        }
        return written(table);
    }
}
