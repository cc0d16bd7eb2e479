package io.tidemark.aws.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Queries.Answer;
import io.tidemark.core.port.Queries.RefusedException;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.testkit.aws.AthenaFake;
import io.tidemark.testkit.aws.ObjectSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

/// How Athena is spoken to, and what comes of its failures.
class AthenaCallsTest {
    private static final ObjectSource NOTHING = new ObjectSource() {
        @Override
        public List<String> keys(String bucket, String prefix) {
            return List.of();
        }

        @Override
        public byte @Nullable [] bytes(String bucket, String key) {
            return null;
        }
    };

    private final AthenaFake athena = new AthenaFake(NOTHING, "ours", 3);
    private final AthenaClient client = AthenaClient.builder().endpointOverride(athena.endpoint())
            .region(Region.EU_CENTRAL_1).httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))).build();
    private final List<Duration> waits = new ArrayList<>();
    private final AthenaCalls calls = calls("ours");

    private AthenaCalls calls(String workGroup) {
        return new AthenaCalls(client, new AthenaNames(workGroup, "lake", "results", Map.of(Bucket.NEW, "inventory")),
                waits::add);
    }

    @AfterEach
    void close() {
        client.close();
        athena.close();
    }

    private Answer answer(String sql, long most) {
        return new AthenaAnswer(calls, calls.run(sql), most, List.of());
    }

    @Test
    void a_statement_is_waited_for_longer_each_time() {
        calls.run("SELECT 1");

        assertThat(waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void all_pages_are_read_and_every_kind_of_value() {
        Answer answer = answer("SELECT n, CAST(n AS DECIMAL(20, 2)) AS d, n > 3 AS t, CAST(NULL AS VARCHAR) AS v,"
                + " TIMESTAMP '2026-01-02 03:04:05.006' AS m, TIMESTAMP '2026-01-02 03:04:05.000007' AS u"
                + " FROM (VALUES (1), (2), (3), (4), (5), (6), (7)) AS t (n) ORDER BY n", 7);

        assertThat(answer.columns()).containsExactly("n", "d", "t", "v", "m", "u");
        for (long n = 1; n <= 7; n++) {
            assertThat(answer.next()).isEqualTo(Arrays.asList(n, new java.math.BigDecimal(n + ".00"), n > 3, null,
                    "2026-01-02 03:04:05.006000", "2026-01-02 03:04:05.000007"));
        }
        assertThat(answer.next()).isNull();
    }

    @Test
    void no_more_rows_are_read_back_than_may_be() {
        Answer answer = answer("SELECT n FROM (VALUES (1), (2)) AS t (n) ORDER BY n", 1);

        assertThat(answer.next()).containsExactly(1L);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(answer::next).withMessageContaining("LIMIT");
    }

    @Test
    void what_athena_refuses_is_refused_in_one_line_without_places_in_a_text_that_nobody_wrote() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> calls.run("SELECT FROM WHERE"))
                .withMessageMatching("mismatched input 'FROM'.*");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> calls.run("SELECT * FROM nowhere"))
                .satisfies(refused -> assertThat(refused.getMessage()).contains("nowhere").doesNotContain("line 1"));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> calls("theirs").run("SELECT 1"))
                .withMessageContaining("WorkGroup is not found");
    }

    @Test
    void a_failure_of_athenas_own_is_a_failure_of_storage() {
        athena.failNext(1, "GENERIC_INTERNAL_ERROR: out of order\nat line 2");

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> calls.run("SELECT 1"))
                .withMessage("Athena did not answer: GENERIC_INTERNAL_ERROR: out of order")
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.FAILED));
    }

    @Test
    void when_one_of_several_fails_the_others_are_stopped() {
        athena.failNext(2, "no");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> calls.runAll(List.of("SELECT 1", "SELECT 2"))).withMessage("no");
        QueryExecutionState second = client
                .getQueryExecution(get -> get.queryExecutionId("00000000-0000-4000-8000-000000000002"))
                .queryExecution().status().state();
        assertThat(second).isEqualTo(QueryExecutionState.CANCELLED);
    }

    @Test
    void what_cannot_be_reached_is_a_failure_of_storage() {
        athena.close();

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> calls.run("SELECT 1"))
                .withMessageContaining("cannot ask Athena in the workgroup ours");
    }
}
