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
import io.tidemark.app.wiring.OpenStores;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
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
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Queries;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.receipt.ReceiptBook;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.nio.file.Path;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Reconciler;
import io.tidemark.app.wiring.OpenAws;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.TableBundles;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.Map;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One home or one installation on AWS, opened: the whole of Tidemark as a Java library. What a store does not do it refuses with a
/// [NotOfferedException].
///
/// Safe for use by many threads: any number may put and read at once; calls that process or recover wait for each other, and so do those that
/// verify or recover. What was put is on disk when the call returns. Unless a method says otherwise, trouble with storage is a
/// [io.tidemark.core.port.StorageException], and a ledger that has to be recovered first is a
/// [io.tidemark.core.pipeline.LedgerUnusableException]. After a full disk or another failure to write, close the home and open it
/// again: what was acknowledged is there, and putting the same again is safe. Opened for reading, everything is shown as of the opening.
public sealed interface Tidemark extends AutoCloseable permits EmbeddedTidemark, AwsTidemark {
    /// What [#put] answers for an attempt that was put where the store has no positions.
    long PUT = 1;

    /// Opens a home to read and write, and makes it when there is none.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `LOCKED` when another process writes it
    static Tidemark open(Path home) {
        return open(home, TidemarkOptions.DEFAULT);
    }

    /// Opens a home. For reading, its parts are opened when they are first used, so that snapshots can be read where the events are
    /// lost.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when it, or its events to be written, are not there,
    ///                                               `DAMAGED`, `LOCKED`, `READ_ONLY` or `UNSUPPORTED_FORMAT`
    static Tidemark open(Path home, TidemarkOptions options) {
        return EmbeddedTidemark.open(home, options);
    }

