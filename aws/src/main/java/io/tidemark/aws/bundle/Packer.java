package io.tidemark.aws.bundle;

import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One run of packing. Walks over the single copies by key, beside the indexes of the bundles: a copy that a bundle stands for already, because an
/// earlier run was killed or S3 did not let go of it, is compared and let go; others are read and wait for their day's bundle. One use,
/// one thread.
final class Packer {
    /// Copies that are asked for at once.
    private static final int BATCH = 256;

    private final BundleObjects objects;
    private final AttemptStore singles;
    private final AccountBook book;
    private final LocalDate before;
    private final Settling settling;
    private final Limits limits;
    private final List<Manifest> bundles;
    private final List<Manifest> made = new ArrayList<>();
    private final Map<LocalDate, Waiting> days = new TreeMap<>();
    private final Set<AttemptId> left = new HashSet<>();
    private long waitingBytes;
    private long attempts;

    /// How much is held in memory.
    ///
    /// @param dayBytes a day's bundle is made when so many bytes of bodies wait for it
    /// @param allBytes the largest day's is made when so many bytes wait for all days together
    record Limits(long dayBytes, long allBytes) {
        static final Limits DEFAULT = new Limits(32 << 20, 128 << 20);
    }

    /// A copy that was looked at.
    ///
    /// @param attempt  what it is of, or null when it is gone or does not say
    /// @param recorded what is known of the attempt
    /// @param inSight  whether the new bucket shows its key, where that matters
    private record Looked(ListedAttempt copy, @Nullable StoredAttempt attempt, List<Recorded> recorded,
            boolean inSight) {}

    /// What waits for the bundle of a day.
    private static final class Waiting {
        private final Map<AttemptId, Looked> attempts = new LinkedHashMap<>();
        private final Map<AttemptId, List<ListedAttempt>> copies = new HashMap<>();
        private long bytes;
    }

    Packer(BundleObjects objects, AttemptStore singles, AccountBook book, LocalDate before, Settling settling,
            Limits limits) {
        this.objects = objects;
        this.singles = singles;
        this.book = book;
        this.before = before;
        this.settling = settling;
        this.limits = limits;
        bundles = objects.manifests();
    }

    List<Manifest> made() {
        return made.stream().sorted(Comparator.comparing(Manifest::id)).toList();
    }

    long attempts() {
        return attempts;
    }

    long left() {
        return left.size();
    }

    /// Packs.
    ///
    /// @return whether it came to its end
    boolean run(LongConsumer progress, Until until) {
        boolean all = lookAtAll(progress, until);
        // All that waits is published first: letting go is what a later run can take up.
        List<Manifest> published = new ArrayList<>();
        for (LocalDate day : List.copyOf(days.keySet())) {
            if (until.now()) {
                return false;
            }
            published.add(publish(day));
        }
        published.forEach(bundle -> settle(bundle, until::now));
        return all && !settling.stopped();
    }

    private boolean lookAtAll(LongConsumer progress, Until until) {
        long looked = 0;
        for (Bucket bucket : List.of(Bucket.ARCHIVE, Bucket.REJECTED)) {
            try (Cursor<ListedAttempt> listing = singles.list(bucket, "");
                    KnownCopies known = new KnownCopies(objects, bundles)) {
                boolean more = true;
                while (more) {
                    if (until.enough() || until.now()) {
                        return false;
                    }
                    List<ListedAttempt> batch = batch(listing);
                    more = batch.size() == BATCH;
                    take(batch, known, until);
                    looked += batch.size();
                    progress.accept(looked);
                }
            }
        }
        return true;
    }

    private static List<ListedAttempt> batch(Cursor<ListedAttempt> listing) {
        List<ListedAttempt> batch = new ArrayList<>(BATCH);
        ListedAttempt one = listing.next();
        while (one != null) {
            batch.add(one);
            one = batch.size() == BATCH ? null : listing.next();
        }
        return batch;
    }

