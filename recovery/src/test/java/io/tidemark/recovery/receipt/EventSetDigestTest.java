package io.tidemark.recovery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class EventSetDigestTest {
    private static final int BLOCK = 4096;

    private static LogRecord.Attempt attempt(long position) {
        byte[] body = ("body " + position).getBytes(StandardCharsets.UTF_8);
        return new LogRecord.Attempt(position, position, EventKey.of("incoming_payment_" + position + ".event"), 1,
                null,
                Body.of(body));
    }

    private static void add(EventSetDigest digest, long from, long to) {
        List<LogRecord> records = new ArrayList<>();
        byte[] bodies = new byte[Math.toIntExact(to - from + 1) * Sha256.LENGTH];
        for (long position = from; position <= to; position++) {
            LogRecord.Attempt attempt = attempt(position);
            attempt.body().digest(Sha256.newMessageDigest()).copyTo(bodies, records.size() * Sha256.LENGTH);
            records.add(attempt);
        }
        digest.add(records, bodies);
    }

    /// As the document says it, line by line.
    private static Sha256 plainly(long last) {
        StringBuilder blocks = new StringBuilder();
        for (long from = 1; from <= last; from += BLOCK) {
            StringBuilder lines = new StringBuilder();
            for (long position = from; position <= Math.min(last, from + BLOCK - 1); position++) {
                LogRecord.Attempt attempt = attempt(position);
                lines.append(position).append('|').append(attempt.key()).append("|1|")
                        .append(attempt.body().digest(Sha256.newMessageDigest())).append('\n');
            }
            blocks.append(Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8))).append('\n');
        }
        return Sha256.of(blocks.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void runs_of_any_length_in_any_order_by_many_threads_give_what_the_document_says() {
        Random random = new Random(7);
        for (long last : new long[] {1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17}) {
            EventSetDigest digest = new EventSetDigest(last);
            List<long[]> runs = new ArrayList<>();
            for (long from = 1; from <= last;) {
                long to = Math.min(last, from + random.nextInt(BLOCK + 500));
                runs.add(new long[] {from, to});
                from = to + 1;
            }
            Collections.shuffle(runs, random);
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                runs.forEach(run -> threads.execute(() -> add(digest, run[0], run[1])));
            }

            assertThat(digest.finish()).isEqualTo(plainly(last));
        }
    }

    @Test
    void a_run_that_comes_again_changes_nothing() {
        EventSetDigest digest = new EventSetDigest(BLOCK + 5);
        add(digest, 1, 100);
        add(digest, 1, 100);
        add(digest, 101, BLOCK + 5);
        add(digest, 101, BLOCK + 5);

        assertThat(digest.finish()).isEqualTo(plainly(BLOCK + 5));
    }

    @Test
    void there_is_no_digest_while_a_record_is_missing() {
        EventSetDigest digest = new EventSetDigest(10);
        add(digest, 1, 4);
        add(digest, 6, 10);
        assertThat(digest.finish()).isNull();
        add(digest, 5, 5);
        assertThat(digest.finish()).isEqualTo(plainly(10));
    }
}
