package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.aws.DynamoBackupFake;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Snapshots, plan, recover and verify with `--store aws`.
class AwsRecoveryCommandsTest {
    @TempDir
    Path folder;

    private final DynamoBackupFake dynamoDb = new DynamoBackupFake(AwsServers.dynamoDbEndpoint());
    private final Map<String, String> settings = AwsSettings.ofNew("SNAPSHOT");
    private final AwsServers.Tables tables = new AwsServers.Tables(
            AwsSettings.get(settings, "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM"),
            AwsSettings.get(settings, "DYNAMODB_OBJECT_TABLE_NAME_PARAM"));
    private final String newEvents = AwsSettings.get(settings, "NEW_EVENT_BUCKET_NAME_PARAM");
    private Shell shell = new Shell(Path.of(""), InstantSource.system());

    @BeforeEach
    void begin() {
        settings.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
        shell = new Shell(folder.resolve("home"), InstantSource.system());
        shell.environment(settings);
        for (String line : List.of(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"),
                Lines.withdrawal("w2", "1", "500"))) {
            aws("put", shell.file("line.ndjson", line).toString()).succeeds();
            aws("reconcile", "--older-than", "0s").succeeds();
            aws("process").succeeds();
        }
    }

    @AfterEach
    void end() {
        dynamoDb.close();
    }

    private Shell.Run aws(String... args) {
        return shell.aws(args);
    }

    @Test
    void accounts_that_are_lost_come_back_proven() {
        String before = aws("accounts", "--output", "csv").succeeds().text();
        assertThat(aws("snapshot", "create").succeeds().text()).contains("20");
        assertThat(aws("snapshot", "list", "--output", "csv").succeeds().lines()).hasSize(2);
        aws("snapshot", "verify").succeeds();
        assertThat(aws("plan").succeeds().text()).contains("Nothing to do");
        assertThat(aws("verify").succeeds().text()).contains("proven");
        AwsServers.dynamoDb().deleteTable(delete -> delete.tableName(tables.accounts()));

        assertThat(aws("plan").succeeds().text()).contains("The table of accounts is lost", "snapshot", "FOUND");
        assertThat(aws("recover").code()).isEqualTo(5);
        assertThat(aws("recover", "--yes").succeeds().text()).contains("recovered and in force",
                "every entry, by the second reader");

        assertThat(aws("accounts", "--output", "csv").succeeds().text()).isEqualTo(before);
        assertThat(aws("verify").succeeds().text()).contains("proven");
        assertThat(aws("recover", "--yes").succeeds().text()).contains("Nothing to do");
        assertThat(aws("receipt", "list", "--output", "csv").succeeds().lines()).hasSizeGreaterThan(4)
                .anyMatch(line -> line.contains("-recover") && line.contains("DONE"));
        aws("receipt", "verify").succeeds();
    }

    @Test
    void the_tables_from_before_are_kept_until_they_are_discarded_and_those_in_force_stay() throws IOException {
        String before = aws("accounts", "--output", "csv").succeeds().text();
        aws("recover", "--rebuild", "--yes").succeeds();
        assertThat(discarded()).as("the first tables are the templates' own").isEmpty();
        aws("recover", "--rebuild", "--yes").succeeds();
        aws("recover", "--rebuild", "--yes").succeeds();
        assertThat(aws("recover", "--discard").code()).isEqualTo(5);

        assertThat(discarded()).hasSize(2);

        assertThat(discarded()).isEmpty();
        assertThat(AwsServers.dynamoDb().listTablesPaginator().tableNames().stream()
                .filter(name -> name.startsWith(tables.accounts()))).as("the first and the one in force").hasSize(2);
        assertThat(aws("accounts", "--output", "csv").succeeds().text()).isEqualTo(before);
        assertThat(aws("verify").succeeds().text()).contains("proven");
    }

    private List<?> discarded() throws IOException {
        Object names = Json.object(aws("recover", "--discard", "--yes", "--output", "json").succeeds())
                .get("discarded");
        return names == null ? List.of() : (List<?>) names;
    }

