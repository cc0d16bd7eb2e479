package io.tidemark.embedded.log;

import io.tidemark.core.bundle.BundleLines;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.embedded.bundle.BundleDraft;
import io.tidemark.embedded.bundle.BundleEntry;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.rocks.View;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Writes one bundle: the attempts of a day that are in the archive or the rejected bucket and in no bundle yet. One use, one thread.
final class BundlePacking implements AutoCloseable {
    private final View view;
    private final BundleShelf shelf;
    private final LedgerReader ledger;
    private final LedgerReader.Summary summary;
    private final BundleFiles files;
    private final LocalDate day;
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final BundleLines lines = new BundleLines();
    private @Nullable BundleDraft draft;
    private long pageNumber = -1;
    private BucketPage page = new BucketPage(null);
    private long firstPosition;
    private long lastPosition;
    private long left;

    BundlePacking(View view, BundleShelf shelf, LedgerReader ledger, BundleFiles files, LocalDate day) {
        this.view = view;
        this.shelf = shelf;
        this.ledger = ledger;
        this.summary = ledger.summary();
        this.files = files;
        this.day = day;
    }

    /// The day whose attempts are packed.
    LocalDate day() {
        return day;
    }

    /// Adds what can go from a segment of that day.
    ///
    /// @param nextNumber asked for the number that the bundle gets, when this is its first attempt
    void add(StoredSegment segment, IntSupplier nextNumber) {
        SegmentHeader header = segment.header();
        if (header.bundled() == header.count()) {
            return;
        }
        List<LogRecord> records = segment.records(shelf);
        Map<Long, Outcome> timely = null;
        for (LogRecord record : records) {
            if (record instanceof LogRecord.Attempt attempt && attempt.body().isAtHand()) {
                Bucket bucket = bucketOf(attempt.position());
                Outcome outcome = null;
                if (bucket != Bucket.NEW) {
                    timely = timely == null ? acceptedThere(header) : timely;
                    outcome = bucket == Bucket.ARCHIVE ? timely.get(attempt.position()) : null;
                    outcome = outcome == null ? lastOutcome(attempt.position()) : outcome;
                }
                if (outcome == null || outcome.state() == OutcomeState.WAITING) {
                    left++;
                } else {
                    add(attempt, outcome, nextNumber);
                }
            }
        }
    }

    private Bucket bucketOf(long position) {
        long number = BucketPage.numberOf(position);
        if (number != pageNumber) {
            page = new BucketPage(view.get(EventTables.BUCKETS, PositionKey.of(number)));
            pageNumber = number;
        }
        return page.get(position);
    }

    /// What was accepted at its own position: nothing comes of it any more.
    private Map<Long, Outcome> acceptedThere(SegmentHeader header) {
        Map<Long, Outcome> accepted = new HashMap<>();
        long from = Math.max(header.firstPosition(), summary.historyFrom());
        long to = Math.min(header.lastPosition(), summary.position());
        if (from <= to) {
            try (Cursor<Outcome> outcomes = ledger.outcomesDecided(from, to)) {
                for (Outcome outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                    if (outcome.position() == outcome.decidedAt() && outcome.state() == OutcomeState.ACCEPTED) {
                        accepted.put(outcome.position(), outcome);
                    }
                }
            }
        }
        return accepted;
    }

    private @Nullable Outcome lastOutcome(long position) {
        List<Outcome> outcomes = ledger.outcomes(position);
        return outcomes.isEmpty() ? null : outcomes.getLast();
    }

    private void add(LogRecord.Attempt attempt, Outcome outcome, IntSupplier nextNumber) {
        if (draft == null) {
            draft = files.begin(nextNumber.getAsInt(), day);
        }
        if (lines.count() == 0) {
            firstPosition = attempt.position();
        }
        lines.add(attempt, attempt.body().digest(sha256), outcome);
        lastPosition = attempt.position();
        if (lines.size() >= draft.frameSize()) {
            finishFrame(draft);
        }
    }

    private void finishFrame(BundleDraft bundle) {
        if (lines.count() > 0) {
            bundle.add(lines.toBytes(), lines.count(), firstPosition, lastPosition);
            lines.clear();
        }
    }

    /// Attempts that stay as they are.
    long left() {
        return left;
    }

    /// Publishes the bundle.
    ///
    /// @return what is to be known of it, or null when there was nothing to pack
    @Nullable
    BundleEntry publish() {
        BundleDraft bundle = draft;
        if (bundle == null) {
            return null;
        }
        finishFrame(bundle);
        return bundle.publish();
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }
}
