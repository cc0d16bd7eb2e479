package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.Backups;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The contract of [Backups]: a copy of both tables becomes a generation of its own, with what was there when it was made.
public abstract class BackupsContract extends TableCases {
    private Backups backups() {
        return stores.backups();
    }

    @Test
    void a_restored_generation_has_what_was_there_and_nothing_that_came_later() {
        BookCommit first = opening("1", 100);
        assertThat(contents(null).book().commit(first)).isTrue();
        Account then = first.accounts().getFirst();
        Backups.Backup backup = backups().create(null);
        contents(null).book().commit(opening("2", 200));
        contents(null).book().commit(new BookDrafts().accept(KeyRecord.unknown(payment("more")), "v1",
                EntryStatus.VERIFIED, 50, 50, then).commit());

        backups().restore(backup.id(), FIRST);

        assertThat(account(contents(FIRST), "1")).isEqualTo(then);
        assertThat(account(contents(FIRST), "2")).isNull();
        assertThat(contents(FIRST).book().entries("1", 1, 9)).isEqualTo(first.judgements().getFirst().entries());
        assertThat(contents(FIRST).book().key(payment("1"))).isEqualTo(contents(null).book().key(payment("1")));
        assertThat(stores.generations().list()).containsExactly(FIRST);
    }

    @Test
    void backups_are_listed_in_the_order_in_which_they_were_made() {
        Backups.Backup first = backups().create(null);
        clock.advance(Duration.ofMinutes(1));
        Backups.Backup second = backups().create(null);

        reopen();

        assertThat(backups().list()).extracting(Backups.Backup::id).containsExactly(first.id(), second.id()).isSorted();
        assertThat(backups().list()).allSatisfy(backup -> {
            assertThat(backup.whole()).isTrue();
            assertThat(backup.generation()).isNull();
        });
    }

    @Test
    void a_backup_says_which_generation_it_is_of() {
        load(stores.generations().create(FIRST), opening("1", 100));

        Backups.Backup backup = backups().create(FIRST);
        backups().restore(backup.id(), SECOND);

        assertThat(backups().list()).extracting(Backups.Backup::generation).containsExactly(FIRST);
        assertThat(account(contents(SECOND), "1")).isEqualTo(account(contents(FIRST), "1")).isNotNull();
    }

    @Test
    void a_backup_that_nobody_made_cannot_be_restored() {
        assertThatThrownBy(() -> backups().restore("b20260101T000000.000Z", FIRST))
                .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
    }
}
