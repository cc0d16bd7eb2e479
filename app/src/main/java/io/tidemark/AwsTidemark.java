package io.tidemark;

import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.Intake;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.reading.BookAccounts;
import io.tidemark.app.reading.BookReports;
import io.tidemark.app.reading.BookStatus;
import io.tidemark.app.reading.BucketListing;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.reading.Listing;
import io.tidemark.app.reading.Place;
import io.tidemark.app.reading.Status;
import io.tidemark.app.wiring.Machine;
import io.tidemark.app.wiring.OpenAws;
import io.tidemark.app.wiring.ProofRooms;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Reconciler;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.TableBundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.receipt.Draft;
import io.tidemark.recovery.receipt.Issued;
import io.tidemark.recovery.receipt.ReceiptBook;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryReceipt;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.tables.TablePlanner;
import io.tidemark.recovery.tables.TableRecovery;
import io.tidemark.recovery.tables.TableSnapshots;
import io.tidemark.recovery.tables.TableVerifier;
import io.tidemark.recovery.tables.WrittenExclusions;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReceipt;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tidemark over buckets, tables and queues on AWS. Any number of these, and the functions, may be at work at once.
final class AwsTidemark implements Tidemark {
    private final OpenAws aws;
    private final TidemarkOptions options;
    private final AwsPauses pauses;

    AwsTidemark(OpenAws aws, TidemarkOptions options) {
        this.aws = aws;
        this.options = options;
        pauses = new AwsPauses(aws);
    }

    @Override
    public Tidemark lend(TidemarkOptions other) {
        throw new NotOfferedException("an installation on AWS is shared as it is: open it once more");
    }

    @Override
    public boolean isBusy() {
        return false;
    }

    @Override
    public String place() {
        return aws.place();
    }

    // --- Putting ---

    @Override
    public long[] put(List<NewAttempt> attempts) {
        AttemptStore store = aws.attempts();
        AccountBook book = aws.book();
        long[] positions = new long[attempts.size()];
        // One after another: the order in which they arrive is the order of the input.
        for (int i = 0; i < positions.length; i++) {
            NewAttempt attempt = attempts.get(i);
            if (isThere(store, book, attempt)) {
                positions[i] = EventLog.DUPLICATE;
            } else {
                store.put(attempt.key(), attempt.body(), attempt.source());
                positions[i] = PUT;
            }
        }
        return positions;
    }

