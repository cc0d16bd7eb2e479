package io.tidemark.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the contracts of processing one event at a time have in common: an installation for each test.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
public abstract class EventwiseCases {
    /// The clock that the test's stores may take times from.
    protected final ManualClock clock = ManualClock.atNewYear();
    /// The installation of the test.
    protected EventwiseInstallation installation;
    /// The stores as they were opened last.
    protected EventwiseStores stores;
    private Path home;
    private int installations;

    /// A new installation of the stores under test, with nothing in it.
    ///
    /// @param directory an empty directory for what it keeps on disk; removed after the test
    protected abstract EventwiseInstallation newInstallation(Path directory);

    @BeforeEach
    void openInstallation(@TempDir Path directory) {
        home = directory;
        installation = newInstallation(directory);
        stores = installation.open(clock);
    }

    /// Goes on with another installation, with nothing in it.
    protected final void afresh() {
        installation.close();
        try {
            installation = newInstallation(Files.createDirectory(home.resolve("afresh-" + ++installations)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stores = installation.open(clock);
    }

    @AfterEach
    void closeInstallation() {
        installation.close();
    }

    /// Opens everything again.
    protected final void reopen() {
        stores = installation.open(clock);
    }

    /// The key of that text.
    protected static EventKey key(String text) {
        return EventKey.of(text);
    }

    static Body body(String text) {
        return Body.of(text.getBytes(UTF_8));
    }

    static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }

    /// An attempt that no store has seen.
    static StoredAttempt attempt(String key, String version, String text) {
        return new StoredAttempt(new AttemptId(key(key), version), 1_767_225_600_000_000L, null, body(text));
    }
}
