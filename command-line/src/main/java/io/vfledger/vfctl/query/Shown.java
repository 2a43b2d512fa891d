package io.vfledger.vfctl.query;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers of the service as text for people. */
record Shown(Times times) {
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
                    times.show(node.path("decided_at")));
        }
        return table.text();
    }

    private static String pfs(JsonNode pfs) {
        int down = 0;
        for (JsonNode pf : pfs) {
            down += pf.at("/link/carrier").asBoolean(true) ? 0 : 1;
        }
        return pfs.size() + (down == 0 ? "" : ", " + down + " without link !");
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
                    Fields.text(vf, "/place/pf_netdev") + "#"
                            + vf.at("/place/index").asInt(),
                    vf.path("phase").asText() + (vf.path("healthy").asBoolean(true) ? "" : " !"),
                    vf.at("/fence/epoch").asLong(),
                    Fields.owner(vf.path("owner")),
                    Fields.attachment(vf.at("/owner/attachment")),
                    Fields.mac(vf.path("tuning"), Fields.text(vf, "/phase")),
                    Fields.vlan(vf.path("tuning"), Fields.text(vf, "/phase")),
                    Fields.text(vf, "/place/pool"),
                    times.show(vf.path("since")));
        }
        return table.text();
    }

    String history(JsonNode answer) {
        Table table = new Table(
                "ENTRY", "DECIDED", "NODE'S CLOCK", "STEP", "EPOCH.VERSION", "OWNER", "MAC", "VLAN", "CAUSE", "REASON");
        for (JsonNode shown : answer.path("steps")) {
            JsonNode step = shown.path("step");
            table.add(
                    shown.at("/entry/node_seq").asLong(),
                    times.show(shown.at("/entry/decided_at")),
                    times.show(shown.at("/entry/node_time")),
                    Fields.step(step),
                    step.at("/fence/epoch").asLong() + "."
                            + step.at("/fence/version").asLong(),
                    Fields.owner(step.path("owner")),
                    Fields.mac(step.path("tuning"), Fields.text(step, "/to")),
                    Fields.vlan(step.path("tuning"), Fields.text(step, "/to")),
                    Fields.text(shown, "/entry/cause"),
                    Fields.text(step, "/reason"));
        }
        String since = answer.has("complete_since")
                ? "The service keeps nothing of it from before " + times.showFull(answer.path("complete_since")) + ".\n"
                : "";
        String more = answer.has("next")
                ? "There is more: --before " + answer.path("next").asLong() + "\n"
                : "";
        return table.text() + since + more;
    }

    String holder(JsonNode answer) {
        StringBuilder text = new StringBuilder(answer.path("sentence").asText()).append('\n');
        line(text, "at", times.showFull(answer.path("at")));
        line(text, "answer", answer.path("answer").asText());
        JsonNode holding = answer.path("holding");
        if (!holding.isMissingNode()) {
            line(text, "owner", Fields.owner(holding.path("owner")));
            line(text, "attachment", Fields.attachment(holding.at("/owner/attachment")));
            line(text, "addresses", addresses(holding.at("/owner/ips")));
            line(text, "mac", Fields.text(holding, "/mac"));
            line(text, "vlan", Fields.text(holding, "/vlan"));
            line(text, "epoch", Fields.text(holding, "/epoch"));
            line(text, "given", times.showFull(holding.path("given_at")) + entry(holding.path("given_by")));
            line(text, "attached", times.showFull(holding.path("attached_at")) + entry(holding.path("attached_by")));
            line(
                    text,
                    "until",
                    holding.has("until")
                            ? times.showFull(holding.path("until")) + entry(holding.path("ended_by"))
                            : "it still lasts");
            line(text, "clean", clean(holding.path("handover")));
        } else if (answer.has("phase_by")) {
            line(text, "since", times.showFull(answer.at("/phase_by/decided_at")) + entry(answer.path("phase_by")));
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

    private static String addresses(JsonNode ips) {
        StringBuilder text = new StringBuilder();
        ips.forEach(ip -> text.append(text.isEmpty() ? "" : ", ").append(ip.asText()));
        return text.toString();
    }

    /** Names the entry, and the node's own clock beside the allocator's. */
    private String entry(JsonNode entry) {
        if (entry.isMissingNode()) {
            return "";
        }
        String node = entry.has("node_time") ? ", node's clock " + times.show(entry.path("node_time")) : "";
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
                "REQUEST", "STATE", "OPENED", "DEADLINE", "SETTLED", "POD", "NETWORK/CONTAINER/IF", "VF", "REASON");
        for (JsonNode request : answer.path("requests")) {
            table.add(
                    request.path("request_id").asText(),
                    request.path("open").asBoolean() ? "open" : Fields.text(request, "/settled_by"),
                    times.show(request.path("opened_at")),
                    times.show(request.path("deadline")),
                    times.show(request.path("settled_at")),
                    request.has("pod") ? Fields.owner(request) : "",
                    Fields.attachment(request.path("attachment")),
                    Fields.text(request, "/pci"),
                    Fields.text(request, "/reason"));
        }
        return table.text();
    }

    String entries(JsonNode answer) {
        Table table = new Table("NODE", "ENTRY", "DECIDED", "CAUSE", "BECAME", "STEPS", "COMMANDS", "REASON");
        for (JsonNode listed : answer.path("entries")) {
            JsonNode entry = listed.path("entry");
            StringBuilder commands = new StringBuilder();
            entry.path("commands")
                    .forEach(command -> commands.append(commands.isEmpty() ? "" : ", ")
                            .append(command.path("type").asText()));
            table.add(
                    entry.path("node").asText(),
                    entry.path("node_seq").asLong(),
                    times.show(entry.path("decided_at")),
                    Fields.cause(entry.path("cause")),
                    entry.path("disposition").asText(),
                    Fields.changes(entry.path("changes"), CHANGES),
                    commands,
                    Fields.text(entry, "/reason"));
        }
        return table.text();
    }
}
