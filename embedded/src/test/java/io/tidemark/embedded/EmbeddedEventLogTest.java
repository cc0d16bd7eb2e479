package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the log promises beyond its contract: it is the same after closing and opening again.
class EmbeddedEventLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    @Test
    void whatWasPutIsThereAfterReopening() {
        List<NewAttempt> attempts = Puts.numbered(0, 5000);
        try (EmbeddedHome home = EmbeddedHome.create(directory, CLOCK)) {
            long[] positions = home.log().put(attempts);
            assertThat(positions).hasSize(5000).startsWith(1, 2, 3).endsWith(4999, 5000);
            home.log().control(new ControlAction.Retry(Puts.key("n1")), "ann", "look again");
        }
        try (EmbeddedHome home = EmbeddedHome.openForWriting(directory, CLOCK)) {
            List<LogRecord> records = Puts.scan(home.log(), 1);
            assertThat(records).hasSize(5001);
            for (int i = 0; i < 5000; i++) {
                LogRecord.Attempt attempt = (LogRecord.Attempt) records.get(i);
                assertThat(attempt.position()).isEqualTo(i + 1);
                assertThat(attempt.key()).isEqualTo(Puts.key("n" + i));
                assertThat(Puts.text(attempt)).isEqualTo(Puts.bodyOf(i));
            }
            assertThat(records.getLast()).isEqualTo(new LogRecord.Control(5001, records.getLast().arrivalMicros(),
                    new ControlAction.Retry(Puts.key("n1")), "ann", "look again"));
            assertThat(home.log().put(attempts)).containsOnly(EventLog.DUPLICATE);
            assertThat(home.log().put(List.of(Puts.attempt("n7", "other")))).containsExactly(5002);
            assertThat(home.log().attempts(Puts.key("n7"))).extracting(LogRecord.Attempt::version).containsExactly(1,
                    2);
            assertThat(home.log().firstPosition(Puts.key("n7"))).isEqualTo(8);
            assertThat(home.log().attemptCount()).isEqualTo(5001);
        }
    }

    @Test
    void aReaderBesideTheWriterSeesWhatWasPutBeforeItOpened() {
        try (EmbeddedHome home = EmbeddedHome.create(directory, CLOCK)) {
            home.log().put(Puts.numbered(0, 3000));
            try (EmbeddedHome reader = EmbeddedHome.openForReading(directory, InstantSource.system())) {
                assertThat(Puts.scan(reader.log(), 1)).hasSize(3000);
                home.log().put(Puts.numbered(3000, 3001));
                assertThat(reader.log().lastPosition()).isEqualTo(3000);
                assertThatThrownBy(() -> reader.log().put(Puts.numbered(0, 1))).isInstanceOf(StorageException.class)
                        .extracting(e -> ((StorageException) e).kind()).isEqualTo(StorageException.Kind.READ_ONLY);
            }
        }
    }
}
