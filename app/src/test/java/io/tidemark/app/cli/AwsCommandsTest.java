package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.testkit.servers.AwsServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands with `--store aws`, against servers that speak AWS's protocols, held to what they say of a home with the same events.
class AwsCommandsTest {
    private static final Pattern KEY = Pattern.compile("\"key\": *\"([^\"]+)\"");

    @TempDir
    Path folder;

    private final Map<String, String> settings = AwsSettings.ofNew("SNAPSHOT");
    private final String created = AwsSettings.get(settings, "CREATED_QUEUE_URL");
    private final String expired = AwsSettings.get(settings, "EXPIRED_QUEUE_URL");
    private final String newEvents = AwsSettings.get(settings, "NEW_EVENT_BUCKET_NAME_PARAM");
    private Shell shell = new Shell(Path.of(""), InstantSource.system());

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), InstantSource.system());
        shell.environment(settings);
    }

    private Shell.Run aws(String... args) {
        return shell.aws(args);
    }

    /// Puts a line into the bucket, and sends what S3 would.
    private void arrives(String line) {
        Path file = shell.file("line.ndjson", line);
        aws("put", file.toString(), "--source", "branch-1").succeeds();
        notified(line);
    }

    private void notified(String line) {
        Matcher key = KEY.matcher(line);
        assertThat(key.find()).isTrue();
        notified("ObjectCreated:Put", key.group(1), created);
    }

    private void notified(String event, String key, String queue) {
        String body = "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"" + event
                + "\",\"s3\":{\"bucket\":{\"name\":\"" + newEvents + "\"},\"object\":{\"key\":\""
                + URLEncoder.encode(key, StandardCharsets.UTF_8) + "\"}}}]}";
        AwsServers.sqs().sendMessage(send -> send.queueUrl(queue).messageBody(body));
    }

    @Test
    void accounts_and_events_are_those_of_a_home_with_the_same_events() throws IOException {
        Path file = folder.resolve("events.ndjson");
        shell.run("generate", "--events", "30", "--accounts", "5", "--seed", "7", "--out", file.toString()).succeeds();
        shell.run("put", file.toString()).succeeds();
        Shell.Run judged = shell.run("process", "--output", "json").succeeds();

        Map<String, @Nullable Object> put = Json.object(aws("put", file.toString(), "--output", "json"));
        List<String> lines = Files.readAllLines(file);
        List<String> keys = new ArrayList<>();
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (key.find() && !keys.contains(key.group(1))) {
                keys.add(key.group(1));
                notified(line);
                aws("process").succeeds();
            }
        }

        assertThat(put).containsEntry("refused", 0L);
        assertThat(aws("put", file.toString(), "--output", "json").succeeds().text()).contains("\"put\": 0");
        assertThat(aws("accounts", "--output", "csv").succeeds().text())
                .isEqualTo(shell.run("accounts", "--output", "csv").succeeds().text());
        for (String key : keys) {
            Map<String, @Nullable Object> here = Json.object(shell.run("event", key, "--output", "json").succeeds());
            Map<String, @Nullable Object> there = Json.object(aws("event", key, "--output", "json").succeeds());
            for (String field : List.of("key", "state", "code", "accounts")) {
                assertThat(there.get(field)).as("%s of %s", field, key).isEqualTo(here.get(field));
            }
        }
        Map<String, @Nullable Object> status = Json.object(aws("status", "--output", "json").succeeds());
        Map<String, @Nullable Object> home = Json.object(shell.run("status", "--output", "json").succeeds());
        assertThat(part(status, "events", "accepted")).isEqualTo(part(home, "events", "accepted"));
        assertThat(part(status, "events", "byCode")).isEqualTo(part(home, "events", "byCode"));
        assertThat(part(status, "events", "put")).isEqualTo(part(home, "events", "put"));
        assertThat(judged.text()).contains("\"position\"");
    }

    private static @Nullable Object part(Map<String, @Nullable Object> object, String name, String member) {
        return object.get(name) instanceof Map<?, ?> inner ? inner.get(member) : null;
    }

    @Test
    void an_account_is_shown_as_it_is_and_as_it_was() throws IOException {
        arrives(Lines.SALARY);
        arrives(Lines.withdrawal("w1", "1", "30.5"));
        arrives(Lines.withdrawal("w2", "1", "500"));
        assertThat(aws("process").succeeds().text()).contains("INSUFFICIENT_FUNDS");

        Map<String, @Nullable Object> now = Json.object(aws("account", "1", "--output", "json").succeeds());
        assertThat(now).containsEntry("sequence", 2L).containsEntry("actual", "69.50");
        assertThat(Json.object(aws("account", "1", "--at-sequence", "1", "--output", "json").succeeds()))
                .containsEntry("actual", "100.00");
        assertThat(Json.object(aws("account", "1", "--at", "2999-01-01T00:00:00Z", "--output", "json").succeeds()))
                .isEqualTo(now);
        aws("account", "1", "--at", "2001-01-01T00:00:00Z").fails(4, "not open then");
        aws("account", "1", "--at", "position:1").fails(2, "no positions on AWS");
        aws("account", "nobody").fails(4, "unknown");
        assertThat(aws("account", "1", "--statement", "--output", "csv").succeeds().lines()).hasSize(3)
                .last().asString().contains("cash_withdrawal_w1.event");
    }

    @Test
    void what_no_notification_told_of_is_found_and_fed_in() {
        aws("put", shell.file("lost.ndjson", Lines.SALARY, Lines.payment("p2", "1", "1")).toString()).succeeds();
        aws("process").succeeds();
        aws("accounts", "--output", "csv").succeeds();

        assertThat(aws("reconcile").succeeds().text()).contains("too young  2");
        assertThat(aws("reconcile", "--older-than", "0s", "--output", "json").succeeds().text())
                .contains("\"routed\": 2");
        aws("process").succeeds();

        assertThat(aws("accounts", "--output", "csv").succeeds().lines()).hasSize(2).last().asString()
                .startsWith("1,101.00,101.00,2,");
        assertThat(aws("reconcile", "--older-than", "0s", "--output", "json").succeeds().text())
                .contains("\"routed\": 0");
        assertThat(shell.run("put", shell.file("h.ndjson", Lines.SALARY).toString()).succeeds().code()).isZero();
        assertThat(shell.run("reconcile", "--output", "json").succeeds().text()).contains("\"routed\": 0");
        aws("reconcile", "--older-than", "soon").fails(2, "--older-than");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void following_does_the_functions_work_until_it_is_told_to_end() throws Exception {
        arrives(Lines.SALARY);
        StopSignal stop = new StopSignal();
        FutureTask<Shell.Run> follow = new FutureTask<>(() -> shell.runAsGiven(InputStream.nullInputStream(), stop,
                "--store", "aws", "process", "--follow", "--output", "json"));
        Thread.ofPlatform().start(follow);
        while (aws("accounts", "--output", "csv").succeeds().lines().size() < 2) {
            assertThat(follow.isDone()).isFalse();
        }

        stop.request();

        Shell.Run run = follow.get().succeeds();
        assertThat(run.text()).contains("\"accepted\": 1");
        assertThat(run.err()).contains("working for", "accepted 1, rejected 0, waiting 0, duplicates 0");
    }

    @Test
    void an_operators_decision_takes_effect_and_is_kept_with_its_reason() {
        arrives(Lines.SALARY);
        arrives(Lines.withdrawal("w1", "1", "150"));
        arrives(Lines.orderTaken("o9"));
        aws("process").succeeds();
        aws("retry", "cash_withdrawal_none.event", "--reason", "r").fails(4, "cash_withdrawal_none.event");
        aws("reject", "cash_withdrawal_w1.event", "--reason", "r").fails(4, "does not stand waiting");
        arrives(Lines.payment("p2", "1", "60"));
        aws("process").succeeds();

        assertThat(aws("retry", "cash_withdrawal_w1.event", "--reason", "money came", "--operator", "ann").succeeds()
                .text()).contains("accepted", "retry by ann: money came");
        assertThat(aws("reject", "outgoing_payment_verified_o9.event", "--reason", "gone", "--operator", "bob")
                .succeeds().text()).contains("rejected", "REJECTED_BY_OPERATOR", "reject by bob: gone");
        assertThat(aws("event", "cash_withdrawal_w1.event").succeeds().text()).contains("retry by ann: money came");
    }

    @Test
    void paused_accounts_wait_and_go_on() {
        arrives(Lines.SALARY);
        aws("process").succeeds();
        aws("pause", "1").succeeds();
        assertThat(aws("status", "--output", "json").succeeds().text()).contains("\"account\": \"1\"");
        aws("resume", "1").succeeds();
        aws("pause").succeeds();
        assertThat(aws("status", "--output", "json").succeeds().text()).contains("\"everything\": true");
        aws("resume").succeeds();
        assertThat(aws("status", "--output", "json").succeeds().text()).contains("\"pauses\": []");
        shell.run("put", shell.file("h.ndjson", Lines.SALARY).toString()).succeeds();
        shell.run("process").succeeds();
        shell.run("pause").succeeds();
        shell.run("put", shell.file("i.ndjson", Lines.withdrawal("w1", "1", "1")).toString()).succeeds();
        shell.run("process").fails(5, "paused");
        shell.run("resume").fails(2, "--forward");
        shell.run("resume", "--forward").succeeds();
        shell.run("process").succeeds();
    }

    @Test
    void buckets_are_listed_and_bytes_come_back_also_from_the_archive() {
        arrives(Lines.SALARY);
        aws("process").succeeds();
        String key = "incoming_payment_salary.event";
        assertThat(aws("ls", "--output", "csv").succeeds().lines()).hasSize(2).last().asString().contains(key);
        String bytes = aws("cat", key).succeeds().text();
        AwsServers.s3().deleteObject(delete -> delete.bucket(newEvents).key(key));
        notified("LifecycleExpiration:DeleteMarkerCreated", key, expired);

        aws("process").succeeds();

        assertThat(aws("ls", "--bucket", "archive", "--output", "csv").succeeds().lines()).hasSize(2);
        assertThat(aws("cat", key).succeeds().text()).isEqualTo(bytes);
        aws("cat", key, "--attempt", "2").fails(4, "there is no attempt 2");
        aws("cat", "incoming_payment_none.event").fails(4, "incoming_payment_none.event");
    }

    @Test
    void names_come_from_a_file_too_and_a_missing_one_is_named() {
        settings.remove("NEW_EVENT_BUCKET_NAME_PARAM");
        settings.remove("DYNAMODB_OBJECT_TABLE_NAME_PARAM");
        aws("accounts").fails(2, "NEW_EVENT_BUCKET_NAME_PARAM", "DYNAMODB_OBJECT_TABLE_NAME_PARAM", "docs/aws.md");
        AwsServers.Tables others = AwsServers.newTables();
        Path file = shell.file("aws.properties", "# names", "NEW_EVENT_BUCKET_NAME_PARAM=" + newEvents,
                "DYNAMODB_OBJECT_TABLE_NAME_PARAM=" + others.objects(), "AWS_REGION=nowhere-1");

        assertThat(aws("accounts", "--config", file.toString(), "--output", "csv").succeeds().lines()).hasSize(1);
        aws("accounts", "--config", folder.resolve("none").toString()).fails(2, "no such file");
        settings.put("TIDEMARK_CONFIG", file.toString());
        aws("accounts").succeeds();
    }

    @Test
    void what_cannot_be_reached_or_is_not_there_is_one_line() {
        settings.put("DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM", "no-such-table");
        aws("accounts").fails(4, "no-such-table");
        aws("process", "--follow", "--inbox", "x").fails(2, "--inbox is of a home");
        aws("demo").fails(2, "leave --store aws out");
        settings.put("AWS_SECRET_ACCESS_KEY", "wrong");
        aws("ls").fails(1, "cannot list the versions in " + newEvents);
    }
}
