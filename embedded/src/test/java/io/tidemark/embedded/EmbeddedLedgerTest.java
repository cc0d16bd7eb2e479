package io.tidemark.embedded;

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
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a generation promises beyond its contract: it is the same after closing and opening again, and to readers beside it.
class EmbeddedLedgerTest {
    private static final OutcomeCounts COUNTS = new OutcomeCounts(3, 1, Map.of(RejectionCode.UNKNOWN_ACCOUNT, 2L));

    @TempDir
    Path directory;

    @Test
    void everythingThatACommitSaysIsThereAfterReopening() {
        LedgerCommit commit = commit();
        try (EmbeddedHome home = EmbeddedHome.create(directory, ManualClock.atNewYear());
                LedgerStore store = home.generations().create("g1")) {
            store.commit(commit);
            assertHolds(store, commit);
            try (EmbeddedHome reading = EmbeddedHome.openForReading(directory, InstantSource.system());
                    LedgerReader reader = reading.generations().openForReading("g1")) {
                assertHolds(reader, commit);
            }
        }
        try (EmbeddedHome home = EmbeddedHome.openForWriting(directory, ManualClock.atNewYear());
                LedgerStore store = home.generations().open("g1")) {
            assertHolds(store, commit);
            assertThatThrownBy(() -> store.commit(commit)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void assertHolds(LedgerReader reader, LedgerCommit commit) {
        assertThat(reader.summary()).isEqualTo(new LedgerReader.Summary(commit.toPosition(), 1, 1, COUNTS));
        LedgerCommit.WorkingChange working = commit.working();
        assertThat(all(reader.accounts())).containsExactlyElementsOf(working.accounts());
        assertThat(all(reader.openMatters())).containsExactlyElementsOf(working.openMatters());
        assertThat(all(reader.waitingFollowUps())).containsExactlyElementsOf(working.waiting());
        assertThat(all(reader.rejectedKeys())).containsExactlyElementsOf(working.rejectedKeys());
        assertThat(all(reader.correctedKeys())).containsExactlyElementsOf(working.correctedKeys());
        assertThat(all(reader.outcomesDecided(1, commit.toPosition()))).isEqualTo(commit.outcomes());
        assertThat(all(reader.entries("A-1", 1, Long.MAX_VALUE))).extracting(PlacedEntry::decidedAt).containsExactly(1L,
                4L, 4L);
        assertThat(all(reader.entries("A-1", 2, 2))).extracting(PlacedEntry::position).containsExactly(4L);
        assertThat(reader.outcomes(2)).containsExactly(commit.outcomes().get(1), commit.outcomes().get(4));
        assertThat(reader.outcomes(5)).containsExactly(commit.outcomes().get(5));
        assertThat(reader.outcomes(6)).isEmpty();
    }

    private static LedgerCommit commit() {
        EventKey opening = EventKey.of("incoming_payment_1.event");
        EventKey verification = EventKey.of("verify_cash_deposit_2.event");
        EventKey deposit = EventKey.of("cash_deposit_2.event");
        EventKey refused = EventKey.of("cash_withdrawal_9.event");
        EventKey untyped = EventKey.of("whatever.event");
        List<Outcome> outcomes = List.of(
                Outcome.accepted(1, 1, opening, List.of(entry(1, opening, EntryStatus.VERIFIED, 500, 500))),
                Outcome.waiting(2, 2, verification),
                Outcome.rejected(3, 3, refused, new Rejection(RejectionCode.UNKNOWN_ACCOUNT, "no account Ä"),
                        new Outcome.RefusedAt("B-7", 0)),
                Outcome.accepted(4, 4, deposit, List.of(entry(2, deposit, EntryStatus.PENDING, 500, 500))),
                Outcome.accepted(2, 4, verification, List.of(entry(3, verification, EntryStatus.VERIFIED, 700, 700))),
                Outcome.rejected(5, 5, untyped, new Rejection(RejectionCode.UNKNOWN_EVENT_TYPE, ""), null));
        Account account = new Account("A-1", "customer 1", 700, 700, 3, Sha256.of(new byte[] {1}), verification,
                1725000000L);
        LedgerCommit.WorkingChange working = new LedgerCommit.WorkingChange(
                List.of(account, Account.opened("A-2", "c")),
                List.of(new OpenMatter(deposit, "A-1", 300, 100)), List.of(),
                List.of(new LedgerReader.WaitingFollowUp(EventKey.of("outgoing_payment_verified_5.event"),
                        EventKey.of("outgoing_payment_unverified_5.event"), 5)),
                List.of(), List.of(new LedgerReader.RejectedKey(refused, 3, RejectionCode.UNKNOWN_ACCOUNT)), List.of(),
                List.of(new LedgerReader.CorrectedKey(deposit, 4)));
        return new LedgerCommit(1, 6, 1, COUNTS, outcomes, working);
    }

    private static Entry entry(long sequence, EventKey key, EntryStatus status, long actual, long available) {
        return new Entry("A-1", sequence, key, Sha256.of(key.text().getBytes(StandardCharsets.UTF_8)), status, -5, 5,
                actual,
                available, 1725000000L);
    }

    private static <T> List<T> all(Cursor<T> cursor) {
        List<T> all = new ArrayList<>();
        try (cursor) {
            for (T next = cursor.next(); next != null; next = cursor.next()) {
                all.add(next);
            }
        }
        return all;
    }
}
