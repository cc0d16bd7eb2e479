package io.tidemark.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// A year of a bank's real transactions, where the environment variable `TIDEMARK_REAL_DATA` names the folder that has it.
class RealDataTest {
    private static final String KEY = "{\"key\":\"";
    private static final String BODY = "\",\"body\":";

    @Test
    void every_event_of_a_real_year_is_read_alike_and_accepted() throws IOException {
        int events = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder().resolve("berka-1993.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int body = line.indexOf(BODY);
                EventType type = EventKey.of(line.substring(KEY.length(), body)).type();
                assertThat(type).as(line).isNotNull();
                if (type != null) {
                    byte[] bytes = line.substring(body + BODY.length(), line.length() - 1)
                            .getBytes(StandardCharsets.UTF_8);
                    assertThat(BothDecoders.decode(type, bytes)).as(line).isInstanceOf(Event.class);
                    assertThat(ScanningEventDecoder.scan(type, bytes, 0, bytes.length)).as(line).isNotNull();
                    events++;
                }
            }
        }
        assertThat(events).isEqualTo(39_543);
    }

    private static Path folder() {
        String folder = System.getenv("TIDEMARK_REAL_DATA");
        if (folder == null) {
            String message = "TIDEMARK_REAL_DATA IS NOT SET: NOTHING WAS TESTED AGAINST REAL ACCOUNT HISTORIES";
            System.err.println(message);
            throw new TestAbortedException(message);
        }
        return Path.of(folder);
    }
}
