package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the contracts have in common: an installation for each test, and its opening and closing.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
public abstract class PortCases {
    /// The clock that the test's stores take arrival times from.
    final ManualClock clock = ManualClock.atNewYear();
    /// The installation of the test.
    TestInstallation installation;
    /// The stores as they were opened last.
    Stores stores;
    private final Deque<LedgerReader> ledgers = new ArrayDeque<>();

    /// A new installation of the store under test, with nothing in it.
    ///
    /// @param directory an empty directory for what it keeps on disk; removed after the test
    protected abstract TestInstallation newInstallation(Path directory);

    /// The clock that the test's stores take arrival times from.
    protected final ManualClock clock() {
        return clock;
    }

    @BeforeEach
    void openInstallation(@TempDir Path directory) {
        installation = newInstallation(directory);
        stores = installation.open(clock);
    }

    @AfterEach
    void closeInstallation() {
        closeLedgers();
        installation.close();
    }

    /// Closes everything and opens it again.
    final void reopen() {
        closeAll();
        stores = installation.open(clock);
    }

    /// Closes everything, so that stored things can be damaged.
    final void closeAll() {
        closeLedgers();
        installation.closeStores();
    }

    /// Goes on with what a crash at this moment would leave.
    final void crash() {
        stores = installation.openAfterCrash(clock);
    }

    /// Sees to it that a ledger is closed before its installation.
    final <L extends LedgerReader> L tracked(L ledger) {
        ledgers.push(ledger);
        return ledger;
    }

    private void closeLedgers() {
        while (!ledgers.isEmpty()) {
            ledgers.pop().close();
        }
    }

    /// Everything that a cursor walks over. Closes it, and holds it to its own contract: at its end it stays at its end, and it
    /// may be closed twice.
    public static <T> List<T> all(Cursor<T> cursor) {
        List<T> walked = new ArrayList<>();
        try (cursor) {
            for (T next = cursor.next(); next != null; next = cursor.next()) {
                walked.add(next);
            }
            assertThat(cursor.next()).as("the element after the last, asked for again").isNull();
            cursor.close();
        }
        return walked;
    }

    /// Runs work on that many threads that begin together.
    ///
    /// @return what each came to, in the order of the threads' numbers
    public static <T> List<T> together(int threads, IndexedWork<T> work) {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                Callable<T> task = () -> {
                    start.await();
                    return work.run(number);
                };
                running.add(executor.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("one of the threads failed", e.getCause());
        }
    }

    /// Work of one of several threads.
    ///
    /// @param <T> what it comes to
    public interface IndexedWork<T> {
        /// Does the work of the thread with that number, from 0.
        T run(int number) throws Exception;
    }
}
