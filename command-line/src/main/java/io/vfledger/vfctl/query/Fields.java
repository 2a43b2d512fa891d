package io.vfledger.vfctl.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the tables show of answers of the service; a field that is not there is a dash. */
final class Fields {
    private static final int SHORT_ID = 12;

    private Fields() {}

    static String text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    /** The PF and the number on it; of a PF that is a function of its own, that it is whole. */
    static String place(JsonNode function) {
        boolean whole = text(function, "/pci").equals(text(function, "/place/pf_pci"));
        return text(function, "/place/pf_netdev")
                + (whole ? ", whole" : "#" + function.at("/place/index").asInt());
    }

    /** What was last asked of that PF; missing where nothing was. */
    static JsonNode orderOf(JsonNode orders, String pci) {
        for (JsonNode order : orders) {
            if (text(order, "/pci").equals(pci)) {
                return order;
            }
        }
        return MissingNode.getInstance();
    }

    /** What is asked of a PF and how far it is: {@code storage: REFUSED !, 8 VFs, MTU 9000}. */
    static String order(JsonNode order) {
        if (order.isMissingNode()) {
            return "";
        }
        String stage = text(order, "/stage");
        String vfs = text(order, "/num_vfs");
        String mtu = text(order, "/mtu");
        String driver = text(order, "/vf_driver");
        return text(order, "/policy") + ": " + stage + (stage.equals("REFUSED") ? " !" : "")
                + (vfs.isEmpty() ? "" : ", " + vfs + " VFs")
                + (mtu.isEmpty() ? "" : ", MTU " + mtu)
                + (driver.isEmpty() ? "" : ", " + driver);
    }

    /** Who owns: the pod, else the demand. */
    static String owner(JsonNode owner) {
        JsonNode pod = owner.path("pod");
        if (!pod.isMissingNode()) {
            return pod.path("namespace").asText() + "/" + pod.path("name").asText();
        }
        String demand = text(owner, "/demand");
        return demand.isEmpty() ? shortId(text(owner, "/attachment/container_id")) : demand;
    }

    static String attachment(JsonNode attachment) {
        return attachment.isMissingNode()
                ? ""
                : attachment.path("network").asText() + "/"
                        + shortId(attachment.path("container_id").asText()) + "/"
                        + attachment.path("ifname").asText();
    }

    private static String shortId(String id) {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }

    /** The MAC: as asked before it was set, as read back after. */
    static String mac(JsonNode tuning, String phase) {
        return settled(phase, text(tuning, "/asked/mac"), text(tuning, "/read_back/own_mac"));
    }

    /** The VLAN: as asked before it was set, as read back after. */
    static String vlan(JsonNode tuning, String phase) {
        return settled(phase, text(tuning, "/asked/vlan"), text(tuning, "/read_back/vlan"));
    }

    private static String settled(String phase, String asked, String found) {
        boolean set = !phase.equals("HELD") && !phase.equals("ATTACHING");
        return (set && !found.isEmpty()) || asked.isEmpty() ? found : asked;
    }

    /** The causing record, or the timer. */
    static String cause(JsonNode cause) {
        return switch (cause.path("from").asText()) {
            case "input" -> cause.path("record_type").asText();
            case "timer" -> "timer " + cause.path("timer_id").asText();
            default -> "?";
        };
    }

    /** Steps of an entry in short: {@code 0000:01:10.0 FREE>ATTACHING}. */
    static String changes(JsonNode changes, int most) {
        List<String> texts = new ArrayList<>();
        int more = 0;
        for (JsonNode change : changes) {
            String text = change(change);
            if (text.isEmpty()) {
                continue;
            }
            if (texts.size() < most) {
                texts.add(text);
            } else {
                more++;
            }
        }
        return String.join(", ", texts) + (more == 0 ? "" : ", " + more + " more");
    }

    private static String change(JsonNode change) {
        return switch (change.path("change").asText()) {
            case "moved" -> change.path("pci").asText() + " " + step(change);
            case "request_opened" -> "request opened";
            case "request_closed" -> "request settled";
            case "of_node" ->
                change.path("kind").asText().equals("pools")
                                || change.path("kind").asText().equals("agent")
                        ? change.path("kind").asText() + " "
                                + change.path("text").asText()
                        : "";
            default -> "";
        };
    }

    static String step(JsonNode move) {
        String from = text(move, "/from");
        String to = text(move, "/to");
        return from.equals(to) ? to : (from.isEmpty() ? "" : from) + ">" + to;
    }

    /** A time in the two units that say most of it: {@code 1.234 s}, {@code 3 m 5 s}, {@code 2 h 7 m}, {@code 4 d 1 h}. */
    static String duration(long ms) {
        Duration time = Duration.ofMillis(ms);
        if (time.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.3f s", ms / 1_000.0);
        }
        if (time.toHours() == 0) {
            return time.toMinutes() + " m " + time.toSecondsPart() + " s";
        }
        return time.toDays() == 0
                ? time.toHours() + " h " + time.toMinutesPart() + " m"
                : time.toDays() + " d " + time.toHoursPart() + " h";
    }

    /** Counts by phase: {@code FREE 6, ATTACHED 1}. */
    static String counts(JsonNode counts) {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
            texts.add(count.getKey() + " " + count.getValue().asInt());
        }
        return String.join(", ", texts);
    }
}
