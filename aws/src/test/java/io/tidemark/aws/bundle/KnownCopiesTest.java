package io.tidemark.aws.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.LocalServers;
import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.ListedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/// A copy that is in a bundle is known, and what cannot be in one is not looked for.
class KnownCopiesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final int MANY = 2_000;

    private final List<String> read = new ArrayList<>();
    private final BundleObjects objects = new BundleObjects(
            LocalServers.s3(UrlConnectionHttpClient.create(), new ExecutionInterceptor() {
                @Override
                public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                    if (context.request() instanceof GetObjectRequest get && get.key().endsWith(".index.ndjson.zst")) {
                        read.add(get.key());
                    }
                }
            }), LocalServers.newBucket());
    private final List<ListedAttempt> copies = new ArrayList<>();

    /// Every other of many keys; some have two versions.
    @BeforeEach
    void publish() {
        Body body = Body.of("{}".getBytes(UTF_8));
        Sha256 digest = body.digest(Sha256.newMessageDigest());
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        List<BundleDraft.Line> lines = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            EventKey key = key(i - i % 10 / 9 * 2);
            ListedAttempt copy = new ListedAttempt(Bucket.ARCHIVE, key, "copy-" + i, now, 2);
            copies.add(copy);
            lines.add(new BundleDraft.Line(new VersionedAttempt(new AttemptId(key, "version-" + i), 1, null, digest,
                    List.of(new Recorded(1, 1, digest, OutcomeState.ACCEPTED, null, null, null, Map.of("A", 1L))),
                    List.of(copy)), body));
        }
        copies.sort((a, b) -> a.key().compareTo(b.key()));
        Manifest bundle = new BundleDraft(objects, DAY, 1).publish(lines);
        assertThat(bundle.index().parts()).hasSizeGreaterThan(2);
    }

    private static EventKey key(int number) {
        return EventKey.of(String.format(Locale.ROOT, "incoming_payment_%07d.event", 2 * number));
    }

    private static ListedAttempt stored(ListedAttempt copy, Duration later) {
        return new ListedAttempt(copy.bucket(), copy.key(), copy.version(),
                copy.storedMicros() + later.toNanos() / 1_000, copy.length());
    }

    @Test
    void each_copy_of_a_bundle_is_known_and_no_other() {
        try (KnownCopies known = new KnownCopies(objects, objects.manifests())) {
            for (ListedAttempt copy : copies) {
                Placed placed = Objects.requireNonNull(known.of(copy), copy.toString());
                assertThat(placed.line().attempt().copies()).containsExactly(copy);
                ListedAttempt other = new ListedAttempt(Bucket.ARCHIVE, copy.key(), "other", copy.storedMicros(), 2);
                assertThat(known.of(other)).isNull();
            }
        }
        assertThat(read).as("each part once").hasSize(objects.manifests().getFirst().index().parts().size());
    }

    @Test
    void parts_that_nothing_is_asked_of_are_not_read() {
        try (KnownCopies known = new KnownCopies(objects, objects.manifests())) {
            assertThat(known.of(copies.getFirst())).isNotNull();
            assertThat(known.of(copies.getLast())).isNotNull();
        }
        assertThat(read).hasSize(2);
    }

    @Test
    void a_bundle_is_not_asked_for_what_was_put_after_it_was_published() {
        try (KnownCopies known = new KnownCopies(objects, objects.manifests())) {
            copies.forEach(copy -> assertThat(known.of(stored(copy, Duration.ofHours(2)))).isNull());
            assertThat(read).isEmpty();
        }
        try (KnownCopies known = new KnownCopies(objects, objects.manifests())) {
            copies.forEach(copy -> assertThat(known.of(stored(copy, Duration.ofDays(-400)))).isNotNull());
        }
    }
}
