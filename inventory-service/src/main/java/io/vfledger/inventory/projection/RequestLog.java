package io.vfledger.inventory.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The open requests, and the newest settled ones up to a bound. */
public final class RequestLog {
    /** Settled requests kept. */
    public static final int SETTLED_KEPT = 2_000;

    private static final Comparator<RequestView> NEWEST_FIRST = Comparator.comparing(RequestView::openedAt)
            .reversed()
            .thenComparing(RequestView::node)
            .thenComparing(Comparator.comparingLong(RequestView::nodeSeq).reversed())
            .thenComparing(RequestView::requestId);

    private final Map<String, RequestView> open = new LinkedHashMap<>();
    private final Deque<RequestView> settled = new ArrayDeque<>();

    /** Takes what an entry says of requests. */
    public void add(Entry entry) {
        boolean opened = false;
        for (Change change : entry.changes()) {
            switch (change) {
                case Change.Opened(Request request) -> {
                    opened = true;
                    open.put(request.requestId(), RequestView.opened(request, entry));
                }
                case Change.Closed(String requestId) -> {
                    RequestView before = open.remove(requestId);
                    if (before != null) {
                        settle(before.settled(entry));
                    }
                }
                case Change.Moved _, Change.OfNode _ -> {}
            }
        }
        if (!opened && entry.disposition().equals("refused")) {
            refused(entry);
        }
    }

    private void refused(Entry entry) {
        if (entry.cause() instanceof Cause.Input input && input.recordType().equals("AddRequested")) {
            Cause.Content content = input.content();
            content.requestId().ifPresent(id -> settle(RequestView.refused(id, content, entry)));
        }
    }

    private void settle(RequestView request) {
        settled.addLast(request);
        if (settled.size() > SETTLED_KEPT) {
            settled.removeFirst();
        }
    }

    /** How many wait for their node. */
    public int openCount() {
        return open.size();
    }

    /** Those that wait for their node, newest first. */
    public List<RequestView> open() {
        return open.values().stream().sorted(NEWEST_FIRST).toList();
    }

    /** The newest settled ones, newest first. */
    public List<RequestView> settled() {
        List<RequestView> newest = new ArrayList<>(settled);
        newest.sort(NEWEST_FIRST);
        return newest;
    }
}
