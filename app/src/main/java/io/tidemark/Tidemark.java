package io.tidemark;

import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.Intake;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.reading.AccountHistory;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.reading.EventReports;
import io.tidemark.app.reading.Listing;
import io.tidemark.app.reading.Place;
import io.tidemark.app.reading.Status;
import io.tidemark.app.reading.StatusReading;
import io.tidemark.app.wiring.OpenStores;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One home, opened: the whole of Tidemark as a Java library.
///
/// Safe for use by many threads: any number may put and read at once; calls that process, recover or verify wait for each
/// other. What was put is on disk when the call returns. Unless a method says otherwise, trouble with storage is a
/// [io.tidemark.core.port.StorageException], and a ledger that has to be recovered first is a
/// [io.tidemark.core.pipeline.LedgerUnusableException]. After a full disk or another failure to write, close the home and open it
/// again: what was acknowledged is there, and putting the same again is safe. Opened for reading, everything is shown as of the opening.
public final class Tidemark implements AutoCloseable {
    private final OpenStores home;
    private final TidemarkOptions options;
    private final LedgerInForce ledger;

    private Tidemark(OpenStores home, TidemarkOptions options) {
        this.home = home;
        this.options = options;
        ledger = new LedgerInForce(home::all, options, home.isWritable());
    }

    /// Opens a home to read and write, and makes it when there is none.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `LOCKED` when another process writes it
    public static Tidemark open(Path home) {
        return open(home, TidemarkOptions.DEFAULT);
    }

