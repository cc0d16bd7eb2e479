package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookLoading;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.TableStores;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the contracts of stores in tables have in common: an installation for each test, and commits to fill its tables with.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
public abstract class TableCases {
    static final String FIRST = "g20260101T000001.000Z";
    static final String SECOND = "g20260101T000002.000Z";
    private static final long DECIDED = 1_767_225_600_500_000L;

    /// The clock that the test's stores take times from.
    final ManualClock clock = ManualClock.atNewYear();
    TableStores stores;
    private TableInstallation installation;

    /// A new installation of the stores under test, with nothing in it.
    ///
    /// @param directory an empty directory for what it keeps on disk; removed after the test
    protected abstract TableInstallation newInstallation(Path directory);

    @BeforeEach
    void openInstallation(@TempDir Path directory) {
        installation = newInstallation(directory);
        stores = installation.open(clock);
    }

    @AfterEach
    void closeInstallation() {
        installation.close();
    }

    /// Opens everything again.
    final void reopen() {
        stores = installation.open(clock);
    }

    /// An incoming payment that opens an account.
    static BookCommit opening(String number, long cents) {
        return new BookDrafts().accept(KeyRecord.unknown(payment(number)), "v1", EntryStatus.VERIFIED, cents, cents,
                Account.opened(number, "C-" + number)).commit();
    }

    static EventKey payment(String account) {
        return EventKey.of("incoming_payment_of-" + account + ".event");
    }

    /// Loads commits, with all that is known of their attempts, and finishes.
    ///
    /// @return what was written
    static BookLoading.Written load(BookLoading loading, BookCommit... commits) {
        try (loading) {
            for (BookCommit commit : commits) {
                commit.judgements().forEach(judgement -> loading.arrived(new AttemptFact(judgement.attempt().id(),
                        judgement.attempt().arrivalMicros(), 0, Set.of(Bucket.NEW), List.of())));
                loading.add(commit, DECIDED);
            }
            loading.finish();
            return loading.written();
        }
    }

    BookContents contents(@Nullable String generation) {
        return stores.generations().contents(generation);
    }

    static @Nullable Account account(BookContents contents, String number) {
        return contents.hasAccounts() ? contents.book().account(number) : null;
    }
}
