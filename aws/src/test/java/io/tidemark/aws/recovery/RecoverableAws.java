package io.tidemark.aws.recovery;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.AwsTables;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.function.Services;
import io.tidemark.aws.function.Settings;
import io.tidemark.aws.function.Worker;
import io.tidemark.aws.notice.Notice;
import io.tidemark.aws.notice.Notices;
import io.tidemark.aws.table.TableNames;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Reconciler;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.Stores;
import io.tidemark.core.port.TableStores;
import io.tidemark.core.port.TransactionQueue.Delivery;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.tables.GoingForward;
import io.tidemark.recovery.tables.TablePlanner;
import io.tidemark.recovery.tables.TableRecovery;
import io.tidemark.recovery.tables.TableSnapshots;
import io.tidemark.recovery.tables.TableVerifier;
import io.tidemark.recovery.tables.Workspaces;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import io.tidemark.testkit.aws.DynamoBackupFake;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/// An installation on AWS that loses its tables and gets them back. Its clock goes on by a millisecond with every reading.
final class RecoverableAws implements AutoCloseable {
    private final AwsTables made = new AwsTables();
    private final AwsEventwise installation = made.installation();
    private final ManualClock clock = ManualClock.atNewYear();
    private final S3Client s3 = LocalServers.s3(UrlConnectionHttpClient.create(), new BucketClock(clock));
    private final String created = LocalServers.newQueue(false);
    private final List<Instant> moments = new ArrayList<>();
    private final String snapshots = made.snapshotBucket();
    private final Path scratch;
    private int workspaces;
    private boolean disagreeing;
    private long ticks;

    RecoverableAws(Path scratch) {
        this.scratch = scratch;
    }

    DynamoBackupFake fake() {
        return made.fake();
    }

    String snapshotBucket() {
        return snapshots;
    }

    AwsEventwise installation() {
        return installation;
    }

    Instant tick() {
        Instant now = clock.advance(Duration.ofMillis(1));
        ticks++;
        return disagreeing ? now.plusMillis(ticks * 7919 % 97) : now;
    }

    /// From now on whoever asks for the time is told another one, up to a tenth of a second off, so that what came later may look earlier.
    void clocksDisagree() {
        disagreeing = true;
    }

    /// The stores of the generation in force.
    EventwiseStores eventwise() {
        EventwiseStores stores = installation.open(this::tick);
        return new EventwiseStores(attempts(), stores.book(), stores.queue(), stores.pauses());
    }

    private AttemptStore attempts() {
        return new S3AttemptStore(s3, installation.buckets());
    }

    TableStores stores(ExecutionInterceptor... listeners) {
        TableStores stores = made.open(this::tick, listeners);
        S3Bundles bundles = installation.bundles(s3, this::tick);
        return new TableStores(bundles.readable(), bundles, stores.control(), stores.pauses(), stores.generations(),
                stores.backups(),
                stores.snapshots(), stores.receipts(), stores.exclusions());
    }

    /// What the time was when each of what was processed had just been.
    List<Instant> moments() {
        return moments;
    }

    /// What the time is, which does not pass for that.
    Instant now() {
        return clock.instant();
    }

    /// Lets seconds pass.
    void pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    /// Notifies of what was put, as S3 does.
    void tell(AttemptId id) {
        LocalServers.sqs().sendMessage(send -> send.queueUrl(created).messageBody(Notices.created(List.of(
                new Notice.ObjectPlace(installation.buckets().newEvents(), id.key().text(), id.version(), null,
                        null)))));
    }

