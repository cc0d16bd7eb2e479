package io.tidemark.aws.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.function.ProcessorHandler;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.pipeline.each.Reconciler;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.model.Arrival;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of events through the real handlers in real Lambda runtime processes: put on S3, notification, router, FIFO queue,
/// processor, tables, expiry, archiver, archive.
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
class RuntimePipelineTest {
    private static final EventKey DEPOSIT = EventKey.of("cash_deposit_1.event");
    private static final EventKey VERIFICATION = EventKey.of("verify_cash_deposit_1.event");
    private static final String DEPOSITED = "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}";
    private static final String VERIFIED = "{\"EventTimeStamp\":2,\"TargetAccount\":\"1\",\"Amount\":\"4.00\"}";

    private static final int PART_OF_A_YEAR = 25;
    /// How many notifications there are at a time: an account's events keep their order in its group.
    private static final int TOGETHER = 10;

    @TempDir
    Path folder;

    private RuntimeInstallation aws;

    @BeforeEach
    void begin() {
        aws = new RuntimeInstallation(folder);
    }

    @AfterEach
    void end() {
        aws.close();
    }

    private static List<NewAttempt> stream(int seed, int arrivals) {
        return ArrivalStream.of(seed, arrivals).stream().filter(Arrival.Put.class::isInstance)
                .map(Arrival.Put.class::cast)
                .map(put -> new NewAttempt(EventKey.of(put.key()), Body.of(put.bytes()), put.source())).toList();
    }

    @Test
    void delivered_in_order_the_end_state_has_the_embedded_stores_digests_and_what_expired_is_archived() {
        List<NewAttempt> attempts = stream(5, 14);

        for (NewAttempt attempt : attempts) {
            aws.notifyCreated(aws.put(attempt.key().text(), attempt.body().toBytes(), attempt.source()));
            aws.work();
        }
        attempts.forEach(attempt -> aws.expire(attempt.key()));
        aws.work();

        assertThat(aws.stateDigest()).isEqualTo(EmbeddedRun.stateDigest(folder.resolve("home"), attempts));
        assertThat(aws.accounts()).isNotEmpty();
        for (NewAttempt attempt : attempts) {
            KeyStanding standing = aws.stores().book().key(attempt.key()).standing();
            Bucket bucket = standing == KeyStanding.REJECTED ? Bucket.REJECTED : Bucket.ARCHIVE;
            assertThat(aws.stores().attempts().kept(attempt.key(), bucket)).as("%s, %s", attempt.key(), standing)
                    .isNotNull();
        }
        assertThat(aws.processor().log()).anyMatch(line -> line.contains("\"_aws\"") && line.contains("Accepted"));
    }

    @Test
    void with_notifications_twice_out_of_order_and_lost_nothing_is_missing_and_the_recorded_order_gives_the_same() {
        List<NewAttempt> attempts = stream(9, 16);
        Random chance = new Random(9);
        List<AttemptId> put = new ArrayList<>();
        List<AttemptId> told = new ArrayList<>();
        for (NewAttempt attempt : attempts) {
            AttemptId id = aws.put(attempt.key().text(), attempt.body().toBytes(), attempt.source());
            put.add(id);
            int times = chance.nextInt(4);
            for (int i = 0; i < times; i++) {
                told.add(chance.nextInt(told.size() + 1), id);
            }
        }
        told.forEach(aws::notifyCreated);
        aws.work();

        Router router = new Router(aws.stores().attempts(), aws.stores().book(), aws.stores().queue());
        Reconciler.Found found = new Reconciler(aws.stores().attempts(), aws.stores().book(), router)
                .reconcile(Long.MAX_VALUE, _ -> {}, () -> false);
        aws.work();

        assertThat(found.routed()).isPositive();
        for (AttemptId id : put) {
            assertThat(aws.stores().book().key(id.key()).judged(id.version())).as("%s", id).isNotNull();
        }
        assertInvariants();
        assertThat(aws.stateDigest()).isEqualTo(EmbeddedRun.stateDigest(folder.resolve("home"), recorded(put)));
    }

    /// The attempts in the order in which they were first judged: by the times and revisions that the index has noted.
    private List<NewAttempt> recorded(List<AttemptId> put) {
        Map<AttemptId, Long> order = new HashMap<>();
        RecordedOrder.of(aws.stores().book()).forEach(id -> order.put(id, (long) order.size()));
        assertThat(order.keySet()).containsAll(put);
        return put.stream().sorted((a, b) -> Long.compare(order.getOrDefault(a, 0L), order.getOrDefault(b, 0L)))
                .map(id -> {
                    StoredAttempt attempt = aws.stores().attempts().read(id);
                    assertThat(attempt).isNotNull();
                    return attempt == null ? null : new NewAttempt(id.key(), attempt.body(), attempt.source());
                }).map(java.util.Objects::requireNonNull).toList();
    }

