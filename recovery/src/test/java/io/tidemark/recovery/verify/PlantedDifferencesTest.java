package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.AlteredLedger;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Situation;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlantedDifferencesTest {
    private static final EventKey PAYMENT = EventKey.of("incoming_payment_000005.event");
    private static final EventKey REFUSED = EventKey.of("cash_withdrawal_w1.event");
    private static final EventKey CORRECTED = EventKey.of("cash_withdrawal_w2.event");
    private static final EventKey HELD = EventKey.of("outgoing_payment_unverified_o1.event");
    private static final EventKey DEPOSIT = EventKey.of("cash_deposit_d2.event");
    private static final EventKey WAITING = EventKey.of("outgoing_payment_verified_o9.event");
    private static final Sha256 OTHER = Sha256.of(new byte[] {1});

    @TempDir
    Path directory;
    private TestHome home = new TestHome(Path.of("unset"), ManualClock.atNewYear());

    /// Something that is altered, and what has to be said of it.
    ///
    /// @param what       what is altered
    /// @param alteration how
    /// @param kind       what kind of difference that is
    /// @param account    the account that must be named, or null
    /// @param key        the key that must be named, or null
    record Planted(String what, UnaryOperator<LedgerCommit> alteration, Kind kind, @Nullable String account,
            @Nullable EventKey key) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeEach
    void work() {
        home = new TestHome(directory.resolve("home"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
    }

    @AfterEach
    void close() {
        home.close();
    }

    static Stream<Planted> planted() {
        List<Planted> planted = new ArrayList<>(outcomes());
        planted.addAll(accounts());
        planted.addAll(items());
        return planted.stream();
    }

    private static List<Planted> outcomes() {
        return List.of(
                entry("an effect", e -> copy(e, e.status(), e.bodyDigest(), e.actualEffect() + 1, e.epochSecond())),
                entry("a status",
                        e -> copy(e, EntryStatus.REVERSED, e.bodyDigest(), e.actualEffect(), e.epochSecond())),
                entry("a body", e -> copy(e, e.status(), OTHER, e.actualEffect(), e.epochSecond())),
                entry("a time", e -> copy(e, e.status(), e.bodyDigest(), e.actualEffect(), e.epochSecond() + 1)),
                new Planted("an entry is gone",
                        AlteredLedger.outcomes(outcome -> outcome.key().equals(PAYMENT) ? null : outcome), Kind.ENTRY,
                        "A-002", PAYMENT),
                new Planted("a refusal is gone",
                        AlteredLedger.outcomes(outcome -> outcome.key().equals(REFUSED) ? null : outcome), Kind.OUTCOME,
                        "A-002", REFUSED),
                new Planted("a wait is gone",
                        AlteredLedger.outcomes(outcome -> outcome.key().equals(WAITING) ? null : outcome), Kind.OUTCOME,
                        null, WAITING),
                refusal("another code", new Rejection(RejectionCode.BALANCE_LIMIT, "altered"),
                        new Outcome.RefusedAt("A-002", 3)),
                refusal("another sequence at a refusal", new Rejection(RejectionCode.INSUFFICIENT_FUNDS, ""),
                        new Outcome.RefusedAt("A-002", 2)),
                new Planted("an outcome too many", commit -> {
                    List<Outcome> outcomes = new ArrayList<>(commit.outcomes());
                    outcomes.add(Outcome.rejected(3, commit.toPosition(), PAYMENT,
                            new Rejection(RejectionCode.KEY_CONFLICT, ""), null));
                    return new LedgerCommit(commit.fromPosition(), commit.toPosition(), 1, commit.counts(), outcomes,
                            commit.working());
                }, Kind.OUTCOME, null, PAYMENT));
    }

    private static Planted entry(String what, UnaryOperator<Entry> change) {
        return new Planted(what, AlteredLedger.outcomes(outcome -> outcome.key().equals(PAYMENT)
                ? Outcome.accepted(outcome.position(), outcome.decidedAt(), outcome.key(),
                        outcome.entries().stream().map(change).toList())
                : outcome), Kind.ENTRY, "A-002", PAYMENT);
    }

    private static Entry copy(Entry e, EntryStatus status, Sha256 body, long actual, long second) {
        return new Entry(e.account(), e.sequence(), e.key(), body, status, actual, e.availableEffect(), e.actualAfter(),
                e.availableAfter(), second);
    }

    private static Planted refusal(String what, Rejection rejection, Outcome.RefusedAt at) {
        return new Planted(what,
                AlteredLedger.outcomes(outcome -> outcome.key().equals(REFUSED)
                        ? Outcome.rejected(outcome.position(), outcome.decidedAt(), outcome.key(), rejection, at)
                        : outcome),
                Kind.OUTCOME, "A-002", REFUSED);
    }

    private static List<Planted> accounts() {
        return List.of(
                account("a balance",
                        a -> new Account(a.number(), a.customer(), a.actual() + 1, a.available(), a.sequence(),
                                a.head(), a.lastKey(), a.lastEpochSecond())),
                account("an available balance",
                        a -> new Account(a.number(), a.customer(), a.actual(), a.available() - 1, a.sequence(),
                                a.head(), a.lastKey(), a.lastEpochSecond())),
                account("a head",
                        a -> new Account(a.number(), a.customer(), a.actual(), a.available(), a.sequence(), OTHER,
                                a.lastKey(), a.lastEpochSecond())),
                account("a sequence",
                        a -> new Account(a.number(), a.customer(), a.actual(), a.available(), a.sequence() + 1,
                                a.head(), a.lastKey(), a.lastEpochSecond())),
                account("a customer",
                        a -> new Account(a.number(), "other", a.actual(), a.available(), a.sequence(), a.head(),
                                a.lastKey(), a.lastEpochSecond())),
                account("a last key",
                        a -> new Account(a.number(), a.customer(), a.actual(), a.available(), a.sequence(), a.head(),
                                PAYMENT, a.lastEpochSecond())),
                account("a last time",
                        a -> new Account(a.number(), a.customer(), a.actual(), a.available(), a.sequence(), a.head(),
                                a.lastKey(), a.lastEpochSecond() + 1)),
                new Planted("an account is gone",
                        AlteredLedger.accounts(a -> a.number().equals("A-001") ? null : a), Kind.ACCOUNT, "A-001",
                        null),
                new Planted("an account too many", AlteredLedger.working(w -> {
                    List<Account> accounts = new ArrayList<>(w.accounts());
                    accounts.add(Account.opened("B-1", "B-1"));
                    return new WorkingChange(accounts, w.openMatters(), w.settledMatters(), w.waiting(), w.released(),
                            w.rejectedKeys(), w.noLongerRejected(), w.correctedKeys());
                }), Kind.ACCOUNT, "B-1", null));
    }

    private static Planted account(String what, UnaryOperator<Account> change) {
        return new Planted(what, AlteredLedger.accounts(a -> a.number().equals("A-001") ? change.apply(a) : a),
                Kind.ACCOUNT, "A-001", null);
    }

    private static List<Planted> items() {
        return List.of(gone("a hold", HELD, Kind.OPEN_MATTER, "A-001"),
                gone("a deposit", DEPOSIT, Kind.OPEN_MATTER, "A-002"),
                gone("a follow-up that waits", WAITING, Kind.WAITING, null),
                gone("a rejected key", REFUSED, Kind.KEY, null), gone("a corrected key", CORRECTED, Kind.KEY, null),
                new Planted("what is left of a hold",
                        AlteredLedger.working(w -> new WorkingChange(w.accounts(),
                                w.openMatters().stream().map(m -> m.key().equals(HELD) ? m.withLeft(1) : m).toList(),
                                w.settledMatters(), w.waiting(), w.released(), w.rejectedKeys(), w.noLongerRejected(),
                                w.correctedKeys())),
                        Kind.OPEN_MATTER, "A-001", HELD),
                new Planted("a matter too many",
                        AlteredLedger.working(w -> new WorkingChange(w.accounts(),
                                Stream.concat(w.openMatters().stream(),
                                        Stream.of(new OpenMatter(EventKey.of("cash_deposit_x.event"), "A-000", 5, 5)))
                                        .toList(),
                                w.settledMatters(), w.waiting(), w.released(), w.rejectedKeys(), w.noLongerRejected(),
                                w.correctedKeys())),
                        Kind.OPEN_MATTER, "A-000", EventKey.of("cash_deposit_x.event")),
                new Planted("a rejected key too many",
                        AlteredLedger.working(w -> new WorkingChange(w.accounts(), w.openMatters(), w.settledMatters(),
                                w.waiting(), w.released(),
                                Stream.concat(w.rejectedKeys().stream(),
                                        Stream.of(new RejectedKey(PAYMENT, 5, RejectionCode.KEY_CONFLICT))).toList(),
                                w.noLongerRejected(), w.correctedKeys())),
                        Kind.KEY, null, PAYMENT),
                new Planted("a corrected key too many",
                        AlteredLedger.working(w -> new WorkingChange(w.accounts(), w.openMatters(), w.settledMatters(),
                                w.waiting(), w.released(), w.rejectedKeys(), w.noLongerRejected(),
                                Stream.concat(w.correctedKeys().stream(), Stream.of(new CorrectedKey(PAYMENT, 5)))
                                        .toList())),
                        Kind.KEY, null, PAYMENT),
                new Planted("a pause too many",
                        AlteredLedger.working(w -> AlteredLedger.with(w, new PauseChange(
                                List.of(new PausedAccount("A-002", 3)), List.of(), List.of(), List.of()))),
                        Kind.PAUSE, "A-002", null),
                new Planted("a held attempt too many",
                        AlteredLedger.working(w -> AlteredLedger.with(w, new PauseChange(List.of(), List.of(),
                                List.of(new HeldAttempt(PAYMENT, "A-002", 3)), List.of()))),
                        Kind.PAUSE, null, PAYMENT),
                new Planted("the counts",
                        commit -> new LedgerCommit(commit.fromPosition(), commit.toPosition(), 1,
                                new OutcomeCounts(1, 2, Map.of(RejectionCode.SAME_ACCOUNT, 3L)), commit.outcomes(),
                                commit.working()),
                        Kind.COUNTS, null, null));
    }

    private static Planted gone(String what, EventKey key, Kind kind, @Nullable String account) {
        return new Planted(what + " is gone", AlteredLedger.working(w -> AlteredLedger.without(w, key)), kind, account,
                key);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void every_kind_of_alteration_is_found_and_names_what_it_is_about(Planted planted) {
        AlteredLedger.putInForce(home, planted.alteration());

        VerifyReport report = home.verify();

        assertThat(report.isProven()).isFalse();
        assertThat(report.differences().first()).as(report.toJson()).anySatisfy(difference -> {
            assertThat(difference.kind()).isEqualTo(planted.kind());
            assertThat(difference.account()).isEqualTo(planted.account());
            if (planted.key() != null) {
                assertThat(difference.key()).isEqualTo(planted.key().text());
            }
        });
        if (planted.account() != null) {
            assertThat(report.differences().byAccount()).containsKey(planted.account());
        }
    }

    @Test
    void a_ledger_that_nobody_altered_is_proven() {
        AlteredLedger.putInForce(home, commit -> commit);

        assertThat(home.verify().isProven()).isTrue();
    }

    @Test
    void what_ought_to_be_paused_and_held_and_is_not_is_found() {
        home.put(List.of(new Arrival.Pause("A-001"), Payments.withdrawal("h1", "A-001", "0.10")));
        AlteredLedger.putInForce(home, AlteredLedger.working(w -> AlteredLedger.with(w, PauseChange.NONE)));

        VerifyReport report = home.verify();

        assertThat(report.differences().first()).as(report.toJson())
                .filteredOn(difference -> difference.kind() == Kind.PAUSE).hasSize(2)
                .allSatisfy(difference -> assertThat(difference.account()).isEqualTo("A-001"));
        AlteredLedger.putInForce(home, commit -> commit);
        assertThat(home.verify().isProven()).isTrue();
    }

    @Test
    void an_attempt_in_the_wrong_bucket_is_found() {
        home.process();
        home.stores().buckets().move(Map.of(2L, Bucket.REJECTED, 12L, Bucket.NEW), 18);

        VerifyReport report = home.verify();

        assertThat(report.differences().first()).extracting(Difference::kind).containsOnly(Kind.BUCKET);
        assertThat(report.differences().first()).extracting(Difference::position).containsExactly(2L, 12L);
    }

    @Test
    void a_snapshot_that_says_something_else_is_found() {
        AlteredLedger.putInForce(home, AlteredLedger.accounts(a -> a.number().equals("A-001")
                ? new Account(a.number(), a.customer(), a.actual(), a.available(), a.sequence(), OTHER, a.lastKey(),
                        a.lastEpochSecond())
                : a));
        home.snapshot();
        AlteredLedger.putInForce(home, commit -> commit);

        VerifyReport report = home.verify();

        assertThat(report.differences().first()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Kind.SNAPSHOT);
            assertThat(difference.account()).isEqualTo("A-001");
        });
    }

    @Test
    void differences_beyond_the_limit_are_counted_and_named_by_account() {
        AlteredLedger.putInForce(home, AlteredLedger.outcomes(outcome -> null));

        VerifyReport report;
        try (var ledger = home.ledger()) {
            report = new Verifier(home.stores(), home.clock()).verify(ledger, VerifyOptions.DEFAULT.withLimit(3),
                    (done, total) -> {});
        }

        assertThat(report.differences().first()).hasSize(3);
        assertThat(report.differences().total()).isGreaterThan(18);
        assertThat(report.differences().byAccount()).containsOnlyKeys("A-000", "A-001", "A-002");
    }

    @Test
    void a_failed_verification_puts_the_ledger_in_doubt_until_it_is_rebuilt() {
        AlteredLedger.putInForce(home, AlteredLedger.outcomes(o -> o.key().equals(REFUSED) ? null : o));
        home.snapshot();
        Verifier verifier = new Verifier(home.stores(), home.clock());

        assertThat(verifier.markInDoubt(home.verify())).isTrue();

        Plan plan = home.plan(PlanRequest.DEFAULT);
        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.IN_DOUBT);
        assertThat(plan.action()).isEqualTo(Plan.Action.REBUILD);
        assertThat(plan.base().snapshot()).isNull();
        RecoveryResult result = home.recover(PlanRequest.DEFAULT);
        assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
        assertThat(home.stores().control().read().inDoubt()).isNull();
        VerifyReport again = home.verify();
        assertThat(again.isProven()).isTrue();
        assertThat(verifier.markInDoubt(again)).isFalse();
    }
}