    /// Does the functions' work.
    ///
    /// @return what was judged
    List<Verdict> work() {
        Services services = new Services(new Settings(Map.of("NEW_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().newEvents(), "ARCHIVE_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().archive(), "REJECTED_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().rejected(), "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM",
                installation.tables().accounts(), "DYNAMODB_OBJECT_TABLE_NAME_PARAM",
                installation.tables().objects(), "TRANSACTIONS_QUEUE_URL", installation.queue(),
                "CREATED_QUEUE_URL", created)), s3, LocalServers.dynamoDb(), LocalServers.sqs(), this::tick);
        List<Verdict> judged = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        new Worker(services, new Worker.Queues(created, installation.queue(), created), 0, _ -> {}, new Worker.Told() {
            @Override
            public void routed(Router.Routed routed) {
                // What becomes of it counts.
            }

            @Override
            public void judged(Verdict verdict) {
                judged.add(verdict);
            }

            @Override
            public void failed(String queue) {
                failed.add(queue);
            }
        }).drain(Progress.NONE, () -> false);
        if (!failed.isEmpty()) {
            throw new AssertionError("not done: " + failed);
        }
        return judged;
    }

    /// Has an attempt judged, whoever else waits.
    Verdict judge(AttemptId id) {
        EventwiseStores stores = eventwise();
        stores.book().arrived(new Arrived(id, Objects.requireNonNull(stores.attempts().read(id)).arrivalMicros(),
                Sha256.ZERO, null));
        return new Judge(stores.book(), stores.attempts()).judge(id);
    }

    /// Ends the pause at a moment.
    GoingForward.Gone forward(ExecutionInterceptor... listeners) {
        return new GoingForward(stores(listeners), installation.open(this::tick).queue()).run(_ -> {});
    }

    /// Ends the pause at a moment, while the functions keep pace: what is routed is judged before the next one is.
    void forwardAtPace() {
        new GoingForward(stores(), installation.open(this::tick).queue()).run(_ -> work());
    }

