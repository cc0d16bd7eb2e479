package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.ControlItem.ConflictException;
import io.tidemark.core.port.ControlItem.Provisional;
import io.tidemark.core.port.ControlItem.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [ControlItem]: one state, replaced as a whole by who read it last.
public abstract class ControlItemContract extends PortCases {
    private static final State FULL = new State("g-0001", 12_345_678_901L, 77L,
            "account 1 differs – erwartet \"3\"\nfound 4",
            new Provisional("20261122T161000Z-p000000012345", Sha256.of(new byte[] {1}), 98_765L,
                    Sha256.of(new byte[] {2}), "g-0000", 1_234L, 3));

    @Test
    void the_item_begins_in_its_initial_state_and_says_what_it_was_updated_to() {
        assertThat(item().read()).isEqualTo(State.INITIAL);

        item().update(State.INITIAL, FULL);

        assertThat(item().read()).isEqualTo(FULL);
    }

    @Test
    void every_part_of_the_state_can_be_set_and_taken_back() {
        item().update(State.INITIAL, FULL);
        State unpaused = FULL.withPausedAt(null);
        item().update(FULL, unpaused);
        assertThat(item().read()).isEqualTo(unpaused);
        State trusted = unpaused.withInDoubt(null);
        item().update(unpaused, trusted);
        assertThat(item().read()).isEqualTo(trusted);
        State alone = trusted.withProvisional(new Provisional("s", Sha256.ZERO, 0, Sha256.ZERO, null, 0, 0));
        item().update(trusted, alone);
        assertThat(item().read()).isEqualTo(alone);
        item().update(alone, alone.withProvisional(null));
        trusted = alone.withProvisional(null);
        assertThat(item().read()).isEqualTo(trusted);
        State pausedAtStart = new State(null, 0, 0L, null);
        item().update(trusted, pausedAtStart);
        assertThat(item().read()).isEqualTo(pausedAtStart);
        item().update(pausedAtStart, State.INITIAL);
        assertThat(item().read()).isEqualTo(State.INITIAL);
    }

    @Test
    void an_update_is_on_disk_when_it_returns() {
        item().update(State.INITIAL, FULL);

        crash();

        assertThat(item().read()).isEqualTo(FULL);
    }

    @Test
    void the_state_is_there_after_opening_again() {
        item().update(State.INITIAL, FULL);

        reopen();

        assertThat(item().read()).isEqualTo(FULL);
    }

    @Test
    void an_update_that_expects_something_else_changes_nothing() {
        item().update(State.INITIAL, FULL);

        assertThatThrownBy(() -> item().update(State.INITIAL, State.INITIAL.withSyncedPosition(1)))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> item().update(FULL.withPausedAt(78L), State.INITIAL))
                .isInstanceOf(ConflictException.class);

        assertThat(item().read()).isEqualTo(FULL);
    }

    @Test
    void the_conflict_says_what_was_expected_and_what_was_found() {
        item().update(State.INITIAL, FULL);

        assertThatThrownBy(() -> item().update(State.INITIAL.withSyncedPosition(99), State.INITIAL))
                .isInstanceOf(ConflictException.class).hasMessageContaining("99").hasMessageContaining("g-0001");
    }

    @Test
    void of_updates_that_expect_the_same_one_takes_place() {
        List<Boolean> won = together(8, thread -> {
            try {
                item().update(State.INITIAL, State.INITIAL.withSyncedPosition(thread + 1));
                return true;
            } catch (ConflictException e) {
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
        assertThat(item().read()).isEqualTo(State.INITIAL.withSyncedPosition(won.indexOf(true) + 1));
    }

    @Test
    void no_update_of_many_threads_is_lost() {
        together(4, thread -> {
            int done = 0;
            while (done < 25) {
                State before = item().read();
                try {
                    item().update(before, before.withSyncedPosition(before.syncedPosition() + 1));
                    done++;
                } catch (ConflictException e) {
                    assertThat(e).as("thread %s reads again", thread).hasMessageContaining("expected");
                }
            }
            return done;
        });

        assertThat(item().read().syncedPosition()).isEqualTo(100);
    }

    private ControlItem item() {
        return stores.control();
    }
}
