package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [LedgerStore] for a generation that begins with a snapshot and gets its history afterwards.
///
/// The snapshot is taken after the first three of the [SampleDays], at position 13: a follow-up waits there that is judged again
/// behind the snapshot.
public abstract class LedgerHistoryContract extends LedgerStoreCases {
    private static final int DAYS_BEFORE = 3;
    private static final long BASE = 13;

    private final SampleHistory history = new SampleHistory();

    @Test
    void a_restored_generation_has_the_state_of_the_snapshot_and_no_history() {
        LedgerStore ledger = restored();

        assertThat(ledger.summary().historyFrom()).isEqualTo(BASE + 1);
        assertThat(all(ledger.entries(SampleDays.BOB, 1, 99))).isEmpty();
        assertThat(ledger.historyFilledTo()).isZero();
        assertShows(ledger, history.contentsFrom(BASE + 1));
    }

    @Test
    void a_large_state_is_restored_in_parts() {
        tellDays(0, DAYS_BEFORE);
        LedgerStore ledger = created();
        WorkingChange whole = history.workingState();
        restorePart(ledger, new WorkingChange(whole.accounts().stream().limit(1).toList(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of(), List.of()));
        restorePart(ledger, new WorkingChange(whole.accounts().stream().skip(1).toList(), whole.openMatters(),
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        restorePart(ledger, new WorkingChange(List.of(), List.of(), List.of(), whole.waiting(), List.of(),
                whole.rejectedKeys(), List.of(), whole.correctedKeys()));

        assertShows(ledger, history.contentsFrom(BASE + 1));
    }

    @Test
    void business_goes_on_from_a_restored_state_without_history() {
        LedgerStore ledger = restored();

        commitDays(ledger, DAYS_BEFORE, 5);

        assertShows(ledger, history.contentsFrom(BASE + 1));
        assertThat(ledger.summary().historyFrom()).isEqualTo(BASE + 1);
        assertThat(ledger.outcomes(13)).extracting(Outcome::decidedAt).containsExactly(15L, 16L);
    }

    @Test
    void history_is_filled_in_run_by_run_and_is_complete_when_it_reaches_the_base() {
        LedgerStore ledger = restored();

        fill(ledger, 1, 4, false);
        assertThat(ledger.historyFilledTo()).isEqualTo(4);
        assertThat(ledger.summary().historyFrom()).isEqualTo(BASE + 1);
        assertThat(ledger.outcomes(4)).isEqualTo(decided(4, 4));
        fill(ledger, 5, 12, false);
        assertThat(ledger.historyFilledTo()).isEqualTo(12);
        fill(ledger, 13, BASE, true);

        assertThat(ledger.historyFilledTo()).isEqualTo(BASE);
        assertThat(ledger.summary().historyFrom()).isEqualTo(1);
        assertShows(ledger, history.contents());
    }

    @Test
    void filling_history_in_leaves_the_working_state_alone() {
        LedgerStore ledger = restored();
        commitDays(ledger, DAYS_BEFORE, 5);
        LedgerContents before = LedgerContents.of(ledger);

        fill(ledger, 1, 4, false);

        LedgerContents after = LedgerContents.of(ledger);
        assertThat(after.outcomes()).hasSize(before.outcomes().size() + 4);
        assertThat(new LedgerContents(after.summary(), after.accounts(), after.openMatters(), after.rejectedKeys(),
                after.waiting(), after.correctedKeys(), before.entries(), before.outcomes(), after.paused(),
                after.held()))
                .isEqualTo(before);
    }

    @Test
    void a_generation_that_was_restored_and_filled_in_shows_the_same_as_one_that_was_there_from_the_beginning() {
        LedgerStore ledger = restored();
        fill(ledger, 1, 3, false);
        commitDays(ledger, DAYS_BEFORE, 4);
        fill(ledger, 4, BASE, true);
        commitDays(ledger, 4, 5);

        assertShows(ledger, history.contents());
        assertThat(ledger.outcomes(13)).extracting(Outcome::decidedAt).containsExactly(13L, 15L, 16L);
    }

    @Test
    void a_view_shows_no_history_that_was_filled_in_later() {
        LedgerStore ledger = restored();
        LedgerReader view = tracked(ledger.view());

        fill(ledger, 1, BASE, true);

        assertShows(view, history.contentsFrom(BASE + 1));
        assertShows(ledger, history.contents());
    }

    @Test
    void what_was_restored_and_filled_in_is_there_after_opening_again() {
        LedgerStore ledger = restored();
        fill(ledger, 1, 4, false);
        commitDays(ledger, DAYS_BEFORE, 5);
        ledger.sync();
        LedgerContents before = LedgerContents.of(ledger);

        reopen();

        LedgerStore again = opened();
        assertThat(before.outcomes()).isNotEmpty();
        assertShows(again, before);
        assertThat(again.historyFilledTo()).isEqualTo(4);
        fill(again, 5, BASE, true);
        assertShows(again, history.contents());
    }

    @Test
    void what_was_restored_and_filled_in_survives_a_crash_once_it_was_synced() {
        LedgerStore ledger = restored();
        fill(ledger, 1, 4, false);
        ledger.sync();
        fill(ledger, 5, BASE, true);

        crash();

        LedgerStore survivor = opened();
        assertThat(survivor.historyFilledTo()).isIn(4L, BASE);
        assertThat(survivor.summary().historyFrom()).isEqualTo(survivor.historyFilledTo() == BASE ? 1 : BASE + 1);
        if (survivor.historyFilledTo() < BASE) {
            fill(survivor, 5, BASE, true);
        }
        assertShows(survivor, history.contents());
    }

    @Test
    void history_is_filled_in_by_one_thread_while_another_commits() {
        LedgerStore ledger = restored();
        List<Outcome> before = decided(1, BASE);
        List<LedgerCommit> later = new ArrayList<>();
        SampleDays.ALL.subList(DAYS_BEFORE, SampleDays.ALL.size()).forEach(day -> {
            day.accept(history);
            later.add(history.commit());
        });

        together(2, thread -> {
            if (thread == 0) {
                for (long position = 1; position <= BASE; position++) {
                    long at = position;
                    ledger.stageHistory(before.stream().filter(outcome -> outcome.decidedAt() == at).toList());
                    ledger.fillHistory(at, at, List.of(), at == BASE);
                }
            } else {
                later.forEach(ledger::commit);
            }
            return thread;
        });

        assertShows(ledger, history.contents());
    }

    @Test
    void a_note_says_what_it_said_last_and_is_there_after_opening_again() {
        LedgerStore ledger = restored();
        assertThat(ledger.note()).isEmpty();
        ledger.writeNote("begun");
        ledger.writeNote("ge\u00e4ndert");
        LedgerReader view = tracked(ledger.view());
        ledger.writeNote("ended");
        fill(ledger, 1, 4, false);

        assertThat(view.note()).isEqualTo("ge\u00e4ndert");
        ledger.sync();
        crash();

        LedgerStore survivor = opened();
        assertThat(survivor.note()).isEqualTo("ended");
        assertThat(survivor.historyFilledTo()).isEqualTo(4);
    }

    /// A generation that was set to the state after the first days.
    private LedgerStore restored() {
        tellDays(0, DAYS_BEFORE);
        LedgerStore ledger = created();
        restorePart(ledger, history.workingState());
        return ledger;
    }

    private void restorePart(LedgerStore ledger, WorkingChange part) {
        ledger.restore(BASE, 1, history.counts(), part);
    }

    private void tellDays(int from, int to) {
        SampleDays.ALL.subList(from, to).forEach(day -> {
            day.accept(history);
            history.commit();
        });
    }

    private void commitDays(LedgerStore ledger, int from, int to) {
        SampleDays.ALL.subList(from, to).forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
        });
    }

    private void fill(LedgerStore ledger, long from, long to, boolean complete) {
        ledger.fillHistory(from, to, decided(from, to), complete);
    }

    private List<Outcome> decided(long from, long to) {
        return history.outcomes().stream()
                .filter(outcome -> outcome.decidedAt() >= from && outcome.decidedAt() <= to).toList();
    }
}
