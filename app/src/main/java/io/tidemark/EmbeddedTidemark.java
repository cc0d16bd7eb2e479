package io.tidemark;

import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.Intake;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.reading.AccountHistory;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.reading.EventReports;
import io.tidemark.app.reading.HistoryGap;
import io.tidemark.app.reading.Listing;
import io.tidemark.app.reading.Place;
import io.tidemark.app.reading.Status;
import io.tidemark.app.reading.StatusReading;
import io.tidemark.app.wiring.Machine;
import io.tidemark.app.wiring.OpenStores;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Queries;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.receipt.Draft;
import io.tidemark.recovery.receipt.Issued;
import io.tidemark.recovery.receipt.ReceiptBook;
import io.tidemark.recovery.replay.RecoveryReceipt;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.VerifyReceipt;
import io.tidemark.recovery.verify.VerifyReport;
import java.nio.file.Path;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Reconciler;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.TableBundles;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tidemark over a home directory: an event log, and a ledger that one process at a time writes.
final class EmbeddedTidemark implements Tidemark {
    private final OpenStores home;
    private final TidemarkOptions options;
    private final LedgerInForce ledger;
    private final HomeRecovery recovery;
    private final HomeVerification verification;
    private final boolean lent;
    private final HomePauses pauses;

    private EmbeddedTidemark(OpenStores home, TidemarkOptions options) {
        this.home = home;
        this.options = options;
        ledger = new LedgerInForce(home::all, options, home.isWritable());
        pauses = new HomePauses(home::all, ledger);
        ReentrantLock inForce = new ReentrantLock();
        recovery = new HomeRecovery(home, ledger, pauses, options.clock(), inForce);
        verification = new HomeVerification(home, ledger, options.clock(), inForce);
        lent = false;
    }

    private EmbeddedTidemark(EmbeddedTidemark owner, TidemarkOptions options) {
        home = owner.home;
        ledger = owner.ledger;
        recovery = owner.recovery;
        verification = owner.verification;
        pauses = owner.pauses;
        this.options = options;
        lent = true;
    }