    @Test
    void a_moment_is_gone_to_and_processing_stands_still_there_until_it_goes_forward() throws IOException {
        String before = aws("accounts", "--output", "csv").succeeds().text();
        String early = "2000-01-01T00:00:00Z";

        aws("plan", "--to", "position:1").fails(2, "there are no positions on AWS");
        assertThat(aws("plan", "--to", early).succeeds().text()).contains("as of " + early,
                "3 attempts that arrived later are left undecided");
        assertThat(aws("recover", "--to", early, "--yes").succeeds().text()).contains("paused at the target");

        assertThat(aws("accounts", "--output", "csv").succeeds().lines()).hasSize(1);
        assertThat(aws("status").succeeds().text()).contains("2000-01-01T00:00:00", "undecided");
        assertThat(String.valueOf(Json.object(aws("status", "--output", "json").succeeds()).get("pauses")))
                .contains("undecided=3");
        assertThat(Json.object(aws("reconcile", "--older-than", "0s", "--output", "json").succeeds()))
                .containsEntry("routed", 0L);
        aws("process").fails(5, "paused at " + early);
        aws("resume").fails(5, "paused at " + early);
        aws("retry", "cash_withdrawal_w2.event", "--reason", "x").fails(5, "paused at " + early);
        assertThat(aws("verify").succeeds().text()).contains("proven");
        assertThat(aws("resume", "--forward").succeeds().text()).contains(early, "3");
        aws("process").succeeds();

        assertThat(aws("accounts", "--output", "csv").succeeds().text()).isEqualTo(before);
        assertThat(aws("verify").succeeds().text()).contains("proven");
        assertThat(Json.object(aws("resume", "--forward", "--output", "json").succeeds()))
                .containsEntry("resumed", false);
    }

    @Test
    void wrong_events_are_taken_out_as_the_plan_shows_it_and_stay_out() throws IOException {
        String keys = shell.file("keys", "cash_withdrawal_w1.event\ncash_withdrawal_w2.event\n").toString();
        assertThat(
                Json.object(aws("plan", "--account", "1", "--rebuild", "--output", "json").succeeds()).get("matches"))
                .hasToString("{attempts=3, toReplay=3, byType={cash_withdrawal=2, incoming_payment=1}, bySource={=3}}");
        assertThat(Json.object(aws("plan", "--type", "cash_withdrawal", "--output", "json").succeeds()).get("matches"))
                .hasToString("{attempts=2, toReplay=0, byType={cash_withdrawal=2}, bySource={=2}}");
        aws("recover", "--account", "1", "--yes").fails(2, "--exclude");
        assertThat(aws("plan", "--exclude", shell.file("other", "cash_withdrawal_w9.event\n").toString()).code())
                .isEqualTo(4);
        assertThat(aws("plan", "--exclude", "--type", "cash_withdrawal", "--preview").succeeds().text())
                .contains("Exclude 1 event on 1 account. Recover: ", "69.50", "100.00", "1 rejected");
        aws("recover", "--exclude", keys, "--yes").fails(2, "--reason");

        assertThat(aws("recover", "--exclude", keys, "--reason", "sent twice", "--yes").succeeds().text())
                .contains("1 event, on 1 account", "the same to the last digest");

        assertThat(aws("accounts", "--output", "csv").succeeds().text()).contains("1,100.00,100.00,2,");
        assertThat(aws("account", "1", "--statement").succeeds().text()).contains("EXCLUDED");
        assertThat(aws("event", "cash_withdrawal_w1.event").succeeds().text()).contains("excluded", ": sent twice");
        aws("reconcile", "--older-than", "0s").succeeds();
        aws("process").succeeds();
        assertThat(aws("verify").succeeds().text()).contains("proven");
        assertThat(aws("plan", "--exclude", keys).succeeds().text()).contains("There is nothing to exclude");
        aws("recover", "--rebuild", "--yes").succeeds();
        assertThat(aws("accounts", "--output", "csv").succeeds().text()).contains("1,100.00,100.00,2,");
    }

    @Test
    void an_altered_balance_is_a_difference_and_a_lost_body_is_incomplete() {
        AwsServers.dynamoDb().updateItem(update -> update.tableName(tables.accounts())
                .key(Map.of("PK", AttributeValue.fromS("1"), "SK", AttributeValue.fromS("SAVINGS#BALANCE#ACTUAL#1")))
                .updateExpression("SET Balance = :b")
                .expressionAttributeValues(Map.of(":b", AttributeValue.fromN("1000000"))));

        aws("verify").fails(3, "account 1");
        assertThat(aws("receipt", "list").succeeds().text()).contains("DIFFERENT");

        assertThat(aws("plan").succeeds().text()).contains("Rebuild");
        String key = "cash_withdrawal_w1.event";
        AwsServers.s3().listObjectVersions(list -> list.bucket(newEvents).prefix(key)).versions()
                .forEach(version -> AwsServers.s3().deleteObject(
                        delete -> delete.bucket(newEvents).key(key).versionId(version.versionId())));
        Shell.Run incomplete = aws("recover", "--yes");
        assertThat(incomplete.code()).isEqualTo(4);
        assertThat(incomplete.err()).contains("it is not complete (" + key, "in no bucket");
        assertThat(aws("plan").code()).isEqualTo(4);
    }
}
