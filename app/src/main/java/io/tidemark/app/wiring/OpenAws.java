package io.tidemark.app.wiring;

import io.tidemark.aws.AwsStores;
import io.tidemark.aws.function.Settings;
import io.tidemark.aws.function.Worker;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.TableBundles;
import io.tidemark.core.port.TableStores;
import io.tidemark.core.port.TransactionQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The stores of one installation on AWS, opened. Safe for use by many threads.
public final class OpenAws implements AutoCloseable {
    private final AwsStores stores;

    private OpenAws(AwsStores stores) {
        this.stores = stores;
    }

    /// Opens the installation whose parts those settings name; nothing is spoken to yet.
    ///
    /// @param settings variables by name, see `docs/aws.md`
    /// @param clock    tells when something is committed
    /// @throws io.tidemark.core.port.StorageException of kind `FAILED` when it cannot be told which region it is in
    public static OpenAws open(Map<String, String> settings, InstantSource clock) {
        return new OpenAws(new AwsStores(settings, clock));
    }

    /// The variables that have to be set and are not.
    public static List<String> missing(Map<String, String> settings) {
        return new Settings(settings).missing();
    }

    /// Where it is, for people.
    public String place() {
        return stores.place();
    }

    /// The bundles of old attempts.
    public TableBundles bundles() {
        return stores.bundles();
    }

    /// The attempts, in single objects and in bundles.
    public AttemptStore attempts() {
        return stores.attempts();
    }

    /// Accounts and index of the generation that is in force now.
    public AccountBook book() {
        return stores.book();
    }

    /// What waits to be judged.
    public TransactionQueue queue() {
        return stores.queue();
    }

    /// The pause switches.
    public Pauses pauses() {
        return stores.pauses();
    }

    /// The control item.
    public ControlItem control() {
        return stores.control();
    }

    /// The snapshots.
    public SnapshotStore snapshots() {
        return stores.snapshots();
    }

    /// The receipts.
    public Receipts receipts() {
        return stores.receipts();
    }

    /// What recovery works on.
    public TableStores tables() {
        return stores.tables();
    }

    /// Finds attempts by the lists of the buckets, with Athena.
    public Catalog catalog() {
        return stores.catalog();
    }

    /// Answers questions with Athena.
    public Queries queries() {
        return stores.queries();
    }

    /// Lists buckets as they are now, and writes the index down for questions.
    ///
    /// @param request  which buckets
    /// @param created  when that is begun
    /// @param progress hears of the rows
    public List<InventoryReport> writeInventory(InventoryRequest request, Instant created, Progress progress) {
        return stores.writeInventory(request, created, progress);
    }

    /// What hears of work that is done here.
    ///
    /// @param routed is told of what was routed
    /// @param judged is told of what was judged
    /// @param failed is told which queue a message is in that could not be worked off
    public record Listener(Consumer<? super Router.Routed> routed, Consumer<? super Verdict> judged,
            Consumer<String> failed) implements Worker.Told {
        @Override
        public void routed(Router.Routed one) {
            routed.accept(one);
        }

        @Override
        public void judged(Verdict verdict) {
            judged.accept(verdict);
        }

        @Override
        public void failed(String queue) {
            failed.accept(queue);
        }
    }

    /// Does the functions' work until their queues are empty.
    ///
    /// @param lines    takes what the functions would log, a line of JSON each
    /// @param listener hears what comes of it
    /// @param progress hears of the messages that were worked off
    /// @param stop     asked now and then; when true, the call ends early
    /// @return how many messages were worked off
    public long work(Consumer<String> lines, Listener listener, Progress progress, BooleanSupplier stop) {
        return stores.worker(lines, listener).drain(progress, stop);
    }

    /// Lets go of all connections. May be called twice.
    @Override
    public void close() {
        stores.close();
    }
}
