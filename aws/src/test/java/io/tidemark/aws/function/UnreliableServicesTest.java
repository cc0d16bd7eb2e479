package io.tidemark.aws.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.LocalServers;
import io.tidemark.aws.UnreliableHttp;
import io.tidemark.aws.UnreliableHttp.Fault;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageException;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// Calls that go wrong, functions that die, leases that are lost in the middle: what was handed back comes again, and in the end
/// nothing is lost and nothing is done twice.
@SeedCount(2)
class UnreliableServicesTest {
    private static final int ARRIVALS = 30;
    private static final int CALLS_A_FAULT = 6;
    private static final int LONGEST_OUTAGE = 6;
    private static final int MOST_TRIES = 1_000;
    /// How many calls lie between those that go wrong. All of them take their time: `-Dtidemark.everyCall=1`.
    private static final int EVERY = Integer.getInteger("tidemark.everyCall", 6);

    private Function<String, Fault> plan = _ -> Fault.NONE;
    private final FunctionsRun functions = new FunctionsRun(LocalServers.s3(new UnreliableHttp(this::next)),
            LocalServers.dynamoDb(new UnreliableHttp(this::next)), LocalServers.sqs(new UnreliableHttp(this::next)),
            ManualClock.atNewYear());

    @AfterEach
    void close() {
        functions.close();
    }

    private Fault next(String operation) {
        return plan.apply(operation);
    }