    private static boolean isThere(AttemptStore store, AccountBook book, NewAttempt attempt) {
        Sha256 digest = attempt.body().digest(Sha256.newMessageDigest());
        if (book.key(attempt.key()).holds(digest)) {
            return true;
        }
        if (store.inSight(attempt.key())) {
            for (AttemptId id : store.versions(attempt.key())) {
                StoredAttempt there = store.read(id);
                if (there != null && there.body().equals(attempt.body())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public PutResult put(List<Input> inputs, @Nullable String source, IntakeListener listener, BooleanSupplier stop) {
        return new Intake(this::put).take(inputs, source, listener, stop);
    }

    // --- Processing ---

    @Override
    public Processor.Result process(Progress progress, BooleanSupplier stop) {
        WorkTally tally = new WorkTally();
        aws.work(_ -> {}, new OpenAws.Listener(tally::routed, tally::judged, tally::failed), progress, stop);
        // What came was noted all the same, and can go forward.
        pauses.requireNoMoment();
        return tally.result();
    }

    @Override
    public Reconciler.Found reconcile(Instant until, Consumer<? super Router.Routed> told, BooleanSupplier stop) {
        AttemptStore attempts = aws.attempts();
        AccountBook book = aws.book();
        // What arrived after a pause at a moment is going forward's to route.
        Long pausedAt = aws.control().read().pausedAt();
        long untilMicros = ChronoUnit.MICROS.between(Instant.EPOCH, until);
        return new Reconciler(attempts, book, new Router(attempts, book, aws.queue()))
                .reconcile(pausedAt == null ? untilMicros : Math.min(untilMicros, pausedAt), told, stop);
    }

    @Override
    public @Nullable EventReport retry(EventKey key, String operator, String reason) {
        return decided(key, judge().retry(key, operator + ": " + reason));
    }

    @Override
    public @Nullable EventReport reject(EventKey key, String operator, String reason) {
        return decided(key, judge().endWait(key, operator + ": " + reason));
    }

    private Judge judge() {
        // A decision would be about an account that what arrived since is not in yet.
        pauses.requireNoMoment();
        return new Judge(aws.book(), aws.attempts());
    }

    private @Nullable EventReport decided(EventKey key, Verdict verdict) {
        return verdict.kind() == Verdict.Kind.UNCHANGED ? null : event(key);
    }

    @Override
    public Expiry.Result expire(Instant until, Progress progress, BooleanSupplier stop) {
        throw new NotOfferedException(
                "on AWS, the bucket itself expires events, and the archiver archives them; see docs/aws.md");
    }

    @Override
    public Bundles.Packed bundle(LocalDate before, Progress progress, BooleanSupplier stop) {
        return aws.bundles().pack(aws.book(), before, looked -> progress.at(looked, looked), stop);
    }

    @Override
    public List<TableBundles.Mended> mendBundles() {
        return aws.bundles().mend();
    }

    @Override
    public Bundles bundles() {
        return aws.bundles();
    }

    @Override
    public Set<String> pause(Set<String> accounts, String operator, String reason) {
        return pauses.pause(accounts);
    }

    @Override
    public Set<String> resume(Set<String> accounts, String operator, String reason) {
        return pauses.resume(accounts);
    }

    @Override
    public Pauses.State paused() {
        return pauses.read();
    }

    // --- Reading ---

    @Override
    public long lastPosition() {
        throw new NotOfferedException("there are no positions on AWS: attempts have versions there");
    }

    @Override
    public Status status() {
        return BookStatus.of(aws.attempts(), aws::book, aws.control(), aws.pauses(), aws.snapshots().list());
    }

    @Override
    public @Nullable EventReport event(EventKey key) {
        EventReport report = BookReports.of(aws.attempts(), aws.book(), key);
        if (report == null || report.state() != EventReport.State.ACCEPTED) {
            return report;
        }
        WrittenExclusions.Decision decision = WrittenExclusions.of(aws.tables(), key);
        return decision == null ? report
                : BookReports.excluded(report, decision.decidedMicros(),
                        "exclude by " + decision.operator() + ": " + decision.reason());
    }

    @Override
    public @Nullable Account account(String number) {
        return aws.book().account(number);
    }

    @Override
    public @Nullable Account account(String number, Place place) {
        return new BookAccounts(aws.book()).at(number, onAws(place));
    }

    @Override
    public Cursor<Account> accounts() {
        return aws.book().accounts();
    }

    @Override
    public Cursor<PlacedEntry> entries(String number, Place place) {
        return new BookAccounts(aws.book()).entries(number, onAws(place));
    }

    private static Place onAws(Place place) {
        if (place instanceof Place.AtPosition) {
            throw new NotOfferedException("there are no positions on AWS: name a time, or a sequence of the account");
        }
        return place;
    }

    @Override
    public Cursor<Listing.Item> list(Listing.Filter filter) {
        return new BucketListing(aws.attempts(), filter);
    }

    @Override
    public List<LogRecord.Attempt> attempts(EventKey key) {
        return BookReports.attempts(aws.attempts(), key);
    }

    // --- Inventories and SQL ---

    @Override
    public List<InventoryReport> writeInventory(InventoryRequest request, Progress progress) {
        if (request.directory() != null || !request.destination().equals(InventoryRequest.DEFAULT.destination())) {
            throw new NotOfferedException("on AWS, lists go to the buckets that are named for inventories; leave --out"
                    + " and --destination out");
        }
        if (!request.formats().contains(InventoryFormat.CSV)) {
            throw new NotOfferedException("on AWS, lists are written as CSV; S3's own, every day, can be Parquet");
        }
        return aws.writeInventory(request, options.clock().instant(), progress);
    }

    @Override
    public Catalog catalog() {
        return aws.catalog();
    }

    @Override
    public Queries queries() {
        return aws.queries();
    }

    // --- Snapshots and recovery ---

    @Override
    public Snapshots snapshots() {
        return new Snapshots(aws.snapshots());
    }

    @Override
    public @Nullable SnapshotManifest createSnapshot() {
        TableStores tables = aws.tables();
        return new TableSnapshots(tables.snapshots(), options.clock())
                .take(tables.generations().contents(tables.control().read().generation())).manifest();
    }

    @Override
    public Plan plan(PlanRequest request, Progress progress) {
        return new TablePlanner(aws.tables(), new ProofRooms(options.clock()), options.clock()).plan(request, progress);
    }

    @Override
    public RecoveryResult recover(Plan plan, RecoverOptions how, Progress progress) {
        RecoveryResult result = tableRecovery().execute(plan, RecoveryOptions.DEFAULT.withProve(how.prove()),
                progress);
        return result.withReceipt(issue(RecoveryReceipt.of(result)));
    }

    private TableRecovery tableRecovery() {
        return new TableRecovery(aws.tables(), new ProofRooms(options.clock()), options.clock());
    }

    private Issued issue(Draft draft) {
        return receipts().issue(draft, Machine.programVersion(), options.signingKey());
    }

    @Override
    public ReceiptBook receipts() {
        return new ReceiptBook(aws.receipts());
    }

    @Override
    public List<String> discard() {
        return tableRecovery().discard();
    }

    @Override
    public @Nullable VerifyReport verify(Progress progress) {
        TableVerifier verifier = new TableVerifier(aws.tables(), new ProofRooms(options.clock()), options.clock());
        VerifyReport report = verifier.verify(VerifyOptions.DEFAULT, progress);
        verifier.markInDoubt(report);
        return report.withReceipt(issue(VerifyReceipt.of(report)));
    }

    @Override
    public @Nullable Long resumeForward() {
        goForward();
        return null;
    }

    @Override
    public Resumed goForward() {
        return pauses.goForward();
    }

    /// The options that it was opened with.
    TidemarkOptions options() {
        return options;
    }

    @Override
    public void close() {
        aws.close();
    }
}