    private Workspaces workspaces() {
        return () -> {
            Path directory = scratch.resolve("proof-" + workspaces++);
            EmbeddedHome home = EmbeddedHome.create(directory, this::tick);
            return new Workspaces.Workspace() {
                @Override
                public Stores stores() {
                    return home.stores();
                }

                @Override
                public void close() {
                    home.close();
                    try (Stream<Path> files = Files.walk(directory)) {
                        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                            Files.delete(file);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        };
    }

    /// Puts one by one, and has each judged before the next one comes.
    void process(List<? extends Arrival> arrivals) {
        EventwiseStores stores = eventwise();
        Judge judge = new Judge(stores.book(), stores.attempts());
        for (Arrival arrival : arrivals) {
            switch (arrival) {
                case Arrival.Put put -> {
                    AttemptId id = put(put.key(), put.bytes(), put.source());
                    new Router(stores.attempts(), stores.book(), stores.queue()).route(id, null);
                    drain(stores, judge);
                }
                case Arrival.Retry retry -> judge.retry(EventKey.of(retry.key()), "someone: again");
                case Arrival.Reject reject -> judge.endWait(EventKey.of(reject.key()), "someone: enough");
                case Arrival.Pause _,Arrival.Resume _ ->
                        throw new IllegalArgumentException("pauses are no records on AWS");
                case Arrival.Exclude exclude -> {
                    exclude(exclude.keys());
                    stores = eventwise();
                    judge = new Judge(stores.book(), stores.attempts());
                }
                case Arrival.UseRules _ -> throw new IllegalArgumentException("no rules but the first on AWS");
            }
            moments.add(clock.instant());
        }
    }

    /// Has attempts judged in that order, whatever order they came in.
    void judge(List<AttemptId> order) {
        EventwiseStores stores = eventwise();
        Judge judge = new Judge(stores.book(), stores.attempts());
        for (AttemptId id : order) {
            new Router(stores.attempts(), stores.book(), stores.queue()).place(id);
            judge.judge(id);
        }
    }

    private static void drain(EventwiseStores stores, Judge judge) {
        for (List<Delivery> batch = stores.queue().take(10); !batch.isEmpty(); batch = stores.queue().take(10)) {
            for (Delivery delivery : batch) {
                judge.judge(delivery.transaction().attempt());
                stores.queue().settle(delivery);
            }
        }
    }

    AttemptId put(String key, byte[] bytes) {
        return put(key, bytes, null);
    }

    private AttemptId put(String key, byte[] bytes, @Nullable String source) {
        clock.advance(Duration.ofMillis(1));
        return eventwise().attempts().put(EventKey.of(key), Body.of(bytes), source);
    }

    /// Takes the effects of events out, by their keys.
    RecoveryResult exclude(List<String> keys, ExecutionInterceptor... listeners) {
        return recover(PlanRequest.DEFAULT.withExclusion(ExclusionRequest
                .of(keys.stream().map(EventKey::of).toList(), "someone", "a channel sent them wrong")), listeners);
    }

    /// Routes what no notification told of, and has it judged.
    void reconcile() {
        EventwiseStores stores = eventwise();
        new Reconciler(stores.attempts(), stores.book(),
                new Router(stores.attempts(), stores.book(), stores.queue())).reconcile(Long.MAX_VALUE, _ -> {},
                        () -> false);
        drain(stores, new Judge(stores.book(), stores.attempts()));
    }

    /// Lets all keys expire that are in sight, and archives what belongs into the archive.
    void expire(List<? extends Arrival> arrivals) {
        EventwiseStores stores = eventwise();
        Archiver archiver = new Archiver(stores.attempts(), stores.book());
        arrivals.stream().filter(Arrival.Put.class::isInstance)
                .map(arrival -> EventKey.of(((Arrival.Put) arrival).key()))
                .distinct().forEach(key -> {
                    stores.attempts().expire(key);
                    archiver.archive(key);
                });
    }

    /// Lets a key expire, and archives what belongs into the archive.
    void expire(String key) {
        EventwiseStores stores = eventwise();
        stores.attempts().expire(EventKey.of(key));
        new Archiver(stores.attempts(), stores.book()).archive(EventKey.of(key));
    }

    /// Packs all that has an outcome.
    Bundles.Packed bundle() {
        return installation.bundles(s3, this::tick).pack(eventwise().book(), LocalDate.MAX, _ -> {},
                () -> false);
    }

    String stateDigest() {
        StateDigest digest = new StateDigest();
        try (Cursor<Account> accounts = eventwise().book().accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                digest.add(account);
            }
        }
        return digest.finish().toString();
    }

    TableNames tables() {
        return installation.tables().of(stores().control().read().generation());
    }

    void lose(String table) {
        AwsTables.lose(table);
    }

    void loseBoth() {
        lose(installation.tables().accounts());
        lose(installation.tables().objects());
    }

    String snapshot() {
        String generation = stores().control().read().generation();
        return new TableSnapshots(stores().snapshots(), this::tick).take(stores().generations().contents(generation))
                .manifest().id();
    }

    Plan plan(PlanRequest request) {
        return new TablePlanner(stores(), workspaces(), this::tick).plan(request, Progress.NONE);
    }

    RecoveryResult recover(PlanRequest request, ExecutionInterceptor... listeners) {
        Plan plan = plan(request);
        return new TableRecovery(stores(listeners), workspaces(), this::tick).execute(plan, RecoveryOptions.DEFAULT,
                Progress.NONE);
    }

    VerifyReport verify() {
        TableVerifier verifier = new TableVerifier(stores(), workspaces(), this::tick);
        return verifier.verify(VerifyOptions.DEFAULT, Progress.NONE);
    }

    VerifyReport verifyAndMark() {
        TableVerifier verifier = new TableVerifier(stores(), workspaces(), this::tick);
        VerifyReport report = verifier.verify(VerifyOptions.DEFAULT, Progress.NONE);
        verifier.markInDoubt(report);
        return report;
    }

    long entriesOfAll() {
        long entries = 0;
        try (Cursor<Account> accounts = eventwise().book().accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                entries += eventwise().book().entries(account.number(), 1, Long.MAX_VALUE).size();
            }
        }
        return entries;
    }

    /// Changes things behind its back.
    Tampering tampering() {
        return new Tampering(this);
    }

    @Override
    public void close() {
        s3.close();
        LocalServers.sqs().deleteQueue(delete -> delete.queueUrl(created));
        made.close();
    }
}
