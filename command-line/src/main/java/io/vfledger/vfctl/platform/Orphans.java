package io.vfledger.vfctl.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Processes whose supervisor was killed. They are ended before new ones take their place. */
final class Orphans {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final DataDirectory data;

    Orphans(DataDirectory data) {
        this.data = data;
    }

    /** Those that live; none where the supervisor does. */
    List<PartState> living() {
        Optional<PlatformState> state = PlatformState.read(data);
        if (state.isEmpty() || state.get().supervisor().isAlive()) {
            return List.of();
        }
        return state.get().parts().stream().filter(PartState::isAlive).toList();
    }

    /** Ends them, last started first, and forgets what was written of them. */
    void end() {
        for (PartState part : living().reversed()) {
            Supervisor.say("ending " + part.name() + " of a supervisor that was killed");
            part.process().ifPresent(process -> process.end(GRACE));
        }
        data.forgetState();
    }
}
