package io.tidemark.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.JacksonEventDecoder;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.NewAttempt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// Bundles from outside, where the environment variable `TIDEMARK_REAL_DATA` names the folder that has them.
class RealBundlesTest {
    @Test
    void every_line_of_a_real_year_is_put_without_the_careful_reading() throws IOException {
        int lines = 0;
        try (InputStream in = Files.newInputStream(folder().resolve("berka-1993.ndjson.gz"));
                InputReader reader = new InputReader(new GZIPInputStream(in))) {
            for (InputReader.Line line = reader.next(); line != null; line = reader.next()) {
                NewAttempt attempt = InputLineParser.scan(line.array(), line.offset(), line.length());
                assertThat(attempt).as("line %d", line.number()).isNotNull();
                assertThat(CarefulLineReader.read(line.array(), line.offset(), line.length()))
                        .isEqualTo(attempt == null ? null : new InputLine.Attempt(attempt));
                lines++;
            }
        }
        assertThat(lines).isEqualTo(39_543);
    }

    @Test
    void the_labs_own_samples_are_put_and_are_events() throws IOException {
        List<Event> events = new ArrayList<>();
        InputLineParser parser = new InputLineParser();
        try (InputReader reader = new InputReader(Files.newInputStream(folder().resolve("lab-samples.ndjson")))) {
            for (InputReader.Line line = reader.next(); line != null; line = reader.next()) {
                InputLine parsed = parser.parse(line);
                assertThat(parsed).isInstanceOf(InputLine.Attempt.class);
                if (parsed instanceof InputLine.Attempt(NewAttempt attempt)) {
                    events.add(event(attempt));
                }
            }
        }
        assertThat(events).hasSize(17);
    }

    private static Event event(NewAttempt attempt) {
        EventType type = Objects.requireNonNull(attempt.key().type());
        Body body = attempt.body();
        var careful = new JacksonEventDecoder().decode(type, body.array(), body.offset(), body.length());
        assertThat(careful).as(attempt.key().text()).isInstanceOf(Event.class);
        assertThat(new ScanningEventDecoder().decode(type, body.array(), body.offset(), body.length()))
                .isEqualTo(careful);
        return (Event) careful;
    }

    private static Path folder() {
        String folder = System.getenv("TIDEMARK_REAL_DATA");
        if (folder == null) {
            String message = "TIDEMARK_REAL_DATA IS NOT SET: NOTHING WAS TESTED ON REAL BUNDLES";
            System.err.println(message);
            throw new TestAbortedException(message);
        }
        return Path.of(folder);
    }
}
