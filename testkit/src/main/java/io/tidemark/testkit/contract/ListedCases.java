package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import io.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the contracts over lists of buckets have in common: an installation for each test.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
public abstract class ListedCases {
    /// The clock that the test's buckets take arrival times from.
    final ManualClock clock = ManualClock.atNewYear();
    /// The installation of the test.
    ListedInstallation installation;

    /// A new installation of the store under test, with nothing in it.
    ///
    /// @param directory an empty directory for what it keeps on disk; removed after the test
    /// @param now       the clock that its buckets take times from
    protected abstract ListedInstallation newInstallation(Path directory, ManualClock now);

    @BeforeEach
    void openInstallation(@TempDir Path directory) {
        installation = newInstallation(directory, clock);
    }

    @AfterEach
    void closeInstallation() {
        installation.close();
    }

    /// Lists every bucket as it is now, and opens the catalog.
    final Catalog listed() {
        installation.list();
        return installation.catalog();
    }

    /// Lists every bucket as it is now, and opens what answers questions.
    final Queries asked() {
        installation.list();
        return installation.queries();
    }

    static NewAttempt attempt(String key, String body, @Nullable String source) {
        return new NewAttempt(EventKey.of(key), Body.of(body.getBytes(StandardCharsets.UTF_8)), source);
    }
}
