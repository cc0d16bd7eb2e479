package io.tidemark;

import io.tidemark.app.wiring.OpenStores;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.verify.BucketPicture;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Verifications of an open home, one at a time. Each is of a moment: everybody is held off the ledger while all that was processed goes to disk
/// and is opened from there, and works on while it is held against the events. The generation in force stays the same until it is done. Safe
/// for use by many threads.
final class HomeVerification {
    private final OpenStores home;
    private final LedgerInForce ledger;
    private final InstantSource clock;
    private final ReentrantLock inForce;

    /// @param inForce held by whoever needs the generation in force to stay the one that it is, or makes another one so
    HomeVerification(OpenStores home, LedgerInForce ledger, InstantSource clock, ReentrantLock inForce) {
        this.home = home;
        this.ledger = ledger;
        this.clock = clock;
        this.inForce = inForce;
    }

    /// What is verified.
    ///
    /// @param reader  the ledger at that moment, as it stands on disk
    /// @param buckets the buckets at that moment; null where another process may have them in its hands
    private record Moment(LedgerReader reader, @Nullable BucketPicture buckets) implements AutoCloseable {
        @Override
        public void close() {
            reader.close();
        }
    }

    /// Verifies the ledger as it is now, and marks it where it is found wrong.
    ///
    /// @return the report, without a receipt, or null when nothing was ever processed
    @Nullable
    VerifyReport carryOut(Progress progress) {
        inForce.lock();
        try (Moment moment = ledger.whileClosed(this::open)) {
            if (moment == null) {
                return null;
            }
            Verifier verifier = new Verifier(home.all(), clock);
            VerifyReport report = verifier.verify(moment.reader(), VerifyOptions.DEFAULT, moment.buckets(), progress);
            if (report.differences().total() > 0 && mayMark(moment)) {
                // Whoever processes next finds it marked.
                ledger.whileClosed(_ -> verifier.markInDoubt(report));
            }
            return report;
        } finally {
            inForce.unlock();
        }
    }

    private @Nullable Moment open(Stores stores) {
        LedgerReader reader = ActiveLedger.openForReading(stores);
        if (reader == null) {
            return null;
        }
        boolean opened = false;
        try {
            // Another process that is at work moves attempts a moment after it commits what became of them.
            Moment moment = new Moment(reader, home.isWritable() ? BucketPicture.of(stores.buckets()) : null);
            opened = true;
            return moment;
        } finally {
            if (!opened) {
                reader.close();
            }
        }
    }

    private boolean mayMark(Moment moment) {
        Stores stores = home.all();
        // What the history does not meet, or what is lost, is written down already with the accounts.
        ControlItem.Provisional owed = stores.control().read().provisional();
        return home.isWritable() && (owed == null || owed.differing() == 0)
                && !PausedByLoss.any(stores.log(), moment.reader());
    }
}
