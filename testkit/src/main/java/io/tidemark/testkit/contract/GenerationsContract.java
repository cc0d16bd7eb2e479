package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The contract of [Generations]: ledgers by name.
public abstract class GenerationsContract extends LedgerStoreCases {
    @Test
    void generations_are_listed_in_the_order_of_their_names() {
        for (String name : new String[] {"g-0002", "g-0010", "g-0001"}) {
            tracked(generations().create(name));
        }

        assertThat(generations().list()).containsExactly("g-0001", "g-0002", "g-0010");
    }

    @Test
    void generations_are_apart_from_each_other() {
        LedgerStore first = tracked(generations().create("g-0001"));
        LedgerStore second = tracked(generations().create("g-0002"));
        SampleHistory history = new SampleHistory();
        first.commit(history.paidIn("1", 100).commit());

        assertThat(first.generation()).isEqualTo("g-0001");
        assertThat(second.generation()).isEqualTo("g-0002");
        assertShows(first, history.contents());
        assertShows(second, new SampleHistory().contents());
    }

    @Test
    void a_name_that_is_taken_cannot_be_created_again() {
        LedgerStore ledger = created();
        SampleHistory history = new SampleHistory();
        ledger.commit(history.paidIn("1", 100).commit());

        assertThatThrownBy(() -> generations().create(GENERATION).close()).isInstanceOf(StorageException.class)
                .hasMessageContaining(GENERATION);

        assertShows(ledger, history.contents());
    }

    @Test
    void a_generation_that_is_not_there_is_missing() {
        assertKind(StorageException.Kind.MISSING, () -> generations().open(GENERATION).close());
        assertKind(StorageException.Kind.MISSING, () -> generations().openForReading(GENERATION).close());
        assertThat(generations().list()).isEmpty();
    }

    @Test
    void a_generation_that_cannot_be_opened_is_damaged_and_still_listed() {
        SampleHistory history = new SampleHistory();
        LedgerStore ledger = created();
        ledger.commit(history.paidIn("1", 100).commit());
        ledger.sync();
        closeAll();
        installation.damageGeneration(GENERATION);
        stores = installation.open(clock);

        assertThat(generations().list()).containsExactly(GENERATION);
        assertKind(StorageException.Kind.DAMAGED, () -> generations().open(GENERATION).close());
        assertKind(StorageException.Kind.DAMAGED, () -> generations().openForReading(GENERATION).close());
    }

    @Test
    void an_opened_generation_is_written_on() {
        SampleHistory history = new SampleHistory();
        LedgerStore ledger = created();
        ledger.commit(history.paidIn("1", 100).commit());
        ledger.sync();
        reopen();

        LedgerStore again = opened();
        again.commit(history.paidIn("1", 50).commit());

        assertThat(again.generation()).isEqualTo(GENERATION);
        assertShows(again, history.contents());
    }

    @Test
    void a_reader_beside_the_writer_sees_the_writers_last_commit() {
        SampleHistory history = new SampleHistory();
        LedgerStore ledger = created();
        ledger.commit(history.paidIn("1", 100).commit());
        LedgerContents then = history.contents();
        try (LedgerReader reader = generations().openForReading(GENERATION)) {
            assertShows(reader, then);
            ledger.commit(history.paidIn("1", 50).commit());
            assertShows(reader, then);
        }

        try (LedgerReader reader = generations().openForReading(GENERATION)) {
            assertShows(reader, history.contents());
        }
        assertShows(ledger, history.contents());
    }

    @Test
    void a_deleted_generation_is_gone_and_its_name_is_free() {
        LedgerStore ledger = created();
        ledger.commit(new SampleHistory().paidIn("1", 100).commit());
        ledger.close();
        tracked(generations().create("g-0002"));

        generations().delete(GENERATION);

        assertThat(generations().list()).containsExactly("g-0002");
        assertKind(StorageException.Kind.MISSING, () -> generations().open(GENERATION).close());
        assertShows(created(), new SampleHistory().contents());
    }

    @Test
    void a_damaged_generation_can_be_deleted() {
        created().sync();
        closeAll();
        installation.damageGeneration(GENERATION);
        stores = installation.open(clock);
        assertThat(generations().list()).containsExactly(GENERATION);

        generations().delete(GENERATION);

        assertThat(generations().list()).isEmpty();
    }

    @Test
    void deleting_what_is_not_there_is_no_error_and_removes_nothing() {
        created();

        generations().delete("g-0002");

        assertThat(generations().list()).containsExactly(GENERATION);
    }

    private Generations generations() {
        return stores.generations();
    }

    private static void assertKind(StorageException.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
