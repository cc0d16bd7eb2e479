package io.tidemark.aws.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.aws.LocalServers;
import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.aws.queue.SqsTransactionQueue;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.aws.table.TableNames;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.StorageException;
import io.tidemark.testkit.time.ManualClock;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No exception of the SDK crosses a port: whatever is not there, callers are told in the ports' words.
class FailuresTest {
    private static final EventKey KEY = EventKey.of("cash_deposit_1.event");
    private static final AttemptId ATTEMPT = new AttemptId(KEY, "v");

    static List<ThrowingCallable> callsToNothing() {
        TableNames noTables = new TableNames("no-accounts", "no-objects");
        DynamoAccountBook book = new DynamoAccountBook(LocalServers.dynamoDb(), noTables, null,
                ManualClock.atNewYear());
        DynamoControl control = new DynamoControl(LocalServers.dynamoDb(), noTables);
        S3AttemptStore attempts = new S3AttemptStore(LocalServers.s3(), new BucketNames("no-a", "no-b", "no-c"));
        SqsTransactionQueue queue = new SqsTransactionQueue(LocalServers.sqs(),
                LocalServers.newQueue(true).replace("queue-", "no-queue-"));
        return List.of(() -> book.account("1"), () -> book.key(KEY), () -> book.matter("1", KEY),
                () -> book.arrived(new Arrived(ATTEMPT, 0, Sha256.ZERO, null)), () -> book.entries("1", 1, 1),
                () -> book.accounts(),
                () -> book.commit(new BookCommit(List.of(), List.of(),
                        Map.of("1", Account.opened("1", "1")), List.of(), List.of(), Map.of(),
                        null)),
                control::switches, () -> control.control().read(), () -> control.pauses().pauseEverything(true),
                () -> attempts.put(KEY, Body.of(new byte[1]), null), () -> attempts.versions(KEY),
                () -> new S3SnapshotStore(LocalServers.s3(), "no-snapshots").list(), () -> queue.take(1));
    }

    @ParameterizedTest
    @MethodSource("callsToNothing")
    void what_is_not_there_is_told_in_the_ports_words(ThrowingCallable call) {
        StorageException failure = catchThrowableOfType(StorageException.class, call);

        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(StorageException.Kind.MISSING);
        assertThat(failure).hasMessageContaining("no-");
    }

    @Test
    void what_the_sdk_looked_for_everywhere_is_told_in_a_few_words() {
        assertThat(AwsFailures.of(SdkClientException.create(
                "Unable to load region from any of the providers in the chain X@1: [Y@2: no, Z@3: no]"), "reach AWS"))
                .hasMessage("cannot reach AWS: no region is named; set AWS_REGION, or a region in the profile");
        assertThat(AwsFailures.of(SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain X@1: [Y@2]"), "read the table t"))
                .hasMessageStartingWith("cannot read the table t: there are no credentials; set AWS_PROFILE");
    }
}
