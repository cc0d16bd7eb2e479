package io.tidemark.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.queue.SqsTransactionQueue;
import io.tidemark.aws.table.DynamoAccountBook;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.Transaction;
import io.tidemark.testkit.time.ManualClock;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that are lost, services that refuse for a while: nothing is lost and nothing is done twice.
class InjectedFaultsTest {
    private static final EventKey KEY = EventKey.of("incoming_payment_1.event");
    private static final int MORE_THAN_THE_SDK_TRIES = 12;

    private final AwsEventwise installation = new AwsEventwise();
    private final ManualClock clock = ManualClock.atNewYear();
    private final EventwiseStores stores = installation.open(clock);
    private final FaultyHttp http = new FaultyHttp();
    private final AccountBook book = new DynamoAccountBook(LocalServers.dynamoDb(http), installation.tables(), null,
            clock);
    private final AttemptId payment = stores.attempts().put(KEY,
            Body.of("{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}".getBytes(UTF_8)), null);

    @AfterEach
    void close() {
        installation.close();
    }

    /// A book that does something just before it commits.
    private AccountBook beforeCommit(Runnable meddling) {
        return (AccountBook) Proxy.newProxyInstance(AccountBook.class.getClassLoader(),
                new Class<?>[] {AccountBook.class}, (_, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        meddling.run();
                        return book.commit((BookCommit) arguments[0]);
                    }
                    return method.invoke(book, arguments);
                });
    }

    private void assertPaidOnce() {
        assertThat(stores.book().entries("1", 1, 9)).hasSize(1);
        assertThat(Objects.requireNonNull(stores.book().account("1")).actual()).isEqualTo(500);
    }

    @Test
    void a_commit_whose_answer_was_lost_has_one_effect() {
        Judge judge = new Judge(beforeCommit(http::cutAfterwards), stores.attempts());

        Verdict verdict = judge.judge(payment);

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ACCEPTED);
        assertPaidOnce();
    }

    @Test
    void a_commit_that_is_throttled_for_a_while_is_made() {
        Judge judge = new Judge(beforeCommit(() -> http.refuse("ThrottlingException", "")), stores.attempts());

        assertThat(judge.judge(payment).kind()).isEqualTo(Verdict.Kind.ACCEPTED);

        assertPaidOnce();
    }

    @Test
    void a_commit_that_is_throttled_for_too_long_leaves_nothing_and_can_be_made_again() {
        Judge judge = new Judge(beforeCommit(() -> {
            for (int i = 0; i < MORE_THAN_THE_SDK_TRIES; i++) {
                http.refuse("ProvisionedThroughputExceededException", "");
            }
        }), stores.attempts());

        assertThatThrownBy(() -> judge.judge(payment)).isInstanceOf(StorageException.class);

        assertThat(stores.book().account("1")).isNull();
        assertThat(new Judge(stores.book(), stores.attempts()).judge(payment).again()).isFalse();
        assertPaidOnce();
    }

    @Test
    void a_commit_that_meets_another_in_the_middle_is_decided_again() {
        int[] conflicts = {1};
        Judge judge = new Judge(beforeCommit(() -> {
            if (conflicts[0]-- > 0) {
                http.refuse("TransactionCanceledException",
                        ",\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\"}]");
            }
        }), stores.attempts());

        assertThat(judge.judge(payment).kind()).isEqualTo(Verdict.Kind.ACCEPTED);

        assertPaidOnce();
        assertThat(conflicts[0]).isEqualTo(-1);
    }

    @Test
    void a_copy_whose_answer_was_lost_is_kept_once() {
        StoredAttempt attempt = Objects.requireNonNull(stores.attempts().read(payment));
        S3AttemptStore attempts = new S3AttemptStore(LocalServers.s3(new FaultyHttp()), installation.buckets());
        attempts.keep(attempt, Bucket.REJECTED);
        FaultyHttp lossy = new FaultyHttp();
        lossy.cutAfterwards();
        lossy.cutAfterwards();

        new S3AttemptStore(LocalServers.s3(lossy), installation.buckets()).keep(attempt, Bucket.ARCHIVE);

        assertThat(stores.attempts().kept(KEY, Bucket.ARCHIVE)).isEqualTo(payment);
        assertThat(LocalServers.s3().listObjectVersions(list -> list.bucket(installation.buckets().archive()))
                .versions()).hasSize(1);
    }

    @Test
    void a_copy_over_an_earlier_one_whose_answer_was_lost_is_kept_once() {
        AttemptId other = stores.attempts().put(KEY, Body.of("{}".getBytes(UTF_8)), null);
        stores.attempts().keep(Objects.requireNonNull(stores.attempts().read(payment)), Bucket.REJECTED);
        List<String> puts = new ArrayList<>();
        UnreliableHttp lossy = new UnreliableHttp(method -> {
            if (method.equals("PUT")) {
                puts.add(method);
            }
            // The first finds the earlier copy; the second puts this one over it.
            return method.equals("PUT") && puts.size() == 2 ? UnreliableHttp.Fault.UNANSWERED
                    : UnreliableHttp.Fault.NONE;
        });

        new S3AttemptStore(LocalServers.s3(lossy), installation.buckets())
                .keep(Objects.requireNonNull(stores.attempts().read(other)), Bucket.REJECTED);

        assertThat(puts).as("found, put, and tried again").hasSize(3);
        assertThat(stores.attempts().kept(KEY, Bucket.REJECTED)).isEqualTo(other);
        assertThat(LocalServers.s3().listObjectVersions(list -> list.bucket(installation.buckets().rejected()))
                .versions()).hasSize(2);
    }

    @Test
    void a_message_whose_answer_was_lost_is_sent_once() {
        FaultyHttp lossy = new FaultyHttp();
        lossy.cutAfterwards();

        new SqsTransactionQueue(LocalServers.sqs(lossy), installation.queue())
                .send(List.of(new Transaction(payment, "1", null)));

        assertThat(lossy.calls()).isEqualTo(2);
        assertThat(stores.queue().take(10)).hasSize(1);
    }
}
