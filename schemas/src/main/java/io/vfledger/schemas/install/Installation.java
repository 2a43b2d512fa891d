package io.vfledger.schemas.install;

import java.util.List;

/** What became of an installation or a check. */
public sealed interface Installation {
    /**
     * Everything is as the catalogue says.
     *
     * @param created what was not there before
     */
    record Ready(List<String> created) implements Installation {
        public Ready {
            created = List.copyOf(created);
        }
    }

    /**
     * Something is not, and is not changed by itself.
     *
     * @param problems each names the thing, what it is, what it must be, and what to do
     */
    record Refused(List<String> problems) implements Installation {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
