package io.tidemark.app.demo;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.core.event.Cents;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.verify.VerifyReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// The seven steps, once through. An object is used for one run, by one thread.
public final class Demo {
    /// How many steps there are.
    public static final int STEPS = 7;

    /// How much of the events each part has, in percent. A snapshot is taken after the first, second and fourth; the third ends at the
    /// moment that is restored, the fifth is what nobody took a snapshot of.
    private static final int[] PARTS = {30, 20, 15, 20, 15};

    private final TidemarkOptions options;
    private final DemoEvents events;
    private final Narrator narrator;
    private final BooleanSupplier stop;
    private final DemoHome home;
    private final List<List<String>> snapshots = new ArrayList<>();
    private final Claims claims;

    /// What a demonstration came to.
    ///
    /// @param home   where it left everything to look at
    /// @param checks how many claims were held to what was found
    /// @param failed the claims that did not hold; empty when all is proven
    /// @param sample an account that has some history
    public record Result(Path home, int checks, List<String> failed, String sample) {
        /// A result with a copy of that list.
        public Result {
            failed = List.copyOf(failed);
        }

        /// Whether everything that was claimed holds.
        public boolean isProven() {
            return failed.isEmpty();
        }
    }

    /// What was noted about a moment.
    ///
    /// @param time     the moment, in whole microseconds
    /// @param position the last position that had arrived
    /// @param state    the ledger then
    record Moment(Instant time, long position, LedgerState state) {}

    private Demo(DemoHome home, DemoEvents events, TidemarkOptions options, Narrator narrator, BooleanSupplier stop) {
        this.home = home;
        this.events = events;
        this.options = options;
        this.narrator = narrator;
        this.stop = stop;
        claims = new Claims(narrator);
    }

    /// Runs a demonstration.
    ///
    /// @param directory where: absent, or a home that an earlier demonstration made, which is deleted first
    /// @param events    what to show it with
    /// @param options   how to open the home; its clock tells the time
    /// @param narrator  hears the story
    /// @param stop      asked between the steps and within long ones
    /// @throws DemoRefusedException  when the directory is anything else; nothing was changed
    /// @throws CancellationException when it was asked to stop
    /// @throws IOException           when files cannot be read, written or deleted
    public static Result run(Path directory, DemoEvents events, TidemarkOptions options, Narrator narrator,
            BooleanSupplier stop) throws IOException {
        return new Demo(DemoHome.make(directory, options), events, options, narrator, stop).run();
    }

    private Result run() throws IOException {
        Moment moment;
        LedgerState before;
        try (LineParts lines = events.open()) {
            try (Tidemark tidemark = home.open()) {
                LedgerState first = createAndProcess(tidemark, lines);
                moment = takeSnapshots(tidemark, lines, first);
                before = LedgerState.like(first, tidemark);
            }
        }
        tellOf("Before the disaster", before);
        restoreTo(moment);
        try (Tidemark tidemark = home.open()) {
            narrator.step(5, "Select what has to be replayed");
            new Selection(tidemark, narrator).after(moment);
            replay(tidemark, before, moment);
            compare(tidemark, before);
        }
        recoverInOneStep(before);
        return new Result(home.directory(), claims.made(), claims.failed(),
                before.samples().isEmpty() ? "" : before.samples().getFirst().number());
    }

    // --- Steps 1 to 3: business as usual ---

