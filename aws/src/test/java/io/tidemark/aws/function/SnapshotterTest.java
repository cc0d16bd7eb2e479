package io.tidemark.aws.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the snapshotter publishes and says.
class SnapshotterTest {
    private final AwsEventwise installation = new AwsEventwise();
    private final ManualClock clock = ManualClock.atNewYear();
    private final String bucket = LocalServers.newBucket();
    private final List<String> log = new ArrayList<>();
    private final Services services = new Services(
            new Settings(Map.of("SNAPSHOT_BUCKET_NAME_PARAM", bucket, "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM",
                    installation.tables().accounts(), "DYNAMODB_OBJECT_TABLE_NAME_PARAM",
                    installation.tables().objects())),
            LocalServers.s3(), LocalServers.dynamoDb(), LocalServers.sqs(), clock);

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void a_snapshot_holds_every_account_with_its_open_matters_and_the_metrics_say_that_it_is_there() {
        EventwiseStores stores = installation.open(clock);
        Judge judge = new Judge(stores.book(), stores.attempts());
        String deposit = "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}";
        for (String key : List.of("verify_cash_deposit_2.event", "cash_deposit_1.event", "cash_withdrawal_1.event")) {
            String body = key.startsWith("cash_w") ? deposit.replace("Target", "Source") : deposit;
            AttemptId id = stores.attempts().put(EventKey.of(key), Body.of(body.getBytes(UTF_8)), null);
            judge.judge(id);
        }
        clock.advance(Duration.ofHours(1));

        String id = new SnapshotterWork(services, new FunctionLog(log::add, "Tidemark")).run();

        Snapshots snapshots = new Snapshots(new S3SnapshotStore(LocalServers.s3(), bucket));
        assertThat(snapshots.verify(id).isWhole()).isTrue();
        SnapshotManifest manifest = snapshots.manifest(id);
        assertThat(manifest.contents()).isEqualTo(new SnapshotManifest.Contents(1, 1, 1, 1, 0));
        assertThat(manifest.position()).isEqualTo(1);
        Account account = Objects.requireNonNull(stores.book().account("1"));
        StateDigest digest = new StateDigest();
        digest.add(account);
        assertThat(manifest.stateDigest()).isEqualTo(digest.finish());
        assertThat(log).anyMatch(line -> line.contains("\"SnapshotPublished\":1")
                && line.contains("\"WaitingAgeSeconds\":3600"));
    }
}
