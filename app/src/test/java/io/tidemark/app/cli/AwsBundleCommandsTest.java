package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.aws.AthenaFake;
import io.tidemark.testkit.aws.GlacierFake;
import io.tidemark.testkit.servers.AwsServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles with `--store aws`.
class AwsBundleCommandsTest {
    private static final String REFUSED = "cash_withdrawal_w1.event";

    @TempDir
    Path folder;

    /// S3 keeps its own time: the clock begins with it, and goes on by leaps alone.
    private Instant now = Instant.now();
    private final GlacierFake glacier = new GlacierFake(AwsServers.s3Endpoint(), () -> now);
    private final AthenaFake athena = new AthenaFake(glacier.objects(AwsServers.objects()), "questions", 100);
    private final Map<String, String> settings = AwsSettings.ofNew("SNAPSHOT", "NEW_INVENTORY", "ARCHIVE_INVENTORY",
            "REJECTED_INVENTORY", "QUERY_RESULT");
    private Shell shell = new Shell(Path.of(""), () -> now);

    @BeforeEach
    void begin() {
        settings.put("WORK_GROUP_NAME_PARAM", "questions");
        settings.put("AWS_ENDPOINT_URL_ATHENA", athena.endpoint().toString());
        settings.put("AWS_ENDPOINT_URL_S3", glacier.endpoint().toString());
        InstantSource clock = () -> now;
        shell = new Shell(folder.resolve("home"), clock);
        shell.environment(settings);
    }

    @AfterEach
    void close() {
        athena.close();
        glacier.close();
    }

    private Shell.Run aws(String... args) {
        return shell.aws(args);
    }

    /// What S3 does with a version once its days are over.
    private void removeForGood(String key) {
        String bucket = String.valueOf(settings.get("NEW_EVENT_BUCKET_NAME_PARAM"));
        AwsServers.s3().listObjectVersions(list -> list.bucket(bucket).prefix(key)).versions().forEach(
                version -> AwsServers.s3().deleteObject(
                        delete -> delete.bucket(bucket).key(key).versionId(version.versionId())));
    }

    private void loseIndex() {
        String bucket = String.valueOf(settings.get("ARCHIVE_EVENT_BUCKET_NAME_PARAM"));
        AwsServers.s3().listObjectsV2(list -> list.bucket(bucket).prefix("bundle-index/")).contents().stream()
                .filter(object -> object.key().endsWith(".index.ndjson.zst"))
                .forEach(object -> AwsServers.s3().deleteObject(delete -> delete.bucket(bucket).key(object.key())));
    }

    @Test
    void what_is_bundled_is_read_frozen_thawed_and_named_when_it_is_lost() throws IOException {
        aws("put", shell.file("e.ndjson", Lines.withdrawal("w1", "1", "30.5")).toString()).succeeds();
        now = Instant.now().plusSeconds(1);
        aws("reconcile", "--older-than", "0s").succeeds();
        aws("process").succeeds();
        String bytes = aws("cat", REFUSED).succeeds().text();
        String tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(2).toString();
        assertThat(Json.object(aws("bundle", "--before", tomorrow, "--output", "json").succeeds()))
                .containsEntry("packed", 0L).containsEntry("left", 1L);
        removeForGood(REFUSED);

        glacier.lock(true);
        assertThat(aws("bundle", "--before", tomorrow).exits(0).err()).contains("1 single objects stand beside");
        glacier.lock(false);
        assertThat(Json.object(aws("bundle", "--before", tomorrow, "--output", "json").succeeds()))
                .containsEntry("packed", 0L).doesNotContainKey("standing");

        String id = aws("bundle", "list", "--output", "csv").succeeds().lines().get(1).split(",", -1)[0];
        assertThat(aws("cat", REFUSED).succeeds().text()).isEqualTo(bytes);
        assertThat(aws("ls", "--bucket", "rejected", "--output", "csv").succeeds().lines()).hasSize(2);
        assertThat(aws("bundle", "verify").succeeds().text()).contains("whole");
        assertThat(aws("bundle", "mend").succeeds().err()).contains("nothing to mend");
        loseIndex();
        aws("bundle", "verify").fails(3, "is missing", "bundle mend");
        assertThat(aws("bundle", "mend", "--output", "csv").succeeds().text()).contains(id + ",mended,");
        assertThat(aws("bundle", "verify").succeeds().text()).contains("whole");
        String question = "SELECT bundle, key, code, body IS NULL AS cold FROM bundled";
        assertThat(aws("query", question, "--output", "csv").succeeds().text())
                .isEqualTo("bundle,key,code,cold\n" + id + "," + REFUSED + ",UNKNOWN_ACCOUNT,false\n");
        aws("freeze", "--all").succeeds();
        Shell.Run cold = aws("query", question, "--output", "csv").exits(0);
        assertThat(cold.text()).endsWith(id + "," + REFUSED + ",UNKNOWN_ACCOUNT,true\n");
        assertThat(cold.err()).contains("warning: bodies are null of what is in bundle " + id, "cold storage",
                "thaw BUNDLE");
        aws("cat", REFUSED).fails(4, "cold storage");
        assertThat(aws("event", REFUSED).succeeds().text()).contains("UNKNOWN_ACCOUNT");
        assertThat(aws("plan", "--rebuild").exits(4).text()).contains("cold", id);
        aws("thaw", id, "--delay", "1s").fails(1, "leave the delay out");
        aws("thaw", id, "--tier", "expedited").succeeds();
        now = now.plus(Duration.ofMinutes(6));
        assertThat(aws("cat", REFUSED).succeeds().text()).isEqualTo(bytes);
        assertThat(aws("bundle", "list").succeeds().text()).contains("thawed");
    }
}
