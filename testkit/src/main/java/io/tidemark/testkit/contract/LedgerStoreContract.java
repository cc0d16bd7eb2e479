package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.Outcome.RefusedAt;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The contract of [LedgerStore]: commits show as a whole, in order, and stay.
public abstract class LedgerStoreContract extends LedgerStoreCases {
    @Test
    void a_new_generation_is_empty_and_whole() {
        LedgerStore ledger = created();

        assertThat(ledger.generation()).isEqualTo(GENERATION);
        assertShows(ledger, new SampleHistory().contents());
        assertThat(ledger.historyFilledTo()).isZero();
    }

    @Test
    void every_reading_method_shows_the_last_commit() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
            assertShows(ledger, history.contents());
        });
    }

    @Test
    void one_commit_holds_as_much_as_many() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.forEach(day -> day.accept(history));
        ledger.commit(history.commit());

        assertShows(ledger, history.contents());
    }

    @Test
    void a_commit_that_does_not_begin_after_the_ledgers_position_is_refused_and_changes_nothing() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        LedgerCommit first = history.paidIn("1", 100).paidIn("2", 200).commit();
        LedgerCommit second = history.paidIn("1", 300).commit();

        assertThatThrownBy(() -> ledger.commit(second)).isInstanceOf(IllegalArgumentException.class);
        assertShows(ledger, new SampleHistory().contents());

        ledger.commit(first);
        assertThatThrownBy(() -> ledger.commit(first)).isInstanceOf(IllegalArgumentException.class);
        ledger.commit(second);
        assertThatThrownBy(() -> ledger.commit(second)).isInstanceOf(IllegalArgumentException.class);
        assertShows(ledger, history.contents());
    }

    @Test
    void a_run_of_control_records_without_outcomes_moves_the_position() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        ledger.commit(history.paidIn("1", 100).commit());

        ledger.commit(history.arrives().arrives().commit());

        assertThat(ledger.summary().position()).isEqualTo(3);
        assertShows(ledger, history.contents());
    }

    @Test
    void accounts_come_in_bytewise_order() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        for (String account : new String[] {"b", "10", "a", "1-", "A1", "2", "1", "ab", "-", "Z".repeat(34)}) {
            history.paidIn(account, 100).paidIn(account, 5);
        }
        ledger.commit(history.commit());

        assertThat(all(ledger.accounts())).extracting(Account::number).containsExactly("-", "1", "1-", "10", "2", "A1",
                "Z".repeat(34), "a", "ab", "b");
        assertShows(ledger, history.contents());
    }

    @Test
    void keys_come_in_bytewise_order() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        List<EventKey> keys = new ArrayList<>();
        for (String id : new String[] {"b", "10", "a", "1-", "A", "2", "1", "aa", "z".repeat(64)}) {
            EventKey deposit = EventKey.of("cash_deposit_" + id + ".event");
            keys.add(deposit);
            long at = history.arrives().position();
            history.accepted(at, deposit, new SampleHistory.Posting("1", EntryStatus.PENDING, 0, 0))
                    .open(new OpenMatter(deposit, "1", at, at));
            EventKey refused = EventKey.of("cash_withdrawal_" + id + ".event");
            long next = history.arrives().position();
            history.rejected(next, refused, new Rejection(RejectionCode.UNKNOWN_ACCOUNT, "none"), null);
            EventKey mended = EventKey.of("incoming_payment_" + id + ".event");
            history.arrives().corrected(mended, history.position());
        }
        ledger.commit(history.commit());

        List<EventKey> sorted = keys.stream().sorted().toList();
        assertThat(all(ledger.openMatters())).extracting(OpenMatter::key).isEqualTo(sorted);
        assertThat(all(ledger.rejectedKeys())).hasSize(9);
        assertShows(ledger, history.contents());
    }

    @Test
    void follow_ups_wait_in_the_order_in_which_they_arrived() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        for (int i = 300; i >= 1; i--) {
            history.arrives().waits(history.position(), EventKey.of("verify_cash_deposit_" + i + ".event"),
                    EventKey.of("cash_deposit_" + i + ".event"));
            if (i % 50 == 0) {
                ledger.commit(history.commit());
            }
        }
        ledger.commit(history.commit());

        assertThat(all(ledger.waitingFollowUps())).hasSize(300).extracting(WaitingFollowUp::position).isSorted();
        assertShows(ledger, history.contents());
    }

    @Test
    void what_is_paused_and_held_is_kept_until_it_is_resumed_and_let_go() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        history.arrives().paused("2").arrives().paused("1-").arrives().paused("10");
        for (int i = 0; i < 300; i++) {
            history.arrives().held(history.position(), EventKey.of("cash_deposit_" + i + ".event"),
                    i % 2 == 0 ? "2" : "10");
            if (i % 100 == 99) {
                ledger.commit(history.commit());
            }
        }

        assertThat(all(ledger.pausedAccounts())).extracting(PausedAccount::account).containsExactly("1-", "10", "2");
        assertThat(all(ledger.heldAttempts())).hasSize(300).extracting(HeldAttempt::position).isSorted();
        assertShows(ledger, history.contents());

        LedgerReader view = tracked(ledger.view());
        LedgerContents before = history.contents();
        history.arrives().resumed("2");
        for (long attempt = 4; attempt <= 303; attempt += 2) {
            history.letGo(attempt);
        }
        history.held(5, EventKey.of("cash_deposit_1.event"), "1-").arrives().paused("2");
        ledger.commit(history.commit());
        assertShows(ledger, history.contents());
        assertShows(view, before);
        view.close();
        ledger.close();
        assertShows(opened(), history.contents());
    }

    @Test
    void the_entries_of_an_account_come_by_sequence_and_are_its_own() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        for (int i = 1; i <= 700; i++) {
            history.paidIn(i % 3 == 0 ? "1" : i % 3 == 1 ? "10" : "1-", i);
            if (i % 100 == 0) {
                ledger.commit(history.commit());
            }
        }

        assertThat(all(ledger.entries("1", 1, 1000))).hasSize(233)
                .allSatisfy(placed -> assertThat(placed.entry().account()).isEqualTo("1"));
        assertThat(all(ledger.entries("1", 100, 102)))
                .containsExactly(new LedgerReader.PlacedEntry(entry(ledger, "1", 300), 300, 300),
                        new LedgerReader.PlacedEntry(entry(ledger, "1", 303), 303, 303),
                        new LedgerReader.PlacedEntry(entry(ledger, "1", 306), 306, 306))
                .extracting(placed -> placed.entry().sequence()).containsExactly(100L, 101L, 102L);
        assertThat(all(ledger.entries("1", 233, 300))).hasSize(1);
        assertThat(all(ledger.entries("1", 234, 300))).isEmpty();
        assertThat(all(ledger.entries("1", 102, 100))).isEmpty();
        assertThat(all(ledger.entries("100", 1, 1000))).isEmpty();
        assertShows(ledger, history.contents());
    }

    private static Entry entry(LedgerReader ledger, String account, long position) {
        Outcome outcome = ledger.outcomes(position).getFirst();
        return outcome.entries().stream().filter(entry -> entry.account().equals(account)).findFirst().orElseThrow();
    }

    @Test
    void every_judgement_of_an_attempt_is_kept_in_order() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
        });

        assertThat(ledger.outcomes(13)).extracting(Outcome::decidedAt).containsExactly(13L, 15L, 16L);
        assertThat(ledger.outcomes(3)).extracting(Outcome::decidedAt).containsExactly(3L, 5L);
        assertThat(ledger.outcomes(7)).as("a control record has no outcome").isEmpty();
    }

    @Test
    void judgements_are_found_by_the_position_at_which_they_took_effect() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
        });

        assertThat(all(ledger.outcomesDecided(5, 9))).extracting(Outcome::position).containsExactly(5L, 3L, 6L, 8L, 9L);
        assertThat(all(ledger.outcomesDecided(15, 15))).extracting(Outcome::position).containsExactly(13L);
        assertThat(all(ledger.outcomesDecided(7, 7))).isEmpty();
        assertThat(all(ledger.outcomesDecided(16, 99))).extracting(Outcome::position).containsExactly(13L);
        assertThat(all(ledger.outcomesDecided(17, 99))).isEmpty();
        assertThat(all(ledger.outcomesDecided(9, 5))).isEmpty();
    }

    @Test
    void the_largest_and_the_oddest_values_are_kept() {
        LedgerStore ledger = created();
        EventKey key = EventKey.of("outgoing_payment_unverified_" + "x".repeat(64) + ".event");
        EventKey odd = EventKey.of("x".repeat(128) + ".event");
        String number = "a".repeat(34);
        long limit = 1_000_000_000_000_000_000L;
        Entry entry = new Entry(number, 1, key, Sha256.parseHex("ff".repeat(32)), EntryStatus.REVERSED, limit, limit,
                limit, limit, 253_402_300_799L);
        Account account = new Account(number, "Ж\u0000ö\ud83d\ude00 |\n".repeat(50), limit, limit, 1,
                Sha256.parseHex("80".repeat(32)), key, 253_402_300_799L);
        OutcomeCounts counts = new OutcomeCounts(1, 0, Map.of(RejectionCode.UNKNOWN_EVENT_TYPE, 1L));
        Outcome refused = Outcome.rejected(2, 2, odd,
                new Rejection(RejectionCode.UNKNOWN_EVENT_TYPE, "„Ж“ \ud83d\ude00|".repeat(100)),
                new RefusedAt(number, Long.MAX_VALUE));
        OpenMatter matter = new OpenMatter(key, number, limit, 1);
        ledger.commit(new LedgerCommit(1, 2, 1, counts,
                List.of(Outcome.accepted(1, 1, key, List.of(entry)), refused),
                new WorkingChange(List.of(account), List.of(matter), List.of(), List.of(), List.of(),
                        List.of(new LedgerReader.RejectedKey(odd, 2, RejectionCode.UNKNOWN_EVENT_TYPE)), List.of(),
                        List.of())));

        assertThat(ledger.account(number)).isEqualTo(account);
        assertThat(ledger.openMatter(key)).isEqualTo(matter);
        assertThat(all(ledger.entries(number, 1, 1))).extracting(LedgerReader.PlacedEntry::entry)
                .containsExactly(entry);
        assertThat(ledger.outcomes(2)).containsExactly(refused);
        assertThat(ledger.summary().counts()).isEqualTo(counts);
    }

    @Test
    void every_rejection_code_is_kept() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        for (RejectionCode code : RejectionCode.values()) {
            history.arrives().rejected(history.position(), EventKey.of("k-" + history.position() + ".event"),
                    new Rejection(code, "because of " + code), null);
        }
        ledger.commit(history.commit());

        assertShows(ledger, history.contents());
        assertThat(ledger.summary().counts().rejected()).hasSize(RejectionCode.values().length);
    }

    @Test
    void a_view_shows_its_moment_whatever_is_committed_later() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.getFirst().accept(history);
        ledger.commit(history.commit());
        LedgerContents then = history.contents();
        LedgerReader view = tracked(ledger.view());
        SampleDays.ALL.subList(1, 5).forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
        });

        assertShows(view, then);
        assertShows(ledger, history.contents());
        assertThat(all(view.outcomesDecided(1, 99))).isEqualTo(then.outcomes());
    }

    @Test
    void views_are_consistent_while_one_thread_commits_and_others_read() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        AtomicBoolean done = new AtomicBoolean();
        List<Long> last = together(3, thread -> {
            if (thread == 0) {
                for (int i = 1; i <= 200; i++) {
                    ledger.commit(history.paidIn("1", 1).paidIn("2", 2).commit());
                }
                done.set(true);
                return 0L;
            }
            boolean again = true;
            long position = 0;
            while (again) {
                again = !done.get();
                position = assertConsistent(ledger, position);
            }
            return position;
        });

        assertThat(last).containsExactly(0L, 400L, 400L);
        assertShows(ledger, history.contents());
    }

    /// @return the position of the view that was looked at
    private static long assertConsistent(LedgerStore ledger, long seenBefore) {
        try (LedgerReader view = ledger.view()) {
            long position = view.summary().position();
            assertThat(position).isGreaterThanOrEqualTo(seenBefore).isEven();
            assertThat(all(view.accounts())).hasSize(position == 0 ? 0 : 2).allSatisfy(account -> {
                assertThat(account.sequence()).isEqualTo(position / 2);
                assertThat(all(view.entries(account.number(), 1, 1000))).hasSize(Math.toIntExact(position / 2));
            });
            assertThat(view.summary().counts().accepted()).isEqualTo(position);
            return position;
        }
    }

    @Test
    void a_ledger_is_the_same_after_opening_again() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
        });
        ledger.sync();

        reopen();

        assertShows(opened(), history.contents());
    }

    @Test
    void what_was_synced_survives_a_crash_and_no_commit_survives_in_part() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        SampleDays.ALL.getFirst().accept(history);
        ledger.commit(history.commit());
        ledger.sync();
        List<LedgerContents> possible = new ArrayList<>(List.of(history.contents()));
        SampleDays.ALL.subList(1, 5).forEach(day -> {
            day.accept(history);
            ledger.commit(history.commit());
            possible.add(history.contents());
        });

        crash();

        LedgerStore survivor = opened();
        assertThat(LedgerContents.of(survivor)).isIn(possible);
        assertShows(survivor, LedgerContents.of(survivor));
    }

    @Test
    void work_goes_on_after_a_crash_from_the_position_that_survived() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        List<LedgerCommit> commits = new ArrayList<>();
        SampleDays.ALL.forEach(day -> {
            day.accept(history);
            commits.add(history.commit());
        });
        ledger.commit(commits.get(0));
        ledger.sync();
        ledger.commit(commits.get(1));

        crash();

        LedgerStore survivor = opened();
        long position = survivor.summary().position();
        commits.stream().filter(commit -> commit.fromPosition() > position).forEach(survivor::commit);
        assertShows(survivor, history.contents());
    }
}
