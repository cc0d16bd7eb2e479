package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.Pauses;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract of [Pauses]: switches that do not touch each other.
public abstract class PausesContract extends EventwiseCases {
    @Test
    void all_processing_is_paused_and_resumed() {
        assertThat(pauses().read()).isEqualTo(Pauses.State.NONE);

        pauses().pauseEverything(true);
        assertThat(pauses().read().covers("1")).isTrue();
        pauses().pauseEverything(true);
        pauses().pauseEverything(false);
        assertThat(pauses().read()).isEqualTo(Pauses.State.NONE);
        pauses().pauseEverything(true);
        assertThat(pauses().read()).isEqualTo(new Pauses.State(true, Set.of()));
    }

    @Test
    void an_account_is_paused_by_itself() {
        pauses().pauseAccount("1", true);
        pauses().pauseAccount("10", true);
        pauses().pauseAccount("1", true);
        pauses().pauseAccount("2", false);

        assertThat(pauses().read()).isEqualTo(new Pauses.State(false, Set.of("1", "10")));
        pauses().pauseAccount("1", false);
        assertThat(pauses().read().covers("1")).isFalse();
        assertThat(pauses().read().covers("10")).isTrue();
        pauses().pauseAccount("10", false);
        pauses().pauseAccount("3", true);
        assertThat(pauses().read()).isEqualTo(new Pauses.State(false, Set.of("3")));
    }

    @Test
    void accounts_stay_paused_when_everything_resumes() {
        pauses().pauseAccount("1", true);
        pauses().pauseEverything(true);
        pauses().pauseEverything(false);

        assertThat(pauses().read()).isEqualTo(new Pauses.State(false, Set.of("1")));
    }

    @Test
    void pauses_are_there_after_opening_again() {
        pauses().pauseAccount("1", true);
        pauses().pauseEverything(true);

        reopen();

        assertThat(pauses().read()).isEqualTo(new Pauses.State(true, Set.of("1")));
    }

    @Test
    void no_switch_of_many_threads_is_lost() {
        PortCases.together(6, thread -> {
            pauses().pauseAccount("a" + thread, true);
            return thread;
        });

        assertThat(pauses().read().accounts()).containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4", "a5");
    }

    private Pauses pauses() {
        return stores.pauses();
    }
}
