package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookGenerations;
import io.tidemark.core.port.BookGenerations.WentBack;
import io.tidemark.core.port.BookLoading;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StorageException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [BookGenerations], and of the [BookLoading] and [BookContents] that it gives: generations stand beside each other, are filled from
/// outside of transactions, and are read as a whole.
public abstract class BookGenerationsContract extends TableCases {
    private BookGenerations generations() {
        return stores.generations();
    }

    @Test
    void what_was_loaded_is_there_in_all_its_parts() {
        BookCommit commit = opening("1", 12_345);

        BookLoading.Written written = load(generations().create(FIRST), commit);

        assertThat(written.items()).isPositive();
        BookContents contents = contents(FIRST);
        assertThat(contents.hasAccounts()).isTrue();
        assertThat(contents.hasIndex()).isTrue();
        assertThat(contents.book().account("1")).isEqualTo(commit.accounts().getFirst());
        assertThat(contents.book().entries("1", 1, 9)).isEqualTo(commit.judgements().getFirst().entries());
        KeyRecord record = contents.book().key(payment("1"));
        assertThat(record.standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(record.inForce()).isEqualTo("v1");
    }

    @Test
    void accounts_are_read_with_what_they_hold_in_order_of_their_numbers() {
        BookCommit two = opening("2", 200);
        BookCommit ten = opening("10", 1_000);
        load(generations().create(FIRST), two, ten);

        List<BookContents.Sheet> sheets = PortCases.all(contents(FIRST).sheets());
        List<BookContents.Sheet> balances = PortCases.all(contents(FIRST).balances());

        assertThat(sheets).extracting(BookContents.Sheet::number).containsExactly("10", "2");
        assertThat(sheets).extracting(BookContents.Sheet::account).containsExactly(ten.accounts().getFirst(),
                two.accounts().getFirst());
        assertThat(sheets.getFirst().entries()).isEqualTo(ten.judgements().getFirst().entries());
        assertThat(sheets.getFirst().watermark()).isEqualTo(1);
        assertThat(balances).extracting(BookContents.Sheet::account).containsExactly(ten.accounts().getFirst(),
                two.accounts().getFirst());
        assertThat(balances).allSatisfy(sheet -> assertThat(sheet.entries()).isEmpty());
    }

    @Test
    void entries_tell_of_the_attempts_that_made_them() {
        BookCommit commit = opening("1", 100);
        load(generations().create(FIRST), commit);

        assertThat(contents(FIRST).factsOfEntries()).extracting(AttemptFact::attempt)
                .containsExactly(commit.judgements().getFirst().attempt().id());
    }

    @Test
    void a_generation_has_nothing_of_another_one() {
        contents(null).book().commit(opening("1", 100));
        load(generations().create(FIRST), opening("2", 200));
        load(generations().create(SECOND), opening("3", 300));

        assertThat(PortCases.all(contents(null).sheets())).extracting(BookContents.Sheet::number)
                .containsExactly("1");
        assertThat(PortCases.all(contents(FIRST).sheets())).extracting(BookContents.Sheet::number)
                .containsExactly("2");
        assertThat(PortCases.all(contents(SECOND).sheets())).extracting(BookContents.Sheet::number)
                .containsExactly("3");
    }

    @Test
    void generations_are_listed_by_name_but_for_the_first_until_they_are_deleted() {
        generations().create(SECOND).close();
        generations().create(FIRST).close();

        assertThat(generations().list()).containsExactly(FIRST, SECOND);
        reopen();
        generations().delete(FIRST);
        generations().delete(FIRST);
        assertThat(generations().list()).containsExactly(SECOND);
        assertThat(contents(FIRST).hasAccounts()).isFalse();
        assertThat(contents(FIRST).hasIndex()).isFalse();
    }

    @Test
    void a_generation_is_made_once() {
        load(generations().create(FIRST), opening("1", 100));

        assertThatThrownBy(() -> generations().create(FIRST).close()).isInstanceOf(StorageException.class);

        assertThat(contents(FIRST).book().account("1")).isNotNull();
    }

    @Test
    void what_is_loaded_again_takes_the_place_of_what_is_there_and_the_rest_goes() {
        BookCommit stays = opening("1", 100);
        load(generations().create(FIRST), stays, opening("2", 200));
        Account before = stays.accounts().getFirst();
        BookCommit more = new BookDrafts().accept(KeyRecord.unknown(payment("more")), "v1", EntryStatus.VERIFIED, 50,
                50, before).commit();

        BookLoading.Written written = load(generations().reload(FIRST), stays, more);

        assertThat(written.skipped()).isPositive();
        assertThat(PortCases.all(contents(FIRST).sheets())).extracting(BookContents.Sheet::account)
                .containsExactly(more.accounts().getFirst());
        assertThat(contents(FIRST).book().entries("1", 1, 9)).hasSize(2);
        assertThat(contents(FIRST).book().key(payment("2")).standing())
                .isEqualTo(KeyRecord.unknown(payment("2")).standing());
    }

    @Test
    void generations_that_went_back_to_a_moment_are_remembered_until_they_are_forgotten() {
        WentBack second = new WentBack(SECOND, FIRST, 1_000_001, 3_000_000);
        generations().note(new WentBack(FIRST, null, 7, 9));
        generations().note(second);
        WentBack first = new WentBack(FIRST, null, 8, 1_000_000);
        generations().note(first);
        reopen();

        assertThat(generations().wentBack()).containsExactly(first, second);
        generations().delete(FIRST);
        assertThat(generations().wentBack()).as("its tables are gone, what happened is not").containsExactly(first,
                second);
        generations().forget(FIRST);
        generations().forget(FIRST);
        assertThat(generations().wentBack()).containsExactly(second);
    }

    @Test
    void a_generation_that_is_protected_can_still_be_used_and_deleted() {
        load(generations().create(FIRST), opening("1", 100));

        generations().protect(FIRST);

        assertThat(account(contents(FIRST), "1")).isNotNull();
        generations().delete(FIRST);
        assertThat(generations().list()).isEmpty();
    }
}