    /// Opens a home. For reading, its parts are opened when they are first used, so that snapshots can be read where the events are
    /// lost.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when it, or its events to be written, are not there,
    ///                                               `DAMAGED`, `LOCKED`, `READ_ONLY` or `UNSUPPORTED_FORMAT`
    static EmbeddedTidemark open(Path home, TidemarkOptions options) {
        OpenStores opened = OpenStores.open(home, options.access(), options.clock());
        boolean done = false;
        try {
            if (opened.isWritable()) {
                // Who is going to write is told at once when there is nothing to write to.
                opened.all();
            }
            done = true;
            return new EmbeddedTidemark(opened, options);
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    @Override
    public String place() {
        return home.directory().toString();
    }

    @Override
    public Tidemark lend(TidemarkOptions other) {
        if (!home.isWritable()) {
            throw new IllegalStateException(place() + " was opened for reading: it is not this process's to lend");
        }
        return new EmbeddedTidemark(this, other);
    }

    @Override
    public boolean isBusy() {
        return ledger.isHeld();
    }

    // --- Putting ---

    @Override
    public long[] put(List<NewAttempt> attempts) {
        return home.log().put(attempts);
    }

    @Override
    public PutResult put(List<Input> inputs, @Nullable String source, IntakeListener listener, BooleanSupplier stop) {
        return new Intake(attempts -> home.log().put(attempts)).take(inputs, source, listener, stop);
    }

    // --- Processing ---

    @Override
    public Processor.Result process(Progress progress, BooleanSupplier stop) {
        return ledger.process((processor, _) -> processor.process(Long.MAX_VALUE, progress, stop));
    }

    @Override
    public @Nullable EventReport retry(EventKey key, String operator, String reason) {
        return decide(new ControlAction.Retry(key), key, EventReport.State.REJECTED, operator, reason);
    }

    @Override
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
            if (action instanceof ControlAction.Retry) {
                String pausedAccount = processor.retryHeldFor(key);
                if (pausedAccount != null) {
                    throw new PausedException(pausedAccount);
                }
                // Written down before it can be carried out, the decision would hold up everything behind it.
                home.log().attempts(key).forEach(attempt -> attempt.body().array());
            }
            home.log().control(action, operator, reason);
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            return EventReports.of(home.all(), reader, key);
        });
    }

    @Override
    public Reconciler.Found reconcile(Instant until, Consumer<? super Router.Routed> told, BooleanSupplier stop) {
        return new Reconciler.Found(home.log().attemptCount(), 0, 0, true);
    }

    @Override
    public Expiry.Result expire(Instant until, Progress progress, BooleanSupplier stop) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, until);
        return ledger.process(
                (processor, reader) -> Expiry.run(home.all(), processor, reader, micros, progress, stop));
    }

    @Override
    public Bundles.Packed bundle(LocalDate before, Progress progress, BooleanSupplier stop) {
        return ledger.process((processor, reader) -> {
            processor.checkpoint();
            long last = home.log().lastPosition();
            return home.all().bundles().pack(reader, before, position -> progress.at(position, last), stop);
        });
    }

    @Override
    public List<TableBundles.Mended> mendBundles() {
        throw new NotOfferedException(
                "in a home the log tells what is in a bundle; where the log is damaged, `tidemark doctor` says what to do");
    }

    @Override
    public Bundles bundles() {
        return home.all().bundles();
    }

    @Override
    public Set<String> pause(Set<String> accounts, String operator, String reason) {
        return accounts.isEmpty() ? pauses.pauseAll() : pauses.pause(accounts, operator, reason);
    }

    @Override
    public Set<String> resume(Set<String> accounts, String operator, String reason) {
        if (accounts.isEmpty()) {
            resumeForward();
            return Set.of();
        }
        return pauses.resume(accounts, operator, reason);
    }

    @Override
    public Pauses.State paused() {
        return pauses.read();
    }

    // --- Reading ---

    @Override
    public long lastPosition() {
        return home.log().lastPosition();
    }

    @Override
    public Status status() {
        LedgerCondition condition = ledger.condition();
        return condition instanceof LedgerCondition.Unusable
                ? StatusReading.of(home.all(), condition, null)
                : ledger.lookAtMoment(reader -> StatusReading.of(home.all(), condition, reader));
    }

    @Override
    public @Nullable EventReport event(EventKey key) {
        return ledger.look(reader -> EventReports.of(home.all(), reader, key));
    }

    @Override
    public @Nullable Account account(String number) {
        return ledger.look(reader -> reader == null ? null : reader.account(number));
    }

    @Override
    public @Nullable Account account(String number, Place place) {
        return ledger.lookAtMoment(
                reader -> reader == null ? null : AccountHistory.at(reader, home.log(), number, place));
    }

    @Override
    public Cursor<Account> accounts() {
        return ledger.walk(reader -> reader.accounts());
    }

    @Override
    public Cursor<PlacedEntry> entries(String number, Place place) {
        return ledger.walk(reader -> AccountHistory.entries(reader, home.log(), number, place));
    }

    @Override
    public Cursor<Listing.Item> list(Listing.Filter filter) {
        return Listing.of(home.all(), filter);
    }

    @Override
    public List<LogRecord.Attempt> attempts(EventKey key) {
        return home.log().attempts(key);
    }

    // --- Inventories and SQL ---

    @Override
    public List<InventoryReport> writeInventory(InventoryRequest request, Progress progress) {
        return home.writeInventory(request, options.clock().instant(), progress);
    }

    @Override
    public Catalog catalog() {
        return home.catalog(this::lookAtLedger);
    }

    @Override
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

    @Override
    public Snapshots snapshots() {
        return new Snapshots(home.snapshots(), home::log);
    }

    @Override
    public @Nullable SnapshotManifest createSnapshot() {
        return ledger.lookAtMoment(reader -> {
            LostEvents.requireWhole(home.all(), reader);
            return reader == null ? null : snapshots().create(reader, options.clock());
        });
    }

    // --- Recovery ---

    @Override
    public Plan plan(PlanRequest request, Progress progress) {
        return new Planner(home.all(), options.clock()).plan(request, progress);
    }

    @Override
    public RecoveryResult recover(Plan plan, RecoverOptions how, Progress progress) {
        RecoveryResult result = recovery.carryOut(plan, how, progress);
        return result.withReceipt(issue(RecoveryReceipt.of(result)));
    }

    @Override
    public @Nullable HistoryGap historyGap() {
        return ledger.condition() instanceof LedgerCondition.Sound
                ? ledger.lookAtMoment(reader -> reader == null
                        ? null
                        : HistoryGap.of(home.all().control().read().provisional(), reader))
                : null;
    }

    private Issued issue(Draft draft) {
        return receipts().issue(draft, Machine.programVersion(), options.signingKey());
    }

    @Override
    public ReceiptBook receipts() {
        return new ReceiptBook(home.receipts());
    }

    @Override
    public List<String> discard() {
        return recovery.discard();
    }

    @Override
    public @Nullable VerifyReport verify(Progress progress) {
        VerifyReport report = verification.carryOut(progress);
        return report == null ? null : report.withReceipt(issue(VerifyReceipt.of(report)));
    }

    @Override
    public @Nullable Long resumeForward() {
        return pauses.resumeAll();
    }

    /// Closes the home; what was processed is on disk then. May be called twice.
    @Override
    public void close() {
        if (lent) {
            return;
        }
        try (home) {
            ledger.close();
        }
    }
}
