package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import java.time.Duration;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The contract of [AccountBook]: what is written together is there together or not at all, and only on what it was decided on.
public abstract class AccountBookContract extends EventwiseCases {
    private static final EventKey PAYMENT = key("incoming_payment_1.event");
    private static final EventKey DEPOSIT = key("cash_deposit_7.event");
    private static final EventKey VERIFICATION = key("verify_cash_deposit_7.event");
    private static final Rejection NO_FUNDS = new Rejection(RejectionCode.INSUFFICIENT_FUNDS, "nichts da – \"0.00\"");

    @Test
    void nothing_is_known_at_first() {
        open("1", 100);

        assertThat(book().account("10")).isNull();
        assertThat(book().key(DEPOSIT)).isEqualTo(KeyRecord.unknown(DEPOSIT));
        assertThat(book().matter("1", DEPOSIT)).isNull();
        assertThat(book().entries("10", 1, Long.MAX_VALUE)).isEmpty();
        assertThat(account("1").available()).isEqualTo(100);
    }

    @Test
    void a_commit_is_there_with_all_its_parts() {
        BookCommit commit = new BookDrafts()
                .accept(book().key(DEPOSIT), "v1", EntryStatus.PENDING, 0, 0, Account.opened("1", "C-1"))
                .open(new OpenMatter(DEPOSIT, "1", 12_345, 12_345)).commit();

        assertThat(book().commit(commit)).isTrue();

        assertThat(account("1")).isEqualTo(commit.accounts().getFirst());
        assertThat(book().matter("1", DEPOSIT)).isEqualTo(new OpenMatter(DEPOSIT, "1", 12_345, 12_345));
        assertThat(book().entries("1", 1, 1)).isEqualTo(commit.judgements().getFirst().entries());
        KeyRecord record = book().key(DEPOSIT);
        assertThat(record.standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(record.inForce()).isEqualTo("v1");
        assertThat(record.account()).isEqualTo("1");
        assertThat(record.revision()).isPositive();
        assertThat(record.judged("v1")).isEqualTo(new KeyRecord.Judged("v1",
                commit.judgements().getFirst().digest(), OutcomeState.ACCEPTED, null));
    }

    @Test
    void balances_keep_every_cent_up_to_the_limit() {
        long most = 1_000_000_000_000_000_000L;
        open("1", most);
        Account full = account("1");
        assertThat(full.actual()).isEqualTo(most);

        assertThat(book().commit(new BookDrafts().accept(book().key(key("cash_withdrawal_1.event")), "v1",
                EntryStatus.VERIFIED, -1, -1, full).commit())).isTrue();

        assertThat(account("1").available()).isEqualTo(most - 1);
        Entry entry = book().entries("1", 2, 2).getFirst();
        assertThat(entry.actualAfter()).isEqualTo(most - 1);
        assertThat(entry.availableEffect()).isEqualTo(-1);
    }

    @Test
    void of_commits_on_the_same_sequence_one_is_written() {
        open("1", 1000);
        Account seen = account("1");

        List<Boolean> written = PortCases.together(6, thread -> book().commit(new BookDrafts()
                .accept(book().key(key("cash_withdrawal_" + thread + ".event")), "v1", EntryStatus.VERIFIED, -100, -100,
                        seen)
                .commit()));

        assertThat(written).containsOnlyOnce(true);
        assertThat(account("1").sequence()).isEqualTo(2);
        assertThat(book().entries("1", 1, 9)).hasSize(2);
    }

    @Test
    void of_openings_of_one_account_one_is_written_whoever_the_customers_are() {
        List<Boolean> written = PortCases.together(6, thread -> book().commit(new BookDrafts()
                .accept(book().key(key("incoming_payment_" + thread + ".event")), "v1", EntryStatus.VERIFIED, 100, 100,
                        Account.opened("1", "C" + thread))
                .commit()));

        assertThat(written).containsOnlyOnce(true);
        assertThat(account("1").customer()).isEqualTo("C" + written.indexOf(true));
        assertThat(account("1").actual()).isEqualTo(100);
    }

    @Test
    void of_judgements_of_one_key_one_is_written() {
        open("1", 1000);
        open("2", 1000);
        EventKey key = key("cash_withdrawal_1.event");
        KeyRecord before = book().key(key);

        List<Boolean> written = PortCases.together(2, thread -> book().commit(new BookDrafts().accept(before,
                "v" + thread, EntryStatus.VERIFIED, -1, -1, account("" + (thread + 1))).commit()));

        assertThat(written).containsOnlyOnce(true);
        assertThat(account("1").sequence() + account("2").sequence()).isEqualTo(3);
    }

    @Test
    void nothing_of_a_stale_commit_is_written() {
        open("1", 1000);
        open("2", 1000);
        Account stale = account("2");
        assertThat(book().commit(new BookDrafts().accept(book().key(key("cash_withdrawal_1.event")), "v1",
                EntryStatus.VERIFIED, -1, -1, stale).commit())).isTrue();
        EventKey transfer = key("inter_account_transfer_1.event");

        boolean written = book().commit(new BookDrafts()
                .accept(book().key(transfer), "v1", EntryStatus.VERIFIED, -5, -5, account("1"), stale)
                .open(new OpenMatter(transfer, "1", 5, 5)).commit());

        assertThat(written).isFalse();
        assertThat(account("1").sequence()).isEqualTo(1);
        assertThat(book().key(transfer)).isEqualTo(KeyRecord.unknown(transfer));
        assertThat(book().matter("1", transfer)).isNull();
        assertThat(book().entries("1", 2, 2)).isEmpty();
    }

    @Test
    void the_same_commit_is_written_once() {
        BookCommit commit = opening("1", 100);

        assertThat(book().commit(commit)).isTrue();
        assertThat(book().commit(commit)).isFalse();

        assertThat(account("1").sequence()).isEqualTo(1);
        assertThat(book().key(PAYMENT).judged("v1")).isNotNull();
    }

    @Test
    void a_refusal_holds_only_while_the_account_stands_where_it_stood() {
        open("1", 100);
        Account before = account("1");
        EventKey key = key("cash_withdrawal_1.event");
        BookCommit refusal = new BookDrafts()
                .reject(book().key(key), "v1", NO_FUNDS, before, true).commit();
        assertThat(book().commit(new BookDrafts().accept(book().key(key("incoming_payment_2.event")), "v1",
                EntryStatus.VERIFIED, 1, 1, before).commit())).isTrue();

        assertThat(book().commit(refusal)).isFalse();
        assertThat(book().commit(new BookDrafts()
                .reject(book().key(key), "v1", NO_FUNDS, account("1"), true).commit())).isTrue();

        KeyRecord record = book().key(key);
        assertThat(record.standing()).isEqualTo(KeyStanding.REJECTED);
        assertThat(record.code()).isEqualTo(RejectionCode.INSUFFICIENT_FUNDS);
        assertThat(account("1").sequence()).isEqualTo(2);
    }

    @Test
    void a_refusal_for_an_account_that_does_not_exist_holds_only_while_it_does_not() {
        EventKey key = key("cash_withdrawal_1.event");
        Rejection unknown = new Rejection(RejectionCode.UNKNOWN_ACCOUNT, "no account 1");
        BookCommit refusal = new BookDrafts().reject(book().key(key), "v1", unknown, Account.opened("1", "1"), true)
                .commit();
        open("1", 100);

        assertThat(book().commit(refusal)).isFalse();
        assertThat(book().key(key).standing()).isEqualTo(KeyStanding.NEW);
    }

    @Test
    void a_conflict_leaves_what_stands_in_force_and_is_known() {
        open("1", 100);
        KeyRecord before = book().key(PAYMENT);
        Rejection conflict = new Rejection(RejectionCode.KEY_CONFLICT, "other bytes");

        assertThat(book().commit(new BookDrafts().reject(before, "v2", conflict, account("1"), false)
                .commit())).isTrue();
        assertThat(book().commit(new BookDrafts().duplicate(book().key(PAYMENT), "v3").commit())).isTrue();

        KeyRecord after = book().key(PAYMENT);
        assertThat(after.standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(after.inForce()).isEqualTo("v1");
        assertThat(after.judged()).hasSize(3);
        assertThat(Objects.requireNonNull(after.judged("v2")).code()).isEqualTo(RejectionCode.KEY_CONFLICT);
        assertThat(Objects.requireNonNull(after.judged("v3")).state()).isNull();
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(after.holds(Objects.requireNonNull(after.judged("v2")).digest())).isTrue();
        assertThat(after.holds(Sha256.ZERO)).isFalse();
    }

    @Test
    void a_rejected_key_can_be_accepted_by_a_later_version() {
        EventKey key = key("incoming_payment_9.event");
        Rejection malformed = new Rejection(RejectionCode.MALFORMED_EVENT, "no JSON");
        assertThat(book().commit(new BookDrafts().reject(book().key(key), "v1", malformed, null, true).commit()))
                .isTrue();
        assertThat(book().key(key).standing()).isEqualTo(KeyStanding.REJECTED);

        assertThat(book().commit(new BookDrafts().accept(book().key(key), "v2", EntryStatus.VERIFIED, 5, 5,
                Account.opened("1", "1")).commit())).isTrue();

        KeyRecord record = book().key(key);
        assertThat(record.standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(record.inForce()).isEqualTo("v2");
        assertThat(record.code()).isNull();
        assertThat(Objects.requireNonNull(record.judged("v1")).code()).isEqualTo(RejectionCode.MALFORMED_EVENT);
    }

    @Test
    void open_matters_change_and_are_settled() {
        open("1", 1000);
        EventKey hold = key("outgoing_payment_unverified_1.event");
        OpenMatter matter = new OpenMatter(hold, "1", 500, 500);
        assertThat(book().commit(new BookDrafts()
                .accept(book().key(hold), "v1", EntryStatus.PENDING, 0, -500, account("1")).open(matter).commit()))
                .isTrue();
        assertThat(book().commit(new BookDrafts()
                .accept(book().key(key("outgoing_payment_rejected_1.event")), "v1", EntryStatus.REVERSED, 0, 200,
                        account("1"))
                .open(matter.withLeft(300)).commit())).isTrue();
        assertThat(book().matter("1", hold)).isEqualTo(matter.withLeft(300));
        assertThat(book().matter("2", hold)).isNull();

        assertThat(book().commit(new BookDrafts()
                .accept(book().key(key("outgoing_payment_verified_1.event")), "v1", EntryStatus.VERIFIED, -300, 0,
                        account("1"))
                .settle(matter.withLeft(300)).commit())).isTrue();

        assertThat(book().matter("1", hold)).isNull();
        assertThat(account("1").actual()).isEqualTo(700);
        assertThat(book().entries("1", 1, 9)).extracting(Entry::status).containsExactly(EntryStatus.VERIFIED,
                EntryStatus.PENDING, EntryStatus.REVERSED, EntryStatus.VERIFIED);
    }

    @Test
    void whoever_waits_is_known_to_its_original() {
        KeyRecord original = book().key(DEPOSIT);
        assertThat(book().commit(new BookDrafts().await(book().key(VERIFICATION), "v1", original).commit())).isTrue();

        assertThat(book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.WAITING);
        KeyRecord awaited = book().key(DEPOSIT);
        assertThat(awaited.standing()).isEqualTo(KeyStanding.NEW);
        assertThat(awaited.waiting()).containsExactly(new AttemptId(VERIFICATION, "v1"));
        assertThat(awaited.revision()).isGreaterThan(original.revision());
    }

    @Test
    void an_original_that_did_not_see_who_waits_is_stale() {
        KeyRecord original = book().key(DEPOSIT);
        BookCommit accepted = new BookDrafts()
                .accept(original, "v1", EntryStatus.PENDING, 0, 0, Account.opened("1", "1")).commit();
        assertThat(book().commit(new BookDrafts().await(book().key(VERIFICATION), "v1", original).commit())).isTrue();

        assertThat(book().commit(accepted)).isFalse();

        KeyRecord again = book().key(DEPOSIT);
        assertThat(book().commit(new BookDrafts()
                .accept(again, "v1", EntryStatus.PENDING, 0, 0, Account.opened("1", "1"))
                .accept(book().key(VERIFICATION), "v1", EntryStatus.VERIFIED, 5, 5, Account.opened("1", "1"))
                .commit())).isTrue();
        assertThat(book().key(DEPOSIT).waiting()).isEmpty();
        assertThat(book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(account("1").sequence()).isEqualTo(2);
        assertThat(book().entries("1", 1, 2)).extracting(Entry::key).containsExactly(DEPOSIT, VERIFICATION);
    }

    @Test
    void a_wait_for_an_original_that_was_decided_is_stale() {
        KeyRecord original = book().key(DEPOSIT);
        BookCommit wait = new BookDrafts().await(book().key(VERIFICATION), "v1", original).commit();
        assertThat(book().commit(new BookDrafts()
                .accept(original, "v1", EntryStatus.PENDING, 0, 0, Account.opened("1", "1")).commit())).isTrue();

        assertThat(book().commit(wait)).isFalse();

        assertThat(book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.NEW);
        assertThat(book().key(DEPOSIT).waiting()).isEmpty();
    }

    @Test
    void a_key_that_was_only_looked_at_must_not_have_moved_on() {
        Rejection malformed = new Rejection(RejectionCode.MALFORMED_EVENT, "no JSON");
        assertThat(book().commit(new BookDrafts().reject(book().key(DEPOSIT), "v1", malformed, null, true).commit()))
                .isTrue();
        Rejection refused = new Rejection(RejectionCode.ORIGINAL_REJECTED, "its deposit was rejected");
        BookCommit refusal = new BookDrafts().reject(book().key(VERIFICATION), "v1", refused, null, true)
                .saw(book().key(DEPOSIT)).commit();
        assertThat(book().commit(new BookDrafts().accept(book().key(DEPOSIT), "v2", EntryStatus.PENDING, 0, 0,
                Account.opened("1", "1")).commit())).isTrue();

        assertThat(book().commit(refusal)).isFalse();
        assertThat(book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.NEW);
    }

    @Test
    void what_arrives_and_what_is_kept_changes_no_standing() {
        AttemptId id = new AttemptId(PAYMENT, "v1");
        Arrived arrived = new Arrived(id, 1_767_225_600_000_000L, digest("x"), "1");
        book().arrived(arrived);
        book().arrived(arrived);
        KeyRecord known = book().key(PAYMENT);
        assertThat(known.standing()).isEqualTo(KeyStanding.NEW);
        assertThat(known.account()).isEqualTo("1");
        assertThat(known.judged()).isEmpty();
        BookCommit commit = opening("1", 100);

        book().arrived(arrived);
        assertThat(book().commit(commit)).isTrue();
        KeyRecord before = book().key(PAYMENT);
        book().kept(id, Bucket.ARCHIVE);
        book().kept(id, Bucket.ARCHIVE);
        book().arrived(new Arrived(new AttemptId(PAYMENT, "v2"), 1_767_225_600_000_001L, digest("y"), null));

        assertThat(book().key(PAYMENT)).isEqualTo(before);
    }

    @Test
    void accounts_come_in_bytewise_order() {
        for (String number : new String[] {"b", "1", "B", "10", "1-", "2"}) {
            assertThat(book().commit(new BookDrafts().accept(book().key(key("incoming_payment_" + number + ".event")),
                    "v1", EntryStatus.VERIFIED, 100, 100, Account.opened(number, "C" + number)).commit())).isTrue();
        }

        assertThat(PortCases.all(book().accounts())).extracting(Account::number).containsExactly("1", "1-", "10", "2",
                "B", "b");
        assertThat(PortCases.all(book().accounts()).getFirst()).isEqualTo(account("1"));
    }

    @Test
    void the_book_is_there_after_opening_again() {
        open("1", 100);
        Account before = account("1");
        KeyRecord record = book().key(PAYMENT);

        reopen();

        assertThat(account("1")).isEqualTo(before);
        assertThat(book().key(PAYMENT)).isEqualTo(record);
    }

    private AccountBook book() {
        return stores.book();
    }

    private Account account(String number) {
        Account account = book().account(number);
        assertThat(account).as("account %s", number).isNotNull();
        return Objects.requireNonNull(account);
    }

    private BookCommit opening(String number, long cents) {
        EventKey key = number.equals("1") ? PAYMENT : key("incoming_payment_of-" + number + ".event");
        return new BookDrafts().accept(book().key(key), "v1", EntryStatus.VERIFIED, cents, cents,
                Account.opened(number, "C-" + number)).commit();
    }

    private void open(String number, long cents) {
        assertThat(book().commit(opening(number, cents))).as("opened %s", number).isTrue();
    }
}