    private void take(List<ListedAttempt> batch, KnownCopies known, Until until) {
        // What waits has to be published in time: letting go gives way to that.
        BooleanSupplier stop = () -> until.enough() || until.now();
        List<ListedAttempt> unknown = new ArrayList<>();
        Map<Manifest, List<Settling.Pair>> pairs = new LinkedHashMap<>();
        for (ListedAttempt copy : batch) {
            Placed there = known.of(copy);
            if (there == null) {
                unknown.add(copy);
            } else {
                pairs.computeIfAbsent(there.bundle(), _ -> new ArrayList<>()).add(new Settling.Pair(copy, there));
            }
        }
        pairs.forEach((bundle, some) -> settling.settle(bundle, some, stop));
        Together.map(unknown, this::look).forEach(looked -> add(looked, stop));
    }

    private Looked look(ListedAttempt copy) {
        StoredAttempt attempt = singles.read(copy);
        if (attempt == null || !day(attempt).isBefore(before)) {
            return new Looked(copy, attempt, List.of(), false);
        }
        // What was archived has left the new bucket's sight before; what was rejected was copied at once.
        boolean inSight = copy.bucket() == Bucket.REJECTED && singles.inSight(copy.key());
        return new Looked(copy, attempt, book.history(copy.key()).recorded(attempt.id().version()), inSight);
    }

    private void add(Looked looked, BooleanSupplier stop) {
        StoredAttempt attempt = looked.attempt();
        if (attempt == null || !day(attempt).isBefore(before)) {
            return;
        }
        if (looked.inSight() || !isFinal(looked.recorded())) {
            left.add(attempt.id());
            return;
        }
        Waiting waiting = days.computeIfAbsent(day(attempt), _ -> new Waiting());
        waiting.copies.computeIfAbsent(attempt.id(), _ -> new ArrayList<>()).add(looked.copy());
        if (waiting.attempts.put(attempt.id(), looked) == null) {
            waiting.bytes += attempt.body().length();
            waitingBytes += attempt.body().length();
        }
        if (waiting.bytes >= limits.dayBytes()) {
            settle(publish(day(attempt)), stop);
        } else if (waitingBytes >= limits.allBytes()) {
            LocalDate largest = days.entrySet().stream()
                    .max(Comparator.comparingLong(entry -> entry.getValue().bytes)).orElseThrow().getKey();
            settle(publish(largest), stop);
        }
    }

    private static boolean isFinal(List<Recorded> recorded) {
        OutcomeState state = recorded.isEmpty() ? null : recorded.getLast().state();
        return state == OutcomeState.ACCEPTED || state == OutcomeState.REJECTED;
    }

    private static LocalDate day(StoredAttempt attempt) {
        return LocalDate.ofInstant(Instant.EPOCH.plus(attempt.arrivalMicros(), ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /// Makes the bundle of what waits for it.
    private Manifest publish(LocalDate day) {
        Waiting waiting = days.remove(day);
        if (waiting == null) {
            throw new IllegalStateException("nothing waits for a bundle of " + day);
        }
        waitingBytes -= waiting.bytes;
        List<BundleDraft.Line> lines = new ArrayList<>();
        waiting.attempts.forEach((id, looked) -> lines.add(line(looked, waiting.copies.getOrDefault(id, List.of()))));
        int number = 1 + bundles.stream().filter(bundle -> bundle.day().equals(day)).mapToInt(Manifest::number).max()
                .orElse(0);
        Manifest bundle = new BundleDraft(objects, day, number).publish(lines);
        bundles.add(bundle);
        made.add(bundle);
        attempts += lines.size();
        return bundle;
    }

    private void settle(Manifest bundle, BooleanSupplier stop) {
        List<Settling.Pair> pairs = new ArrayList<>();
        try (MergedIndex index = new MergedIndex(objects, List.of(bundle), "")) {
            for (Placed placed = index.next(); placed != null; placed = index.next()) {
                for (ListedAttempt copy : placed.line().attempt().copies()) {
                    pairs.add(new Settling.Pair(copy, placed));
                }
            }
        }
        settling.settle(bundle, pairs, stop);
    }

    private static BundleDraft.Line line(Looked looked, List<ListedAttempt> copies) {
        StoredAttempt attempt = looked.attempt();
        if (attempt == null) {
            throw new IllegalStateException("nothing was read of " + looked.copy());
        }
        Sha256 digest = attempt.body().digest(Sha256.newMessageDigest());
        return new BundleDraft.Line(
                new VersionedAttempt(attempt.id(), attempt.arrivalMicros(), attempt.source(), digest,
                        looked.recorded(), copies),
                attempt.body());
    }
}