    /// Calls a function until it has done everything, as its queue does.
    private static void until(BooleanSupplier done) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                if (done.getAsBoolean()) {
                    return;
                }
            } catch (UnreliableHttp.Killed | StorageException e) {
                // It died, or failed as a whole: all that it had taken comes again.
            }
        }
        throw new AssertionError("not done after " + MOST_TRIES + " tries");
    }

    private void route(List<AttemptId> ids) {
        until(() -> functions.route(ids) == 0);
    }

    private void process() {
        until(() -> !functions.process());
    }

    private void archive(EventKey key) {
        until(() -> functions.archive(key) == 0);
    }

    @ForEachSeed
    void whatever_goes_wrong_on_the_way_the_end_is_as_if_nothing_had(long seed) {
        Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
        plan = faultsAtRandom(new SplittableRandom(seed), happened);
        NaiveLedger model = new NaiveLedger();
        Map<Long, AttemptId> ids = new HashMap<>();
        for (Arrival arrival : ArrivalStream.of(seed, ARRIVALS)) {
            if (arrival instanceof Arrival.Put put) {
                AttemptId id = functions.put(put.key(), put.bytes());
                ids.put(model.take(put), id);
                route(List.of(id));
                process();
            }
        }
        Set<EventKey> keys = new LinkedHashSet<>();
        ids.values().forEach(id -> keys.add(id.key()));
        keys.forEach(this::archive);

        assertThat(happened.keySet()).as("kinds of faults that happened").hasSize(Fault.values().length);
        assertThat(stateDigest()).isEqualTo(model.stateDigest());
        assertKept(model, ids);
    }

    private static Function<String, Fault> faultsAtRandom(SplittableRandom random, Map<Fault, Integer> happened) {
        Deque<Fault> ongoing = new ArrayDeque<>();
        List<Fault> kinds = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.NONE)));
        return _ -> {
            if (ongoing.isEmpty()) {
                boolean well = random.nextInt(CALLS_A_FAULT) != 0;
                Fault fault = well ? Fault.NONE : kinds.get(random.nextInt(kinds.size()));
                // More often than the SDK tries again, sometimes.
                boolean lasts = fault == Fault.UNSENT || fault == Fault.THROTTLED || fault == Fault.CONFLICT;
                ongoing.addAll(Collections.nCopies(lasts ? 1 + random.nextInt(LONGEST_OUTAGE) : 1, fault));
            }
            happened.merge(ongoing.getFirst(), 1, Integer::sum);
            return ongoing.removeFirst();
        };
    }

    private String stateDigest() {
        StateDigest digest = new StateDigest();
        try (Cursor<Account> accounts = functions.stores().book().accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                digest.add(account);
            }
        }
        return digest.finish().toString();
    }

    /// Every attempt has its copy where it belongs, once, and the index says so.
    ///
    /// @param ids the attempts by the model's positions
    private void assertKept(NaiveLedger model, Map<Long, AttemptId> ids) {
        Set<AttemptId> rejected = new HashSet<>();
        Set<AttemptId> archived = new HashSet<>();
        for (NaiveLedger.Judgement judgement : model.judgements()) {
            AttemptId id = Objects.requireNonNull(ids.get(judgement.position()));
            (judgement.state() == OutcomeState.REJECTED ? rejected : archived).add(id);
        }
        // Waiting was not its last word.
        archived.removeAll(rejected);
        assertThat(copies(functions.installation().buckets().rejected())).containsExactlyInAnyOrderElementsOf(rejected);
        assertThat(copies(functions.installation().buckets().archive())).containsExactlyInAnyOrderElementsOf(archived);
        for (Map<String, AttributeValue> state : states()) {
            AttemptId id = new AttemptId(EventKey.of(text(state, "PK").substring("KEY#".length())),
                    text(state, "Version"));
            assertThat(state.get("InRejectedBucket")).as("%s rejected", id)
                    .isEqualTo(AttributeValue.fromBool(rejected.contains(id)));
            assertThat(state.get("InArchiveBucket")).as("%s archived", id)
                    .isEqualTo(AttributeValue.fromBool(archived.contains(id)));
        }
    }

    private List<Map<String, AttributeValue>> states() {
        return LocalServers.dynamoDb().scanPaginator(scan -> scan
                .tableName(functions.installation().tables().objects())
                .filterExpression("SK = :s AND attribute_exists(Outcome)")
                .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("STATE")))).items().stream().toList();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name).s();
    }

    /// Which attempts the copies in a bucket are of, versions out of sight included.
    private static List<AttemptId> copies(String bucket) {
        List<AttemptId> copies = new ArrayList<>();
        for (ObjectVersion version : LocalServers.s3().listObjectVersionsPaginator(list -> list.bucket(bucket))
                .versions()) {
            Map<String, String> metadata = LocalServers.s3().headObject(head -> head.bucket(bucket).key(version.key())
                    .versionId(version.versionId())).metadata();
            copies.add(
                    new AttemptId(EventKey.of(version.key()), Objects.requireNonNull(metadata.get("attempt-version"))));
        }
        return copies;
    }

    /// A day of an account: a verification before its deposit, a refusal, a transfer.
    ///
    /// @param day tells it from others of the same test
    private static List<Arrival.Put> day(int day) {
        String account = "a" + day;
        return List.of(
                put("verify_cash_deposit_" + day, "\"TargetAccount\":\"" + account + "\",\"Amount\":\"5.00\""),
                put("cash_deposit_" + day, "\"TargetAccount\":\"" + account + "\",\"Amount\":\"5.00\""),
                put("cash_withdrawal_" + day, "\"SourceAccount\":\"" + account + "\",\"Amount\":\"50.00\""),
                put("inter_account_transfer_" + day, "\"SourceAccount\":\"" + account
                        + "\",\"TargetAccount\":\"b\",\"Amount\":\"2.00\""));
    }

    private static Arrival.Put put(String name, String members) {
        return new Arrival.Put(name + ".event", ("{\"EventTimeStamp\":1," + members + "}").getBytes(UTF_8), null);
    }

    /// Takes days the whole way, each with one thing that goes wrong, later than on the day before, until on one nothing does.
    ///
    /// @param wrong     what goes wrong
    /// @param every     how many calls later than on the day before
    /// @param processor whether only the processor's calls count
    /// @return how many calls there are
    private int days(Function<String, Fault> wrong, int every, boolean processor) {
        NaiveLedger model = new NaiveLedger();
        Map<Long, AttemptId> ids = new HashMap<>();
        Arrival.Put opening = put("incoming_payment_b", "\"TargetAccount\":\"b\",\"Amount\":\"1.00\"");
        AttemptId opened = functions.put(opening.key(), opening.bytes());
        ids.put(model.take(opening), opened);
        route(List.of(opened));
        process();
        archive(opened.key());
        boolean happened = true;
        int calls = 1;
        for (int day = 1; happened; day++) {
            happened = aDay(day, model, ids, new OneFault(wrong, calls), processor);
            calls += every;
        }
        assertThat(stateDigest()).isEqualTo(model.stateDigest());
        assertKept(model, ids);
        return calls - every;
    }

    /// One fault, after so many calls.
    private static final class OneFault implements Function<String, Fault> {
        private final Function<String, Fault> fault;
        private int calls;

        OneFault(Function<String, Fault> fault, int calls) {
            this.fault = fault;
            this.calls = calls;
        }

        boolean happened() {
            return calls <= 0;
        }

        @Override
        public Fault apply(String operation) {
            calls--;
            return calls == 0 ? fault.apply(operation) : Fault.NONE;
        }
    }

    /// @return whether the fault happened
    private boolean aDay(int day, NaiveLedger model, Map<Long, AttemptId> ids, OneFault fault, boolean processor) {
        List<AttemptId> put = new ArrayList<>();
        for (Arrival.Put arrival : day(day)) {
            put.add(functions.put(arrival.key(), arrival.bytes()));
            ids.put(model.take(arrival), put.getLast());
        }
        Function<String, Fault> others = processor ? _ -> Fault.NONE : fault;
        plan = others;
        route(put);
        plan = fault;
        process();
        plan = others;
        put.forEach(id -> archive(id.key()));
        plan = _ -> Fault.NONE;
        return fault.happened();
    }

    @Test
    void a_function_may_die_after_any_of_its_calls() {
        assertThat(days(_ -> Fault.KILLED, EVERY, false)).isGreaterThan(50);
    }

    @Test
    void a_lease_may_be_lost_before_any_call_and_another_does_the_work_meanwhile() {
        FunctionsRun others = functions.others();

        int calls = days(_ -> {
            functions.loseLeases();
            until(() -> !others.process());
            return Fault.NONE;
        }, EVERY, true);

        assertThat(calls).isGreaterThan(15);
    }

    @Test
    void what_a_judge_kept_and_did_not_note_any_more_is_noted_when_its_message_comes_again() {
        AttemptId refused = functions.put("cash_withdrawal_1.event",
                "{\"EventTimeStamp\":1,\"SourceAccount\":\"1\",\"Amount\":\"5.00\"}");
        route(List.of(refused));
        OneFault fault = new OneFault(_ -> Fault.KILLED, 1);
        plan = operation -> operation.equals("PUT") ? fault.apply(operation) : Fault.NONE;

        process();

        assertThat(fault.happened()).isTrue();
        assertThat(copies(functions.installation().buckets().rejected())).containsExactly(refused);
        assertThat(states()).extracting(state -> state.get("InRejectedBucket"))
                .containsExactly(AttributeValue.fromBool(true));
    }
}