    private LedgerState createAndProcess(Tidemark tidemark, LineParts lines) {
        narrator.step(1, "Create events");
        narrator.say(events.description() + " come in one after the other; first a part of them.");
        PutResult put = put(tidemark, lines, 0);
        if (put.put() == 0) {
            throw new DemoRefusedException(DemoRefusedException.Reason.NO_EVENTS,
                    "none of the lines could be put; `tidemark put --dry-run` tells why");
        }
        narrator.say(String.format(Locale.ROOT,
                "Put %,d events, on disk in %s/events. %,d came twice, %,d were no event lines.", put.put(),
                home.directory(), put.duplicates(), put.refused()));

        narrator.step(2, "Process them into accounts");
        Processor.Result processed = process(tidemark);
        OutcomeCounts counts = processed.counts();
        narrator.say(String.format(Locale.ROOT, "Accepted %,d; %,d wait for their original; rejected %,d:",
                counts.accepted(),
                counts.waiting(), counts.rejectedTotal()));
        narrator.table(List.of("code", "events"), counts.rejected().entrySet().stream()
                .sorted(Map.Entry.<RejectionCode, Long>comparingByValue().reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(each -> List.of(each.getKey().name(), each.getValue().toString())).toList());
        LedgerState first = LedgerState.busiest(tidemark);
        tellOf("Some accounts", first);
        return first;
    }

    private Moment takeSnapshots(Tidemark tidemark, LineParts lines, LedgerState first) {
        narrator.step(3, "Take snapshots regularly, while business goes on");
        snapshot(tidemark);
        put(tidemark, lines, 1);
        process(tidemark);
        snapshot(tidemark);
        put(tidemark, lines, 2);
        process(tidemark);
        Instant now = options.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Moment moment = new Moment(now, tidemark.status().position(), LedgerState.like(first, tidemark));
        put(tidemark, lines, 3);
        process(tidemark);
        snapshot(tidemark);
        narrator.table(List.of("snapshot", "position", "accounts", "state digest"), snapshots);
        put(tidemark, lines, 4);
        process(tidemark);
        narrator.say(String.format(Locale.ROOT,
                "Noted the moment %s, at position %,d. Events now stand at position %,d.", moment.time(),
                moment.position(), tidemark.status().position()));
        return moment;
    }

    private PutResult put(Tidemark tidemark, LineParts lines, int part) {
        long until = 0;
        long from = 0;
        for (int i = 0; i <= part; i++) {
            from = until;
            until += PARTS[i];
        }
        // Rounded up, so that the first part is never empty.
        long count = share(until) - share(from);
        PutResult result = tidemark.put(List.of(new Input.OfStream(events.description(), lines.next(count))), null,
                IntakeListener.NONE, stop);
        goOn();
        return result;
    }

    private long share(long percent) {
        return Math.ceilDiv(events.lines() * percent, 100);
    }

    private Processor.Result process(Tidemark tidemark) {
        Processor.Result result = tidemark.process(Progress.NONE, stop);
        goOn();
        return result;
    }

    private void goOn() {
        if (stop.getAsBoolean()) {
            throw new CancellationException("the demonstration was asked to end");
        }
    }

    private void snapshot(Tidemark tidemark) {
        SnapshotManifest snapshot = tidemark.createSnapshot();
        if (snapshot != null) {
            snapshots.add(List.of(snapshot.id(), String.format(Locale.ROOT, "%,d", snapshot.position()),
                    String.format(Locale.ROOT, "%,d", snapshot.contents().accounts()),
                    shortened(snapshot.stateDigest().toString())));
        }
    }

    // --- Step 4: the disaster, and the state at a moment ---

    private void restoreTo(Moment moment) throws IOException {
        narrator.step(4, "Lose the ledger, and restore it to a point in time");
        loseLedger();
        try (Tidemark tidemark = home.open()) {
            refusesToProcess(tidemark);
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, moment.time());
            Plan plan = plan(tidemark, new PlanRequest(new Target.AtTime(micros), null, false, true));
            narrator.say("Plan, to " + moment.time() + ": " + plan.summary());
            check(plan.goal().position() == moment.position(),
                    "the moment is found in the events: position " + moment.position());
            RecoveryResult result = tidemark.recover(plan, false, Progress.NONE);
            goOn();
            tellOf(result);
            LedgerState restored = LedgerState.like(moment.state(), tidemark);
            narrator.table(Samples.HEADER_TWICE, Samples.sideBySide(moment.state(), restored));
            check(restored.matches(moment.state()), "the restored ledger is what the ledger was at that moment");
        }
    }

    private void loseLedger() throws IOException {
        home.loseLedger();
        narrator.say("Deleted " + home.directory() + "/ledger: every account, balance and entry is gone.");
    }

    private void refusesToProcess(Tidemark tidemark) {
        try {
            tidemark.process();
            check(false, "a ledger that is lost is not silently begun anew");
        } catch (LedgerUnusableException e) {
            check(true, "a ledger that is lost is not silently begun anew: " + e.getMessage());
        }
    }

    private static Plan plan(Tidemark tidemark, PlanRequest request) {
        return tidemark.plan(request, Progress.NONE);
    }

    private void tellOf(RecoveryResult result) {
        check(result.outcome() == RecoveryResult.Outcome.DONE && result.differences().total() == 0,
                "the recovery is done, its invariants hold, every attempt is accounted for");
        narrator.say(String.format(Locale.ROOT,
                "It took %,d ms: %,d to restore the snapshot, %,d to replay what came after it, %,d to fill in"
                        + " the history before it.",
                result.durations().total().toMillis(),
                result.durations().restore().toMillis(), result.durations().replay().toMillis(),
                result.durations().history().toMillis()));
    }