    private void assertInvariants() {
        for (Account account : aws.accounts().values()) {
            var entries = aws.stores().book().entries(account.number(), 1, Long.MAX_VALUE);
            assertThat(entries).as("entries of %s", account.number()).hasSize((int) account.sequence());
            long actual = 0;
            long available = 0;
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i).sequence()).isEqualTo(i + 1);
                actual += entries.get(i).actualEffect();
                available += entries.get(i).availableEffect();
                assertThat(available).isNotNegative();
                assertThat(actual).isGreaterThanOrEqualTo(available);
            }
            assertThat(account.actual()).isEqualTo(actual);
            assertThat(account.available()).isEqualTo(available);
        }
    }

    @Test
    void a_follow_up_and_its_original_at_one_moment_in_two_processes_the_follow_up_reading_first() throws Exception {
        meet(VERIFICATION, VERIFIED, DEPOSIT, DEPOSITED);
    }

    @Test
    void a_follow_up_and_its_original_at_one_moment_in_two_processes_the_original_reading_first() throws Exception {
        meet(DEPOSIT, DEPOSITED, VERIFICATION, VERIFIED);
    }

    /// One process has read and decided and is about to write when another reads, decides and writes.
    private void meet(EventKey late, String lateBody, EventKey quick, String quickBody) throws Exception {
        AttemptId lateId = aws.put(late.text(), lateBody.getBytes(UTF_8), null);
        AttemptId quickId = aws.put(quick.text(), quickBody.getBytes(UTF_8), null);
        try (GatedDynamoDb gate = new GatedDynamoDb()) {
            Map<String, String> gated = new HashMap<>(aws.variables());
            gated.put("AWS_ENDPOINT_URL_DYNAMODB", gate.address());
            try (FunctionProcess other = new FunctionProcess(ProcessorHandler.class, gated, folder)) {
                CompletableFuture<String> held = other.begin(RuntimeInstallation.transaction(lateId, "1"));
                gate.awaitTransaction();
                String answer = aws.processor().call(RuntimeInstallation.transaction(quickId, "1"));
                assertThat(RuntimeInstallation.failures(answer)).isEmpty();
                gate.open();
                assertThat(RuntimeInstallation.failures(other.answer(held))).isEmpty();
            }
        }
        assertThat(aws.stores().book().key(VERIFICATION).standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(aws.stores().book().key(DEPOSIT).waiting()).isEmpty();
        assertThat(aws.stores().book().matter("1", DEPOSIT)).isNull();
        assertThat(aws.stores().book().entries("1", 1, 9)).extracting(entry -> entry.key()).containsExactly(DEPOSIT,
                VERIFICATION);
    }

    @Test
    void a_message_that_is_none_of_ours_is_set_aside_and_not_tried_again() {
        String answer = aws.router().call("{\"Records\":[{\"messageId\":\"m\",\"body\":\"hello\"}]}");

        assertThat(RuntimeInstallation.failures(answer)).isEmpty();
        assertThat(aws.router().log()).anyMatch(line -> line.contains("set aside"));
    }

    /// A real year of a bank, or its beginning: the whole with `-Dtidemark.wholeYear=true`.
    @Test
    void a_real_year_comes_to_the_embedded_stores_digests() throws IOException {
        String data = System.getenv("TIDEMARK_REAL_DATA");
        if (data == null) {
            System.err.println("TIDEMARK_REAL_DATA IS NOT SET: THE FUNCTIONS WERE NOT TESTED WITH REAL DATA");
        }
        Assumptions.assumeTrue(data != null, "TIDEMARK_REAL_DATA is not set");
        boolean whole = Boolean.parseBoolean(System.getProperty("tidemark.wholeYear", "false"));
        List<NewAttempt> year = RealYear.read(Path.of(String.valueOf(data), "berka-1993.ndjson.gz"),
                whole ? Integer.MAX_VALUE : PART_OF_A_YEAR);

        for (int i = 0; i < year.size(); i += TOGETHER) {
            for (NewAttempt attempt : year.subList(i, Math.min(i + TOGETHER, year.size()))) {
                aws.notifyCreated(aws.put(attempt.key().text(), attempt.body().toBytes(), attempt.source()));
            }
            aws.work();
        }

        assertThat(aws.stateDigest()).isEqualTo(EmbeddedRun.stateDigest(folder.resolve("home"), year));
        if (whole) {
            List<String> expected = RealYear.expected(Path.of(String.valueOf(data), "berka-1993-expected.csv"));
            assertThat(new TreeMap<>(aws.accounts()).values()).extracting(RealYear::line)
                    .containsExactlyElementsOf(expected);
        }
    }
}
