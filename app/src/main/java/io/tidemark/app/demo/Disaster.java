package io.tidemark.app.demo;

import io.tidemark.RecoverOptions;
import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Thaw;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The worst day: a ledger is lost in the middle of live traffic, a snapshot is damaged, and the events are new, archived, in bundles and in
/// cold storage. An object is used for one run, by one thread.
public final class Disaster {
    /// How long thawing takes when nobody says otherwise.
    public static final Duration THAWING = Duration.ofSeconds(2);

    private static final int DAYS = 100;
    /// The days at whose end a snapshot is taken. The last one is damaged.
    private static final List<Integer> SNAPSHOT_DAYS = List.of(45, 70, 90);
    private static final int FROZEN_DAYS = 40;
    private static final int SINGLE_DAYS = 14;
    private static final int DAYS_BETWEEN_BUNDLES = 7;
    private static final Duration OPENS_WITHIN = Duration.ofSeconds(2);
    /// What a live event may wait beyond the time without a ledger, on a busy machine.
    private static final Duration ALLOWANCE = Duration.ofSeconds(2);
    private static final int LIVE_BEFORE = 50;
    private static final int LIVE_AFTER = 50;

    private final DemoHome home;
    private final DayClock clock;
    private final TidemarkOptions options;
    private final DemoEvents events;
    private final Duration thawing;
    private final Narrator narrator;
    private final BooleanSupplier stop;
    private final Claims claims;
    private final List<SnapshotManifest> snapshots = new ArrayList<>();
    private long historyLines;
    private Duration outage = Duration.ZERO;

    private Disaster(DemoHome home, DayClock clock, TidemarkOptions options, DemoEvents events, Duration thawing,
            Narrator narrator, BooleanSupplier stop) {
        this.home = home;
        this.clock = clock;
        this.options = options;
        this.events = events;
        this.thawing = thawing;
        this.narrator = narrator;
        this.stop = stop;
        claims = new Claims(narrator);
    }

    /// Runs it.
    ///
    /// @param directory where: absent, or a home that an earlier demonstration made, which is deleted first
    /// @param events    what to show it with; nine tenths of them are a hundred days of business, the rest is the live traffic
    /// @param options   how to open the home; its clock tells the time, and how long things take
    /// @param thawing   how long thawing takes
    /// @param narrator  hears the story
    /// @param stop      asked between the steps
    /// @throws DemoRefusedException  when the directory is anything else; nothing was changed
    /// @throws CancellationException when it was asked to stop
    /// @throws IOException           when files cannot be read, written or deleted
    public static Demo.Result run(Path directory, DemoEvents events, TidemarkOptions options, Duration thawing,
            Narrator narrator, BooleanSupplier stop) throws IOException {
        DayClock clock = new DayClock(options.clock(), DAYS);
        TidemarkOptions then = options.withClock(clock);
        return new Disaster(DemoHome.make(directory, then), clock, then, events, thawing, narrator, stop).run();
    }

    private Demo.Result run() throws IOException {
        LedgerState after;
        long lived;
        try (LineParts lines = events.open()) {
            try (Tidemark tidemark = home.open()) {
                hundredDays(tidemark, lines);
                damageLastSnapshot(tidemark);
            }
            narrator.step(3, "Lose the ledger in the middle of live traffic");
            Tidemark serving = home.open();
            try (LiveBusiness business = new LiveBusiness(lines, events.lines() - historyLines, clock, serving)) {
                business.awaitPut(LIVE_BEFORE);
                narrator.say(String.format(Locale.ROOT, "A customer puts one event after the other: %,d so far.",
                        business.put()));
                Instant lost = clock.instant();
                serving = business.exchange(this::lose);
                Plan plan = plan(serving);
                recover(serving, plan, business, lost);
                business.awaitPut(business.put() + LIVE_AFTER);
                business.end();
                tellOf(business);
                lived = business.put();
                after = proveIt(serving);
            } finally {
                serving.close();
            }
        }
        neverFailed(after, historyLines + lived);
        fromReports(after);
        return new Demo.Result(home.directory(), claims.made(), claims.failed(),
                after.samples().isEmpty() ? "" : after.samples().getFirst().number());
    }

    private void goOn() {
        if (stop.getAsBoolean()) {
            throw new CancellationException("the demonstration was asked to end");
        }
    }

    // --- Steps 1 and 2: what there is to lose ---