    // --- Steps 6 and 7: replay, compare ---

    private void replay(Tidemark tidemark, LedgerState before, Moment moment) {
        narrator.step(6, "Replay");
        tidemark.resumeForward();
        Processor.Result replayed = process(tidemark);
        narrator.say(String.format(Locale.ROOT, "Lifted the pause and replayed positions %,d to %,d, in their order.",
                moment.position() + 1, replayed.toPosition()));
        LedgerState after = LedgerState.like(before, tidemark);
        check(after.accounts() == before.accounts() && after.entries() == before.entries(),
                String.format(Locale.ROOT, "%,d accounts with %,d entries are there again", before.accounts(),
                        before.entries()));
    }

    private void compare(Tidemark tidemark, LedgerState before) {
        narrator.step(7, "Compare with what it was");
        LedgerState after = LedgerState.like(before, tidemark);
        narrator.table(Samples.HEADER_TWICE, Samples.sideBySide(before, after));
        narrator.say("State digest before: " + before.stateDigest());
        narrator.say("State digest after:  " + after.stateDigest());
        check(after.matches(before),
                "every account is what it was before the disaster, to the byte of `accounts --output csv`");
        verify(tidemark, before);
    }

    private void verify(Tidemark tidemark, LedgerState before) {
        VerifyReport report = tidemark.verify(Progress.NONE);
        goOn();
        boolean proven = report != null && report.isProven() && report.stateDigest().equals(before.stateDigest());
        check(proven, report == null ? "there is a ledger to verify"
                : String.format(Locale.ROOT,
                        "a second reader folds all %,d records again by code of its own, compares %,d entries and comes to"
                                + " the same digest",
                        report.records(), report.entries()));
        if (report != null) {
            check(report.snapshotsMet().size() == snapshots.size(),
                    "the ledger meets the heads of all " + snapshots.size() + " snapshots");
        }
    }

    private void recoverInOneStep(LedgerState before) throws IOException {
        narrator.say("The same once more in one step, as `tidemark recover` does it:");
        loseLedger();
        try (Tidemark tidemark = home.open()) {
            Plan plan = plan(tidemark, new PlanRequest(null, null, false, true));
            narrator.say("Plan: " + plan.summary());
            tellOf(tidemark.recover(plan, false, Progress.NONE));
            goOn();
            check(LedgerState.like(before, tidemark).matches(before),
                    "every account is what it was before the disaster, from the newest snapshot too");
            verify(tidemark, before);
        }
    }

    // --- What is told ---

    private void tellOf(String title, LedgerState state) {
        narrator.say(String.format(Locale.ROOT, "%s (%,d accounts, %,d entries, %s in all, state digest %s):", title,
                state.accounts(),
                state.entries(), Samples.amount(state.actual()), shortened(state.stateDigest().toString())));
        narrator.table(Samples.HEADER, Samples.rows(state.samples()));
    }

    private void check(boolean holds, String claim) {
        claims.check(holds, claim);
    }

    private static String shortened(String digest) {
        return digest.substring(0, 16);
    }

    /// Accounts as rows of a table.
    private static final class Samples {
        private static final List<String> HEADER = List.of("account", "actual", "available", "entries", "chain digest");
        private static final List<String> HEADER_TWICE = List.of("account", "actual then", "now", "entries then", "now",
                "chain digest then", "now");

        private Samples() {}

        static String amount(BigInteger cents) {
            return new BigDecimal(cents, 2).toPlainString();
        }

        static List<List<String>> rows(List<Account> accounts) {
            return accounts.stream()
                    .map(account -> List.of(account.number(), cents(account.actual()), cents(account.available()),
                            Long.toString(account.sequence()), shortened(account.head().toString())))
                    .toList();
        }

        static List<List<String>> sideBySide(LedgerState then, LedgerState now) {
            List<List<String>> rows = new ArrayList<>();
            for (Account account : then.samples()) {
                Account found = now.samples().stream().filter(each -> each.number().equals(account.number()))
                        .findFirst()
                        .orElse(Account.opened(account.number(), ""));
                rows.add(List.of(account.number(), cents(account.actual()), cents(found.actual()),
                        Long.toString(account.sequence()), Long.toString(found.sequence()),
                        shortened(account.head().toString()), shortened(found.head().toString())));
            }
            return rows;
        }

        private static String cents(long cents) {
            return Cents.format(cents);
        }
    }
}
