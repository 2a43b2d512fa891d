package io.vfledger.vfctl.query;

import io.vfledger.vfctl.Times;
import java.util.Map;
import picocli.CommandLine.Option;

/** From when until when. */
final class IntervalOptions {
    private static final String TIMES =
            "14:03 or 14:03:07 of today, 30s, 5m, 2h, 1d ago, or ISO 8601; without a zone in this machine's, or in UTC with"
                    + " --utc.";

    @Option(
            names = {"--since", "--from"},
            paramLabel = "TIME",
            description = "From this decision time on: " + TIMES + " Default: the ledger's first entry.")
    private String since = "";

    @Option(
            names = {"--until", "--to"},
            paramLabel = "TIME",
            description = "Before this decision time. Default: now.")
    private String until = "";

    /** Puts them among the parameters of a question. */
    void into(Map<String, String> parameters, Times times) {
        parameters.put("from", since.isEmpty() ? "" : times.parseEnd(since).toString());
        parameters.put("to", until.isEmpty() ? "" : times.parseEnd(until).toString());
    }
}
