package io.vfledger.vfctl.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Answers about intervals as text.
 *
 * @param shown writes their parts
 */
record ShownPast(Shown shown) {
    private static final double PERCENT = 100.0;

    String sharing(JsonNode answer) {
        Table stays = new Table(
                "NODE/PCI",
                "OWNER",
                "NETWORK/CONTAINER/IF",
                "MAC",
                "VLAN",
                "GIVEN",
                "ATTACHED",
                "UNTIL",
                "NODE'S CLOCK");
        for (JsonNode stay : answer.path("stays")) {
            JsonNode holding = stay.path("holding");
            stays.add(
                    stay.path("node").asText() + "/" + stay.path("pci").asText(),
                    Fields.owner(holding.path("owner")),
                    Fields.attachment(holding.at("/owner/attachment")),
                    Fields.text(holding, "/mac"),
                    Fields.text(holding, "/vlan"),
                    shown.time(holding.path("given_at")),
                    shown.time(holding.path("attached_at")),
                    shown.time(holding.path("until")),
                    shown.time(holding.at("/attached_by/node_time")));
        }
        if (shown.csv()) {
            return stays.csv();
        }
        Table pairs = new Table("FROM", "UNTIL", "FIRST", "HAD", "SECOND", "HAD");
        for (JsonNode pair : answer.path("pairs")) {
            pairs.add(
                    shown.time(pair.path("from")),
                    shown.time(pair.path("until")),
                    pair.path("first").asText(),
                    pair.path("first_pci").asText(),
                    pair.path("second").asText(),
                    pair.path("second_pci").asText());
        }
        int leftOut = answer.path("pairs_left_out").asInt();
        return stays.text() + "\n"
                + (answer.path("pairs").isEmpty() ? "No two at the same time.\n" : "At the same time:\n" + pairs.text())
                + (leftOut == 0 ? "" : leftOut + " more pairs are left out.\n");
    }

    String phases(JsonNode answer) {
        long all = 0;
        for (JsonNode phase : answer.path("phases")) {
            all += phase.path("ms").asLong();
        }
        Table table = shown.csv()
                ? new Table("PHASE", "MS", "SHARE", "ENTERED", "LONGEST_MS")
                : new Table("PHASE", "TIME", "SHARE", "ENTERED", "LONGEST");
        for (JsonNode phase : answer.path("phases")) {
            long ms = phase.path("ms").asLong();
            long longest = phase.path("longest_ms").asLong();
            String share = all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", PERCENT * ms / all);
            table.add(
                    phase.path("phase").asText(),
                    shown.csv() ? ms : Fields.duration(ms),
                    share,
                    phase.path("entered").asLong(),
                    shown.csv() ? longest : Fields.duration(longest));
        }
        return shown.written(table)
                + shown.beside("Of " + answer.path("vfs").asInt() + " functions, up to "
                        + shown.whole(answer.path("to")) + "\n");
    }

    String diff(JsonNode answer) {
        Table table = new Table("NODE/PCI", "WHAT", "BEFORE", "AFTER", "BY ENTRY", "DECIDED", "CAUSE");
        for (JsonNode difference : answer.path("differences")) {
            for (JsonNode what : difference.path("changed")) {
                JsonNode after = difference.path("after");
                table.add(
                        difference.path("node").asText() + "/"
                                + difference.path("pci").asText(),
                        what.asText(),
                        value(what.asText(), difference.path("before")),
                        value(what.asText(), after),
                        Fields.text(after, "/by/node_seq"),
                        shown.time(after.at("/by/decided_at")),
                        Fields.text(after, "/by/cause"));
            }
        }
        int sameAgain = answer.path("same_again").asInt();
        String rest = answer.has("next")
                ? "There is more: --after " + answer.path("next").asText() + "\n"
                : (answer.path("differences").isEmpty() ? "Nothing is otherwise.\n" : "")
                        + (sameAgain == 0 ? "" : sameAgain + " functions changed and are again as they were.\n");
        return shown.written(table) + shown.beside(rest);
    }

    private static String value(String what, JsonNode was) {
        if (was.isMissingNode()) {
            return "";
        }
        return switch (what) {
            case "owner" -> Fields.owner(was.path("owner"));
            case "addresses" -> Shown.addresses(was.at("/owner/ips"));
            case "settings" -> settings(was.at("/tuning/asked"));
            default -> Fields.text(was, "/" + what);
        };
    }

    private static String settings(JsonNode asked) {
        List<String> texts = new ArrayList<>();
        asked.properties().forEach(setting -> {
            if (!setting.getValue().isNull()) {
                texts.add(setting.getKey() + " " + setting.getValue().asText());
            }
        });
        return String.join(", ", texts);
    }
}
