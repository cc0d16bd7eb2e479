package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.aws.AthenaFake;
import io.tidemark.testkit.servers.AwsServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Inventories and questions with `--store aws`.
class AwsQueryCommandsTest {
    @TempDir
    Path folder;

    private final AthenaFake athena = new AthenaFake(AwsServers.objects(), "two-banks", 2);
    private final Map<String, String> settings = AwsSettings.ofNew("NEW_INVENTORY", "ARCHIVE_INVENTORY",
            "REJECTED_INVENTORY", "QUERY_RESULT");
    private Shell shell = new Shell(Path.of(""), InstantSource.system());

    @BeforeEach
    void begin() {
        settings.put("NAME_PREFIX_PARAM", "two-banks");
        settings.put("AWS_ENDPOINT_URL_ATHENA", athena.endpoint().toString());
        shell = new Shell(folder.resolve("home"), InstantSource.system());
        shell.environment(settings);
    }

    @AfterEach
    void close() {
        athena.close();
    }

    private Shell.Run aws(String... args) {
        return shell.aws(args);
    }

    @Test
    void questions_are_answered_over_buckets_and_index_as_of_the_last_list() throws IOException {
        aws("query", "SELECT * FROM inventory").fails(4, "there is no inventory report yet",
                "tidemark --store aws inventory");
        for (String line : List.of(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"),
                Lines.withdrawal("w2", "1", "500"))) {
            aws("put", shell.file("e.ndjson", line).toString(), "--source", "branch-1").succeeds();
            aws("reconcile", "--older-than", "0s").succeeds();
            aws("process").succeeds();
        }

        assertThat(aws("inventory", "--output", "csv").succeeds().lines()).satisfiesExactly(
                header -> assertThat(header).isEqualTo("bucket,format,rows,files,bytes,manifest"),
                line -> assertThat(line).matches(settings.get("NEW_EVENT_BUCKET_NAME_PARAM") + ",CSV,3,1,\\d+,s3://"
                        + settings.get("NEW_INVENTORY_BUCKET_NAME_PARAM") + "/.*/tidemark-csv/.*/manifest.json"),
                line -> assertThat(line).contains(",CSV,0,0,0,"), line -> assertThat(line).contains(",CSV,1,1,"));
        aws("put", shell.file("f.ndjson", Lines.payment("p2", "1", "1")).toString()).succeeds();

        assertThat(aws("query", "SELECT state, source, COUNT(*) AS events, SUM(amount) AS total FROM events"
                + " GROUP BY state, source ORDER BY state", "--output", "csv").succeeds().lines())
                .containsExactly("state,source,events,total", "accepted,branch-1,2,130.50",
                        "rejected,branch-1,1,500.00");
        assertThat(aws("query", "SELECT i.bucket, e.code FROM inventory i JOIN events e ON e.key = i.key"
                + " AND e.version_id = i.version_id WHERE i.bucket = 'rejected'", "--output", "csv").succeeds().text())
                .isEqualTo("bucket,code\nrejected,INSUFFICIENT_FUNDS\n");
        assertThat(aws("query", "SELECT account, actual FROM accounts", "--output", "csv").succeeds().text())
                .isEqualTo("account,actual\n1,69.50\n");
        assertThat(Json.array(aws("query", "--ready", "account-events", "1", "2020-01-01T00:00:00Z", "--output", "json")
                .succeeds())).hasSize(3);
        assertThat(aws("query", "--ready", "missing-in-ledger", "new", "--output", "csv").succeeds().lines())
                .hasSize(1);
        assertThat(aws("query", "--ready", "daily-totals").succeeds().text()).contains("cash_withdrawal");
    }

    @Test
    void tables_are_described_without_asking_anybody() {
        assertThat(aws("query", "--tables").succeeds().text()).contains("inventory", "events", "entries", "accounts",
                "decimal(20,2)", "as of the last `inventory`");
        assertThat(athena.asked()).isEmpty();
    }

    @Test
    void nothing_is_changed_and_what_is_not_offered_is_said() {
        aws("query", "DROP TABLE events").fails(2, "only a statement that selects");
        aws("query", "SELECT * FROM other.secrets").fails(2, "there is no table other", "accounts");
        aws("inventory", "--out", folder.toString()).fails(2, "leave --out and --destination out");
        aws("inventory", "--format", "parquet").fails(2, "written as CSV");
        settings.put("WORK_GROUP_NAME_PARAM", "nobodys");
        aws("query", "SELECT 1 AS one").fails(2, "WorkGroup is not found");
        athena.close();
        aws("query", "SELECT 1 AS one").fails(1, "cannot ask Athena in the workgroup nobodys");
        assertThat(athena.asked()).isEmpty();
    }
}