    /// Opens an installation on AWS. Speaks to nobody yet.
    ///
    /// @param settings the names of buckets, tables and queues, by the variables of `docs/aws.md`; region, credentials and endpoints are
    ///                 found in the SDK's standard places where they are not among them
    /// @param options  of which only the clock counts
    /// @throws IllegalArgumentException                when a name is missing
    /// @throws io.tidemark.core.port.StorageException of kind `FAILED` when it cannot be told which region it is in
    static Tidemark onAws(Map<String, String> settings, TidemarkOptions options) {
        List<String> missing = OpenAws.missing(settings);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("not set: " + String.join(", ", missing));
        }
        return new AwsTidemark(OpenAws.open(settings, options.clock()), options);
    }

    /// Where it is, for people: the directory of a home, or the table of accounts.
    String place();

    /// The same for somebody else to work with, who may close it: nothing happens then. It must not be used after this one was closed.
    ///
    /// @param other the clock, and the key for the receipts; how the home was opened stays as it is
    /// @throws IllegalStateException when the home was opened for reading
    /// @throws NotOfferedException   on AWS
    Tidemark lend(TidemarkOptions other);

    /// Whether a recovery or a verification goes on here that makes everybody wait who looks at the ledger.
    boolean isBusy();

    // --- Putting ---

    /// Puts one attempt.
    ///
    /// @param body   the bytes, which must not be changed afterwards
    /// @param source the channel that sent it, or null
    /// @return its position, or [io.tidemark.core.port.EventLog#DUPLICATE] when the bytes are there already
    default long put(EventKey key, byte[] body, @Nullable String source) {
        return put(List.of(new NewAttempt(key, Body.of(body), source)))[0];
    }

    /// Puts attempts in the order given. Calls of many threads are put on disk together.
    ///
    /// @return for each attempt its position, or [io.tidemark.core.port.EventLog#DUPLICATE]
    long[] put(List<NewAttempt> attempts);

    /// Takes inputs in: bundles, event files, folders, streams. What can be put is put, in the order of the input.
    ///
    /// @param source   the source label of attempts whose lines have none, or null
    /// @param listener hears of refusals and of how far it has come
    /// @param stop     asked now and then; when true, the call ends early
    PutResult put(List<Input> inputs, @Nullable String source, IntakeListener listener, BooleanSupplier stop);

    /// Looks through inputs as [#put] would, and puts nothing. [PutResult#put()] counts what could be put.
    static PutResult check(List<Input> inputs, IntakeListener listener, BooleanSupplier stop) {
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
    default Processor.Result process() {
        return process(Progress.NONE, () -> false);
    }

    /// Processes everything that has arrived.
    ///
    /// @param progress hears how far it has come
    /// @param stop     asked now and then; when true, the call ends early, and the next goes on from there
    /// @throws io.tidemark.core.pipeline.PausedException when processing is paused before that
    Processor.Result process(Progress progress, BooleanSupplier stop);

    /// Judges the last rejected attempt of a key again. Processes what has arrived, then writes the decision down as a control
    /// record and processes that.
    ///
    /// @return what became of it, or null when the key does not stand rejected; nothing is written down then
    @Nullable
    EventReport retry(EventKey key, String operator, String reason);

    /// Ends the wait of a follow-up: it is rejected. Processes what has arrived, then writes the decision down as a control record
    /// and processes that.
    ///
    /// @return what became of it, or null when the key does not wait; nothing is written down then
    @Nullable
    EventReport reject(EventKey key, String operator, String reason);

    /// Finds attempts that were put and of which no notification ever told, and has them judged by the next [#process] or by the
    /// functions. In a home there are none: what was put is processed in its order.
    ///
    /// @param until attempts that arrived later are left alone
    /// @param told  is told of each that was found
    /// @param stop  asked now and then; when true, the call ends early
    Reconciler.Found reconcile(Instant until, Consumer<? super Router.Routed> told, BooleanSupplier stop);

    /// Lets what has an outcome and arrived at or before a moment leave the new bucket: what was accepted goes to the archive bucket, what
    /// was rejected is in its own. What waits or was not judged stays. The ledger is on disk before anything is moved.
    ///
    /// @param until    attempts that arrived later are left alone
    /// @param progress hears how far it has come
    /// @param stop     asked now and then; when true, the call ends early, and the next goes on from there
    /// @throws NotOfferedException on AWS, where the bucket itself expires events and a function archives them
    Expiry.Result expire(Instant until, Progress progress, BooleanSupplier stop);

    /// Packs attempts of past days that are in the archive or the rejected bucket into bundles. In a home, the ledger is on disk before the
    /// first single object is let go.
    ///
    /// @param before   the first day, in UTC, that is left alone
    /// @param progress hears how far it has come
    /// @param stop     asked now and then; when true, the call ends early, and the next goes on from there
    Bundles.Packed bundle(LocalDate before, Progress progress, BooleanSupplier stop);

    /// Makes anew, from the lines of bundles, what is lost or damaged beside them. What a home knows of bundles is in its log, and not made anew
    /// by this.
    ///
    /// @return the bundles that were not whole, and what came of them
    /// @throws NotOfferedException for a home
    List<TableBundles.Mended> mendBundles();

    /// The bundles: to list, verify, freeze and thaw them.
    Bundles bundles();

    /// Pauses processing, durably.
    ///
    /// In a home the pause of an account is a control record: what has arrived is processed first, and what touches the account from then
    /// on is held until [#resume].
    ///
    /// @param accounts the accounts that are paused, which need not exist; empty for all processing
    /// @param operator who decides; kept in a home
    /// @param reason   why; kept in a home
    /// @return those of the accounts that were not paused already
    /// @throws IllegalArgumentException                      when no account can have such a number
    /// @throws io.tidemark.core.pipeline.PausedException when accounts are named and all processing of a home is paused
    Set<String> pause(Set<String> accounts, String operator, String reason);

    /// Ends pauses that [#pause] began, durably.
    ///
    /// In a home, what was held for an account is judged on return, and what has arrived behind it.
    ///
    /// @param accounts the accounts that go on; empty for all processing, where accounts that are paused by themselves stay so
    /// @param operator who decides; kept in a home
    /// @param reason   why; kept in a home
    /// @return those of the accounts that were paused
    /// @throws IllegalArgumentException                      when no account can have such a number
    /// @throws io.tidemark.core.pipeline.PausedException when accounts are named and all processing of a home is paused
    Set<String> resume(Set<String> accounts, String operator, String reason);

    /// What is paused, but for a home as a whole.
    Pauses.State paused();

    // --- Reading ---

    /// The position of the last event or control record; 0 when there is none. Needs no ledger.
    long lastPosition();

    /// How the home as a whole is. Works whatever became of the ledger.
    Status status();

    /// What became of an event, or null when nothing was ever put under that key.
    @Nullable
    EventReport event(EventKey key);

    /// An account as it is now, or null when it was never opened.
    @Nullable
    Account account(String number);

    /// An account as it was, or null when it was not open then or never.
    ///
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when the history that it needs is not filled in yet
    @Nullable
    Account account(String number, Place place);

    /// All accounts in bytewise order of their number, at one moment. Calls that recover wait until the cursor is closed.
    Cursor<Account> accounts();

    /// An account's entries up to a place, in order, at one moment. Calls that recover wait until the cursor is closed.
    Cursor<PlacedEntry> entries(String number, Place place);

    /// What is in the buckets, in arrival order. Needs no ledger.
    Cursor<Listing.Item> list(Listing.Filter filter);

    /// All attempts under a key in arrival order, with their bytes; empty when there is none. Needs no ledger.
    List<LogRecord.Attempt> attempts(EventKey key);

    // --- Inventories and SQL ---

    /// Makes lists of what is in the buckets, in S3 Inventory's layout. Works beside whoever writes. In a home it needs no ledger; on AWS the
    /// index is written down as well, for questions.
    ///
    /// @param progress hears of the records of the log, or of the rows of each list
    /// @throws NotOfferedException on AWS, for other places than the buckets of the inventories, and for Parquet alone
    List<InventoryReport> writeInventory(InventoryRequest request, Progress progress);

    /// What finds attempts by the inventories made before.
    Catalog catalog();

    /// What answers questions in SQL over inventories, index and ledger. It reads only, and reaches nothing beyond the home.
    Queries queries();

    // --- Snapshots ---

    /// The snapshots: to list, look into, verify, prune and delete. Needs no ledger, and the events only to take one or to hold one
    /// against them.
    Snapshots snapshots();

    /// Takes a snapshot of the ledger as it is now, while others go on putting and processing.
    ///
    /// @return what it says about itself, or null when nothing was ever processed
    @Nullable
    SnapshotManifest createSnapshot();

    // --- Recovery ---

    /// Plans a recovery. Changes nothing.
    ///
    /// @param progress hears of the events read, when the request asks for that
    /// @throws io.tidemark.recovery.plan.PlanRefusedException when the request names a position or a snapshot that does not serve
    Plan plan(PlanRequest request, Progress progress);

    /// Carries a plan out as [RecoverOptions#DEFAULT] says.
    ///
    /// @param prove whether the second reader reads everything again
    default RecoveryResult recover(Plan plan, boolean prove, Progress progress) {
        return recover(plan, RecoverOptions.DEFAULT.withProve(prove), progress);
    }

    /// Carries a plan out and leaves a receipt, which the result names. Waits until nobody processes, reads or walks over a cursor,
    /// and holds them off until the new ledger is in force; putting goes on. Where it is in force before its history is filled in and proven,
    /// others process and read while this goes on. Another recovery is refused meanwhile.
    ///
    /// @param plan     made from this home as it is now
    /// @param progress hears of the records folded
    /// @throws java.util.concurrent.CancellationException when it was asked to end early; there is no receipt then
    /// @throws io.tidemark.core.port.StorageException    when another recovery goes on here, as `LOCKED`
    RecoveryResult recover(Plan plan, RecoverOptions how, Progress progress);

    /// What the history of the ledger in force lacks, as long as it came into force before it was proven; null when it lacks nothing, or when
    /// there is no ledger that can be read. A plan tells how it is completed.
    default @Nullable HistoryGap historyGap() {
        return null;
    }

    /// Removes the ledgers that were in force before, and any that a recovery left unfinished; none before the one in force is proven.
    ///
    /// @return the names of those that were removed
    List<String> discard();

    /// Verifies the ledger in force and leaves a receipt, which the report names: folds all events again by code of its own and
    /// compares everything. A ledger that is found wrong is marked, durably, as not to be trusted, when the home was opened for
    /// writing. It is the ledger of a moment that is verified: whoever processes or reads waits until what was processed is on disk and opened
    /// from there, and goes on meanwhile. Recovering waits for the end.
    ///
    /// @param progress hears of the records folded
    /// @return the report, or null when nothing was ever processed
    /// @throws io.tidemark.core.pipeline.LedgerUnusableException when it is not there or cannot be opened
    @Nullable
    VerifyReport verify(Progress progress);

    /// The receipts that recoveries and verifications left: to list and check. Needs neither ledger nor events.
    ReceiptBook receipts();

    /// Lifts a pause, so that what comes after it is processed by the next call.
    ///
    /// @return the position of the pause, or null when there was none, or where attempts have no positions: [#goForward] tells more
    @Nullable
    Long resumeForward();

    /// Lifts a pause as [#resumeForward] does. On AWS, where a recovery left it at a moment, what arrived later is routed into the queue, in the order
    /// of its arrival; whoever works that off decides it.
    ///
    /// @return where the pause was, and what is to be processed now
    default Resumed goForward() {
        Long position = resumeForward();
        Status status = status();
        return new Resumed(position != null, position, null,
                status.position() - (status.ledger() == null ? 0 : status.ledger().position()));
    }

    /// Closes the home; what was processed is on disk then. May be called twice.
    @Override
    void close();
}
