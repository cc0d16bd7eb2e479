package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerStore;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The contract of [LedgerStore#stage]: outcomes that are handed over ahead of their commit.
public abstract class LedgerStagingContract extends LedgerStoreCases {
    private final SampleHistory history = new SampleHistory();

    @Test
    void what_is_staged_is_shown_by_nothing_before_its_commit_and_by_everything_after_it() {
        LedgerStore ledger = created();
        LedgerCommit first = nextDay(0);
        ledger.commit(first);
        LedgerContents before = history.contents();
        LedgerCommit second = nextDay(1);

        ledger.stage(second.outcomes().subList(0, 1));
        assertShows(ledger, before);
        assertThat(all(ledger.outcomesDecided(1, Long.MAX_VALUE))).isEqualTo(first.outcomes());
        ledger.stage(second.outcomes().subList(1, 2));
        assertShows(tracked(ledger.view()), before);

        ledger.commit(with(second, second.outcomes().subList(2, second.outcomes().size())));
        assertShows(ledger, history.contents());
    }

    @Test
    void a_ledger_of_staged_commits_shows_the_same_as_one_of_whole_ones() {
        LedgerStore ledger = created();

        commitAllDays(ledger);

        assertShows(ledger, history.contents());
        ledger.sync();
        reopen();
        assertShows(opened(), history.contents());
    }

    @Test
    void what_was_staged_and_never_committed_is_gone_after_opening_again() {
        LedgerStore ledger = created();
        ledger.commit(nextDay(0));
        ledger.sync();
        LedgerContents before = history.contents();
        LedgerCommit next = nextDay(1);
        ledger.stage(next.outcomes());

        crash();

        LedgerStore survivor = opened();
        assertShows(survivor, before);
        survivor.commit(next);
        assertShows(survivor, history.contents());
    }

    @Test
    void a_commit_that_does_not_hold_what_was_staged_is_refused_and_all_of_it_forgotten() {
        LedgerStore ledger = created();
        LedgerCommit first = nextDay(0);
        LedgerContents before = new SampleHistory().contents();
        ledger.stage(nextDay(1).outcomes());

        assertThatThrownBy(() -> ledger.commit(with(first, List.of()))).isInstanceOf(IllegalArgumentException.class);

        assertShows(ledger, before);
        ledger.commit(first);
        assertThat(all(ledger.outcomesDecided(1, Long.MAX_VALUE))).isEqualTo(first.outcomes());
    }

    @Test
    void history_can_be_staged_too() {
        LedgerStore ledger = created();
        LedgerCommit first = nextDay(0);
        ledger.restore(history.position(), 1, first.counts(), history.workingState());

        ledger.stageHistory(first.outcomes());
        assertThat(all(ledger.outcomesDecided(1, Long.MAX_VALUE))).isEmpty();
        ledger.fillHistory(1, history.position(), List.of(), true);

        assertShows(ledger, history.contents());
    }

    @Test
    void history_that_is_staged_and_commits_that_are_staged_do_not_meet() {
        LedgerStore ledger = created();
        LedgerCommit first = nextDay(0);
        ledger.restore(history.position(), 1, first.counts(), history.workingState());
        long base = history.position();
        LedgerCommit second = nextDay(1);

        ledger.stageHistory(first.outcomes());
        ledger.stage(second.outcomes());
        ledger.commit(with(second, List.of()));
        assertThat(all(ledger.outcomesDecided(1, Long.MAX_VALUE))).isEqualTo(second.outcomes());
        LedgerCommit third = nextDay(2);
        ledger.stage(third.outcomes());
        ledger.fillHistory(1, base, List.of(), true);
        ledger.commit(with(third, List.of()));

        assertShows(ledger, history.contents());
    }

    /// Commits all days, with nearly everything staged.
    private void commitAllDays(LedgerStore ledger) {
        for (int day = 0; day < SampleDays.ALL.size(); day++) {
            LedgerCommit commit = nextDay(day);
            int last = Math.max(0, commit.outcomes().size() - 1);
            commit.outcomes().subList(0, last).forEach(outcome -> ledger.stage(List.of(outcome)));
            ledger.commit(with(commit, commit.outcomes().subList(last, commit.outcomes().size())));
        }
    }

    private LedgerCommit nextDay(int day) {
        Consumer<SampleHistory> happening = SampleDays.ALL.get(day);
        happening.accept(history);
        return history.commit();
    }

    private static LedgerCommit with(LedgerCommit commit, List<Outcome> outcomes) {
        return new LedgerCommit(commit.fromPosition(), commit.toPosition(), commit.rulesVersion(), commit.counts(),
                outcomes, commit.working());
    }
}