    private void hundredDays(Tidemark tidemark, LineParts lines) {
        narrator.step(1, "A hundred days of business");
        long total = Math.max(1, events.lines() * 9 / 10);
        for (int day = 1; day <= DAYS; day++) {
            long until = total * day / DAYS;
            PutResult put = tidemark.put(List.of(new Input.OfStream(events.description(),
                    lines.next(until - historyLines))), null, IntakeListener.NONE, stop);
            historyLines = until;
            if (day == DAYS && put.put() == 0 && tidemark.lastPosition() == 0) {
                throw new DemoRefusedException(DemoRefusedException.Reason.NO_EVENTS,
                        "none of the lines could be put; `tidemark put --dry-run` tells why");
            }
            goOn();
            tidemark.process(Progress.NONE, stop);
            if (SNAPSHOT_DAYS.contains(day)) {
                SnapshotManifest snapshot = tidemark.createSnapshot();
                if (snapshot != null) {
                    snapshots.add(snapshot);
                }
            }
            tidemark.expire(clock.instant().minus(Duration.ofDays(1)), Progress.NONE, stop);
            if (day % DAYS_BETWEEN_BUNDLES == 0) {
                tidemark.bundle(today().minusDays(SINGLE_DAYS), Progress.NONE, stop);
            }
            goOn();
            clock.nextDay();
        }
        LocalDate warm = today().minusDays(DAYS - FROZEN_DAYS);
        tidemark.bundles().freeze(tidemark.bundles().list().stream().filter(each -> each.day().isBefore(warm))
                .map(Bundles.Bundle::id).toList(), StorageClass.GLACIER);
        tellOfTiers(tidemark);
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private void tellOfTiers(Tidemark tidemark) {
        narrator.say(String.format(Locale.ROOT, "%s; %,d of them in %d days, up to position %,d:",
                events.description(), historyLines, DAYS, tidemark.lastPosition()));
        List<List<String>> rows = new ArrayList<>();
        expectedTiers(tidemark).forEach((tier, count) -> rows.add(List.of(tier, String.format(Locale.ROOT, "%,d",
                count))));
        narrator.table(List.of("where", "events"), rows);
    }

    /// What a plan from nothing must find in each tier, told by buckets and bundles.
    private static Map<String, Long> expectedTiers(Tidemark tidemark) {
        long warm = 0;
        long cold = 0;
        for (Bundles.Bundle bundle : tidemark.bundles().list()) {
            if (bundle.storageClass().isCold()) {
                cold += bundle.attempts();
            } else {
                warm += bundle.attempts();
            }
        }
        Map<Bucket, Long> buckets = tidemark.status().buckets();
        long moved = buckets.getOrDefault(Bucket.ARCHIVE, 0L) + buckets.getOrDefault(Bucket.REJECTED, 0L);
        Map<String, Long> tiers = new TreeMap<>();
        tiers.put("archive", moved - warm - cold);
        tiers.put("bundles", warm);
        tiers.put(Places.COLD, cold);
        return tiers;
    }

    private void damageLastSnapshot(Tidemark tidemark) throws IOException {
        narrator.step(2, "Three snapshots, one of them damaged");
        List<List<String>> rows = new ArrayList<>();
        for (SnapshotManifest snapshot : snapshots) {
            rows.add(List.of(snapshot.id(), String.format(Locale.ROOT, "%,d", snapshot.position()),
                    String.format(Locale.ROOT, "%,d", snapshot.contents().accounts())));
        }
        narrator.table(List.of("snapshot", "position", "accounts"), rows);
        String damaged = snapshots.getLast().id();
        home.damageSnapshot(damaged);
        claims.check(!tidemark.snapshots().verify(damaged).isWhole(),
                "one bit in " + damaged + " is turned, and `snapshot verify` sees it");
    }

    // --- Steps 3 to 5: the disaster, the plan, the recovery ---

    private Tidemark lose(Tidemark before) throws IOException {
        before.close();
        home.loseLedger();
        narrator.say(
                "Deleted " + home.directory() + "/ledger: every account, balance and entry is gone. Events still come"
                        + " in, and are put on disk.");
        return home.open();
    }

    private Plan plan(Tidemark tidemark) {
        narrator.step(4, "One plan over all places where events are");
        Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
        narrator.say("Plan: " + plan.summary());
        Map<String, Long> tiers = new TreeMap<>(plan.places().replay());
        plan.places().history().forEach((tier, count) -> tiers.merge(tier, count, Long::sum));
        List<List<String>> rows = new ArrayList<>();
        for (String tier : new TreeSet<>(tiers.keySet())) {
            rows.add(List.of(tier, count(plan.places().replay(), tier), count(plan.places().history(), tier)));
        }
        narrator.table(List.of("where", "to replay, events", "to fill in behind, events"), rows);
        Map<String, Long> expected = expectedTiers(tidemark);
        claims.check(
                expected.entrySet().stream().allMatch(each -> each.getValue().equals(tiers.getOrDefault(each.getKey(),
                        0L))),
                "the plan names every event that is archived singly, in bundles and in cold storage: " + expected);
        claims.check(tiers.values().stream().mapToLong(each -> each).sum() == plan.goal().position(),
                "with the new ones that is every event there is");
        claims.check(plan.base().snapshot() != null
                && plan.base().snapshot().id().equals(snapshots.get(snapshots.size() - 2).id()),
                "the damaged snapshot is passed over, the newest whole one is the base");
        claims.check(plan.places().replay().getOrDefault(Places.COLD, 0L) == 0 && !plan.places().cold().isEmpty(),
                plan.places().cold().size() + " bundles have to be thawed, and nobody has to wait for them");
        goOn();
        return plan;
    }

    private static String count(Map<String, Long> tiers, String tier) {
        return String.format(Locale.ROOT, "%,d", tiers.getOrDefault(tier, 0L));
    }

    private void recover(Tidemark tidemark, Plan plan, LiveBusiness business, Instant lost) {
        narrator.step(5, "Open from the snapshot; thaw, replay and prove behind");
        RecoveryResult result = tidemark.recover(plan, RecoverOptions.DEFAULT.withOpened(course -> {
            outage = Duration.between(lost, clock.instant());
            Duration opened = course.opened();
            claims.check(opened != null && opened.compareTo(OPENS_WITHIN) < 0,
                    "open for new events " + millis(opened) + " after the recovery began");
            business.forgetWaits();
            thaw(tidemark, plan);
        }), Progress.NONE);
        goOn();
        claims.check(result.outcome() == RecoveryResult.Outcome.DONE && result.differences().total() == 0,
                "the recovery is done, its invariants hold, every attempt is accounted for");
        claims.check(result.proof().baseMet() && result.proof().snapshotsMet().size() == snapshots.size() - 1,
                "the history, folded from nothing, meets both whole snapshots");
    }

    private void thaw(Tidemark tidemark, Plan plan) {
        List<String> cold = plan.places().cold().stream().map(each -> each.bundle().id()).toList();
        Instant ready = tidemark.bundles().thaw(cold, new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(7), thawing))
                .stream().map(Bundles.Bundle::readyAt).filter(each -> each != null).max(Instant::compareTo)
                .orElse(clock.instant());
        narrator.say("Asked for " + cold.size() + " bundles to be thawed, which takes " + thawing.toMillis()
                + " ms here and hours on AWS. Business goes on.");
        while (clock.instant().isBefore(ready) && !stop.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static String millis(@Nullable Duration time) {
        return time == null ? "never" : String.format(Locale.ROOT, "%,d ms", time.toMillis());
    }

    private void tellOf(LiveBusiness business) {
        narrator.say(
                String.format(Locale.ROOT, "The customer put %,d events. There was no ledger for %s.", business.put(),
                        millis(outage)));
        RuntimeException failure = business.failure();
        claims.check(failure == null, failure == null ? "no event of the customer's failed"
                : "no event of the customer's failed: " + failure);
        claims.check(business.longest().compareTo(outage.plus(ALLOWANCE)) < 0,
                "none waited longer than there was no ledger: " + millis(business.longest()) + " at most, and "
                        + millis(business.longestSince()) + " since it was open again");
    }

    // --- Steps 6 and 7: the same as what never failed, found in two ways ---

    private LedgerState proveIt(Tidemark tidemark) {
        tidemark.process(Progress.NONE, stop);
        VerifyReport report = tidemark.verify(Progress.NONE);
        claims.check(report != null && report.isProven(),
                "a second reader folds all events again by code of its own and comes to the same digest");
        tidemark.discard();
        goOn();
        return LedgerState.busiest(tidemark);
    }

    private void neverFailed(LedgerState after, long lines) throws IOException {
        narrator.step(6, "Compare with a ledger that never failed");
        LedgerState never = home.beside(options, twin -> {
            try (LineParts again = events.open()) {
                twin.put(List.of(new Input.OfStream(events.description(), again.next(lines))), null,
                        IntakeListener.NONE, stop);
            }
            twin.process(Progress.NONE, stop);
            return LedgerState.like(after, twin);
        });
        goOn();
        narrator.say("State digest after the disaster: " + after.stateDigest());
        narrator.say("State digest that never failed:  " + never.stateDigest());
        claims.check(never.matches(after), String.format(Locale.ROOT,
                "all %,d accounts with %,d entries are what they would be, to the byte of `accounts --output csv`",
                after.accounts(), after.entries()));
    }

    private void fromReports(LedgerState after) throws IOException {
        narrator.step(7, "The same from inventory reports and bundles alone, without any index");
        FromReports found;
        long all;
        try (Tidemark tidemark = home.open()) {
            found = new FromReports(tidemark);
            all = tidemark.status().buckets().values().stream().mapToLong(each -> each).sum();
        }
        goOn();
        narrator.say(String.format(Locale.ROOT, "Reports name %,d single objects, bundles hold %,d events.",
                found.single(), found.bundled()));
        claims.check(found.attempts() == all && found.single() + found.bundled() == all,
                String.format(Locale.ROOT, "together that is each of the %,d events once", all));
        LedgerState again = home.beside(options, twin -> {
            found.into(twin);
            return LedgerState.like(after, twin);
        });
        claims.check(again.matches(after), "the ledger made of these is the same");
    }
}
