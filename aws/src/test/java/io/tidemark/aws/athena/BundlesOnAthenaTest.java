package io.tidemark.aws.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.aws.LocalServers;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries.Answer;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Thaw;
import io.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/// Bundles as questions see them: published or not, cold, lost.
class BundlesOnAthenaTest {
    private static final String PAYMENT = "{\"EventTimeStamp\":1,\"TargetAccount\":\"%s\",\"Amount\":\"5.00\"}";
    private static final String TRANSFER = "{\"EventTimeStamp\":2,\"SourceAccount\":\"B\",\"TargetAccount\":\"A\","
            + "\"Amount\":\"1.00\"}";
    private static final String BOTH = "SELECT key, account, target_account, body IS NULL AS cold FROM bundled ORDER BY key";

    private final ManualClock clock = ManualClock.atNewYear();
    private final AwsListed listed = new AwsListed(clock);
    private final String archive = listed.installation().buckets().archive();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void close() {
        listed.close();
    }

    private static NewAttempt attempt(String key, String body) {
        return new NewAttempt(EventKey.of(key), Body.of(body.getBytes(UTF_8)), null);
    }

    private List<List<@Nullable Object>> ask(String sql) {
        notes.clear();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Answer answer = listed.opened().queries().query(sql)) {
            notes.addAll(answer.notes());
            for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /// Two payments a day and a transfer, each day in a bundle.
    private Bundles days(int days) {
        for (int day = 1; day <= days; day++) {
            listed.put(List.of(attempt("incoming_payment_a" + day + ".event", PAYMENT.formatted("A")),
                    attempt("incoming_payment_b" + day + ".event", PAYMENT.formatted("B")),
                    attempt("inter_account_transfer_t" + day + ".event", TRANSFER)));
            listed.process();
            clock.advance(Duration.ofDays(1));
        }
        return listed.bundle(LocalDate.of(2026, 1, 1).plusDays(days));
    }

    private List<String> keys(String prefix) {
        return LocalServers.s3().listObjectsV2(list -> list.bucket(archive).prefix(prefix)).contents().stream()
                .map(object -> object.key()).toList();
    }

    private void remove(String key) {
        LocalServers.s3().listObjectVersions(list -> list.bucket(archive).prefix(key)).versions()
                .forEach(version -> LocalServers
                        .s3().deleteObject(delete -> delete.bucket(archive).key(key).versionId(version.versionId())));
    }

    @Test
    void a_bundle_counts_only_when_its_manifest_is_there() {
        days(1);
        String lines = keys("bundles/").getFirst();
        byte[] bytes = LocalServers.s3().getObjectAsBytes(get -> get.bucket(archive).key(lines)).asByteArray();
        LocalServers.s3().putObject(put -> put.bucket(archive).key(lines.replace("000001-", "000002-")),
                RequestBody.fromBytes(bytes));

        assertThat(ask(BOTH)).as("an upload that was never published").hasSize(3);

        remove("bundle-index/dt=2026-01-01/2026-01-01-000001.manifest.json");
        assertThat(ask(BOTH)).isEmpty();
        assertThat(ask("SELECT bundle FROM bundles")).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void of_a_cold_bundle_all_is_told_but_the_bodies_and_an_operator_hears_of_it() {
        Bundles bundles = days(2);
        bundles.freeze(List.of("2026-01-01-000001"), StorageClass.GLACIER);

        assertThat(ask(BOTH)).containsExactly(Arrays.asList("incoming_payment_a1.event", "A", null, true),
                Arrays.asList("incoming_payment_a2.event", "A", null, false),
                Arrays.asList("incoming_payment_b1.event", "B", null, true),
                Arrays.asList("incoming_payment_b2.event", "B", null, false),
                // Which one is the source the body would say.
                List.of("inter_account_transfer_t1.event", "A", "B", true),
                List.of("inter_account_transfer_t2.event", "B", "A", false));
        assertThat(notes).singleElement().asString().contains("bundle 2026-01-01-000001", "cold storage",
                "tidemark --store aws thaw").doesNotContain("2026-01-02");
        assertThat(ask("SELECT bundle, storage_class FROM bundles ORDER BY bundle")).containsExactly(
                List.of("2026-01-01-000001", "GLACIER"), List.of("2026-01-02-000001", "STANDARD"));
        assertThat(notes).as("that is no secret of this table's").isEmpty();

        bundles.thaw(List.of("2026-01-01-000001"), new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(1), null));
        ask(BOTH);
        assertThat(notes).as("it takes hours").hasSize(1);
        clock.advance(Duration.ofHours(12));
        assertThat(ask("SELECT COUNT(body) AS n FROM bundled WHERE day = '2026-01-01'")).containsExactly(List.of(3L));
        assertThat(notes).isEmpty();
    }

    @Test
    void many_cold_bundles_are_counted_and_not_all_named() {
        for (int day = 1; day <= 6; day++) {
            listed.put(List.of(attempt("incoming_payment_a" + day + ".event", PAYMENT.formatted("A"))));
            clock.advance(Duration.ofDays(1));
        }
        listed.process();
        Bundles bundles = listed.bundle(LocalDate.of(2026, 1, 7));
        bundles.freeze(bundles.list().stream().map(Bundles.Bundle::id).toList(), StorageClass.DEEP_ARCHIVE);

        assertThat(ask(BOTH)).hasSize(6);

        assertThat(notes).singleElement().asString()
                .contains("6 bundles, 2026-01-01-000001", "2026-01-05-000001 and others")
                .doesNotContain("2026-01-06");
    }

    @Test
    void a_lost_bundle_is_told_from_its_index_and_without_that_the_question_is_refused() {
        days(2);
        remove(keys("bundles/dt=2026-01-01/").getFirst());
        String attempts = "SELECT bundle, COUNT(*) AS attempts, COUNT(body) AS bodies FROM bundled GROUP BY bundle"
                + " ORDER BY bundle";

        assertThat(ask(attempts)).containsExactly(List.of("2026-01-01-000001", 3L, 0L),
                List.of("2026-01-02-000001", 3L, 3L));
        assertThat(notes).singleElement().asString().contains("bundle 2026-01-01-000001", "is missing",
                "bundle verify");

        remove(keys("bundle-index/dt=2026-01-01/").stream().filter(key -> key.endsWith(".zst")).findFirst()
                .orElseThrow());
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> ask(attempts))
                .withMessageContainingAll("bundle 2026-01-01-000001", "index is missing", "earlier version")
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(StorageException.Kind.DAMAGED));
        assertThat(ask("SELECT bundle FROM bundles")).hasSize(2);
    }

    @Test
    void a_copy_that_is_left_when_others_of_its_key_were_bundled_is_shown_as_the_attempt_that_it_is_of() {
        String key = "cash_withdrawal_w.event";
        String refused = "{\"EventTimeStamp\":1,\"SourceAccount\":\"A\",\"Amount\":\"%s\"}";
        days(1);
        listed.put(List.of(attempt(key, refused.formatted("90"))));
        listed.process();
        clock.advance(Duration.ofDays(1));
        assertThat(listed.bundle(LocalDate.of(2026, 1, 3)).list()).hasSize(2);
        listed.put(List.of(attempt(key, refused.formatted("80"))));
        AttemptId later = listed.attempts().versions(EventKey.of(key)).getLast();
        listed.process();
        listed.list();

        assertThat(ask("SELECT version_id FROM inventory WHERE bucket = 'rejected' AND NOT is_delete_marker"))
                .containsExactly(List.of(later.version()));
        for (String bucket : List.of("archive", "rejected")) {
            assertThat(ask(ReadyQuery.MISSING_IN_LEDGER.sql(List.of(bucket)))).as(bucket).isEmpty();
        }
        assertThat(ask("SELECT b.key FROM bundled AS b LEFT JOIN events AS e ON e.key = b.key"
                + " AND e.version_id = b.version_id WHERE e.key IS NULL")).isEmpty();
    }
}
