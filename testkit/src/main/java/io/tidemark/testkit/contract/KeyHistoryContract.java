package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.KeyHistory;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The contract of [AccountBook] about what it has noted of keys: what happened, in its order, to all of them.
public abstract class KeyHistoryContract extends EventwiseCases {
    private static final EventKey NOBODYS = key("cash_deposit_1.event");

    @Test
    void what_happened_to_a_keys_attempts_is_told_in_its_order() {
        open("1", 100);
        EventKey key = key("cash_withdrawal_1.event");
        AttemptId first = new AttemptId(key, "v1");
        book().arrived(new Arrived(first, clock.instant().toEpochMilli() * 1000, digest("a"), "1"));
        book().arrived(new Arrived(first, clock.instant().toEpochMilli() * 1000, digest("a"), "1"));
        clock.advance(Duration.ofSeconds(1));
        Rejection poor = new Rejection(RejectionCode.INSUFFICIENT_FUNDS, "too little");
        assertThat(book().commit(
                new BookDrafts().reject(book().key(key), "v1", poor, account("1"), true).commit())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(book().commit(new BookDrafts()
                .accept(book().key(key), "v2", EntryStatus.VERIFIED, -100, -100, account("1")).commit())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        book().kept(new AttemptId(key, "v2"), Bucket.ARCHIVE);

        KeyHistory history = book().history(key);

        assertThat(history.record()).isEqualTo(book().key(key));
        assertThat(history.happened()).extracting(KeyHistory.Happened::kind, KeyHistory.Happened::version,
                KeyHistory.Happened::revision, KeyHistory.Happened::sequence).containsExactly(
                        tuple(KeyHistory.Kind.ARRIVED, "v1", 0L, null),
                        tuple(KeyHistory.Kind.REJECTED, "v1", 1L, 1L),
                        tuple(KeyHistory.Kind.ACCEPTED, "v2", 2L, 2L),
                        tuple(KeyHistory.Kind.ARCHIVED, "v2", 0L, null));
        assertThat(history.happened().get(1).rejection()).isEqualTo(poor);
        assertThat(history.happened().get(2).account()).isEqualTo("1");
        assertThat(book().history(NOBODYS).happened()).isEmpty();
        assertThat(PortCases.all(book().histories())).hasSize(2).contains(history);
    }

    private void open(String number, long cents) {
        EventKey key = key("incoming_payment_of-" + number + ".event");
        assertThat(book().commit(new BookDrafts().accept(book().key(key), "v1", EntryStatus.VERIFIED, cents, cents,
                Account.opened(number, "C-" + number)).commit())).isTrue();
    }

    private Account account(String number) {
        Account account = book().account(number);
        assertThat(account).isNotNull();
        return Objects.requireNonNull(account);
    }

    private AccountBook book() {
        return stores.book();
    }
}