    /// Opens a home. For reading, its parts are opened when they are first used, so that snapshots can be read where the events are
    /// lost.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when it, or its events to be written, are not there,
    ///                                               `DAMAGED`, `LOCKED`, `READ_ONLY` or `UNSUPPORTED_FORMAT`
    public static Tidemark open(Path home, TidemarkOptions options) {
        OpenStores opened = OpenStores.open(home, options.access(), options.clock());
        boolean done = false;
        try {
            if (opened.isWritable()) {
                // Who is going to write is told at once when there is nothing to write to.
                opened.all();
            }
            done = true;
            return new Tidemark(opened, options);
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    /// Where the home is.
    public Path home() {
        return home.directory();
    }

    // --- Putting ---

    /// Puts one attempt.
    ///
    /// @param body   the bytes, which must not be changed afterwards
    /// @param source the channel that sent it, or null
    /// @return its position, or [io.tidemark.core.port.EventLog#DUPLICATE] when the bytes are there already
    public long put(EventKey key, byte[] body, @Nullable String source) {
        return put(List.of(new NewAttempt(key, Body.of(body), source)))[0];
    }

    /// Puts attempts in the order given. Calls of many threads are put on disk together.
    ///
    /// @return for each attempt its position, or [io.tidemark.core.port.EventLog#DUPLICATE]
    public long[] put(List<NewAttempt> attempts) {
        return home.log().put(attempts);
    }

    /// Takes inputs in: bundles, event files, folders, streams. What can be put is put, in the order of the input.
    ///
    /// @param source   the source label of attempts whose lines have none, or null
    /// @param listener hears of refusals and of how far it has come
    /// @param stop     asked now and then; when true, the call ends early
    public PutResult put(List<Input> inputs, @Nullable String source, IntakeListener listener, BooleanSupplier stop) {
        return new Intake(attempts -> home.log().put(attempts)).take(inputs, source, listener, stop);
    }

    /// Looks through inputs as [#put] would, and puts nothing. [PutResult#put()] counts what could be put.
    public static PutResult check(List<Input> inputs, IntakeListener listener, BooleanSupplier stop) {
        return new Intake(attempts -> {
            long[] none = new long[attempts.size()];
            Arrays.fill(none, 1);
            return none;
        }).take(inputs, null, listener, stop);
    }

    // --- Processing ---

    /// Processes everything that has arrived.
    ///
    /// @throws io.tidemark.core.pipeline.PausedException when processing is paused before that
    public Processor.Result process() {
        return process(Progress.NONE, () -> false);
    }

    /// Processes everything that has arrived.
    ///
    /// @param progress hears how far it has come
    /// @param stop     asked now and then; when true, the call ends early, and the next goes on from there
    /// @throws io.tidemark.core.pipeline.PausedException when processing is paused before that
    public Processor.Result process(Progress progress, BooleanSupplier stop) {
        return ledger.process((processor, _) -> processor.process(Long.MAX_VALUE, progress, stop));
    }

    /// Judges the last rejected attempt of a key again. Processes what has arrived, then writes the decision down as a control
    /// record and processes that.
    ///
    /// @return what became of it, or null when the key does not stand rejected; nothing is written down then
    public @Nullable EventReport retry(EventKey key, String operator, String reason) {
        return decide(new ControlAction.Retry(key), key, EventReport.State.REJECTED, operator, reason);
    }

    /// Ends the wait of a follow-up: it is rejected. Processes what has arrived, then writes the decision down as a control record
    /// and processes that.
    ///
    /// @return what became of it, or null when the key does not wait; nothing is written down then
    public @Nullable EventReport reject(EventKey key, String operator, String reason) {
        return decide(new ControlAction.Reject(key), key, EventReport.State.WAITING, operator, reason);
    }

    private @Nullable EventReport decide(ControlAction action, EventKey key, EventReport.State needed, String operator,
            String reason) {
        return ledger.process((processor, reader) -> {
            Long pausedAt = home.all().control().read().pausedAt();
            if (pausedAt != null) {
                // Written down now, the decision would take effect only after everything that the pause holds back.
                throw new PausedException(pausedAt);
            }
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            EventReport before = EventReports.of(home.all(), reader, key);
            if (before == null || before.state() != needed) {
                return null;
            }
            home.log().control(action, operator, reason);
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            return EventReports.of(home.all(), reader, key);
        });
    }

    // --- Reading ---

    /// The position of the last event or control record; 0 when there is none. Needs no ledger.
    public long lastPosition() {
        return home.log().lastPosition();
    }

    /// How the home as a whole is. Works whatever became of the ledger.
    public Status status() {
        LedgerCondition condition = ledger.condition();
        return condition instanceof LedgerCondition.Unusable
                ? StatusReading.of(home.all(), condition, null)
                : ledger.lookAtMoment(reader -> StatusReading.of(home.all(), condition, reader));
    }

    /// What became of an event, or null when nothing was ever put under that key.
    public @Nullable EventReport event(EventKey key) {
        return ledger.look(reader -> EventReports.of(home.all(), reader, key));
    }

    /// An account as it is now, or null when it was never opened.
    public @Nullable Account account(String number) {
        return ledger.look(reader -> reader == null ? null : reader.account(number));
    }

    /// An account as it was, or null when it was not open then or never.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when the history that it needs is not filled in yet
    public @Nullable Account account(String number, Place place) {
        return ledger.lookAtMoment(
                reader -> reader == null ? null : AccountHistory.at(reader, home.log(), number, place));
    }

    /// All accounts in bytewise order of their number, at one moment. Calls that recover wait until the cursor is closed.
    public Cursor<Account> accounts() {
        return ledger.walk(reader -> reader.accounts());
    }

    /// An account's entries up to a place, in order, at one moment. Calls that recover wait until the cursor is closed.
    public Cursor<PlacedEntry> entries(String number, Place place) {
        return ledger.walk(reader -> AccountHistory.entries(reader, home.log(), number, place));
    }

    /// What is in the buckets, in arrival order. Needs no ledger.
    public Cursor<Listing.Item> list(Listing.Filter filter) {
        return Listing.of(home.all(), filter);
    }

    /// All attempts under a key in arrival order, with their bytes; empty when there is none. Needs no ledger.
    public List<LogRecord.Attempt> attempts(EventKey key) {
        return home.log().attempts(key);
    }

    // --- Inventories and SQL ---

    /// Makes lists of what is in the buckets, in S3 Inventory's layout. Needs no ledger, and works beside whoever writes.
    ///
    /// @param progress hears of the records of the log
    public List<InventoryReport> writeInventory(InventoryRequest request, Progress progress) {
        return home.writeInventory(request, options.clock().instant(), progress);
    }

    /// What finds attempts by the inventories made before.
    public Catalog catalog() {
        return home.catalog(this::lookAtLedger);
    }

    /// What answers questions in SQL over inventories, index and ledger. It reads only, and reaches nothing beyond the home.
    public Queries queries() {
        return home.queries(this::lookAtLedger);
    }

    private void lookAtLedger(Consumer<@Nullable LedgerReader> use) {
        ledger.<@Nullable Object>lookAtMoment(reader -> {
            use.accept(reader);
            return null;
        });
    }

    // --- Snapshots ---

    /// The snapshots: to list, look into, verify, prune and delete. Needs no ledger, and the events only to take one or to hold one
    /// against them.
    public Snapshots snapshots() {
        return new Snapshots(home.snapshots(), home::log);
    }

    /// Takes a snapshot of the ledger as it is now, while others go on putting and processing.
    ///
    /// @return what it says about itself, or null when nothing was ever processed
    public @Nullable SnapshotManifest createSnapshot() {
        return ledger.lookAtMoment(reader -> reader == null ? null : snapshots().create(reader, options.clock()));
    }

    // --- Recovery ---

    /// Plans a recovery. Changes nothing.
    ///
    /// @param progress hears of the events read, when the request asks for that
    /// @throws io.tidemark.recovery.plan.PlanRefusedException when the request names a position or a snapshot that does not serve
    public Plan plan(PlanRequest request, Progress progress) {
        return new Planner(home.all()).plan(request, progress);
    }

    /// Carries a plan out. Waits until nobody processes, reads or walks over a cursor, and holds them off meanwhile; putting goes on.
    ///
    /// @param plan     made from this home as it is now
    /// @param prove    whether the second reader reads everything again before the new ledger comes into force
    /// @param progress hears of the records folded
    public RecoveryResult recover(Plan plan, boolean prove, Progress progress) {
        return ledger.whileClosed(stores -> new Recovery(stores, options.clock()).execute(plan,
                RecoveryOptions.DEFAULT.withProve(prove), progress));
    }

    /// Removes the ledgers that were in force before, and any that a recovery left unfinished.
    ///
    /// @return the names of those that were removed
    public List<String> discard() {
        return ledger.whileClosed(stores -> new Recovery(stores, options.clock()).discard());
    }

    /// Verifies the ledger in force: folds all events again by code of its own and compares everything. A ledger that is found wrong
    /// is marked, durably, as not to be trusted, when the home was opened for writing. Waits for those who process and read and
    /// holds them off meanwhile; putting goes on.
    ///
    /// @param progress hears of the records folded
    /// @return the report, or null when nothing was ever processed
    /// @throws io.tidemark.core.pipeline.LedgerUnusableException when it is not there or cannot be opened
    public @Nullable VerifyReport verify(Progress progress) {
        boolean alone = home.isWritable();
        return ledger.whileClosed(stores -> {
            Verifier verifier = new Verifier(stores, options.clock());
            VerifyReport report;
            try (LedgerReader reader = ActiveLedger.openForReading(stores)) {
                if (reader == null) {
                    return null;
                }
                // Another process that is at work moves attempts a moment after it commits what became of them.
                VerifyOptions how = alone ? VerifyOptions.DEFAULT : VerifyOptions.DEFAULT.withoutBuckets();
                report = verifier.verify(reader, how, progress);
            }
            if (alone) {
                verifier.markInDoubt(report);
            }
            return report;
        });
    }

    /// Lifts a pause, so that what comes after it is processed by the next call.
    ///
    /// @return the position of the pause, or null when there was none
    public @Nullable Long resumeForward() {
        return ledger.whileClosed(stores -> {
            ControlItem.State control = stores.control().read();
            if (control.pausedAt() != null) {
                stores.control().update(control, control.withPausedAt(null));
            }
            return control.pausedAt();
        });
    }

    /// Closes the home; what was processed is on disk then. May be called twice.
    @Override
    public void close() {
        try (home) {
            ledger.close();
        }
    }
}
