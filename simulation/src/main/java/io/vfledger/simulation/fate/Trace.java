package io.vfledger.simulation.fate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The last of what happened, for whoever has to find out why; writes nothing unless it is asked to. */
public final class Trace {
    /** What is of no use to whoever reads it. */
    private static final Map<Pattern, String> SHORTER = Map.of(
            Pattern.compile("(attributes|baseline)=VfAttributes\\[.*?xdpProgram=Optional[.\\w]+]](, )?"), "",
            Pattern.compile("stamp=AgentStamp\\[.*?counter=(\\d+).*?agentSeq=(\\d+), .*?occurredAtMs=\\d+]"), "$1#$2",
            Pattern.compile("settings=VfSettings\\[.*?allmulti=Optional.empty](, )?"), "",
            Pattern.compile("netns=NetworkNamespace\\[path=([^,]*).*?]"), "$1",
            Pattern.compile("\\w+=Optional.empty(, )?"), "");

    private final Timeline timeline;
    private final int kept;
    private final Deque<String> lines = new ArrayDeque<>();

    /** @param kept the number of lines to keep; 0: none is ever made */
    public Trace(Timeline timeline, int kept) {
        this.timeline = timeline;
        this.kept = kept;
    }

    /** Writes a line. */
    public void say(Supplier<String> line) {
        if (kept == 0) {
            return;
        }
        if (lines.size() == kept) {
            lines.removeFirst();
        }
        String text = line.get();
        for (Map.Entry<Pattern, String> shorter : SHORTER.entrySet()) {
            text = shorter.getKey().matcher(text).replaceAll(shorter.getValue());
        }
        lines.addLast(String.format("%9.3f  %s", (timeline.nowMs() - Timeline.BEGIN_MS) / 1000.0, text));
    }

    /** The last lines, the oldest first. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
