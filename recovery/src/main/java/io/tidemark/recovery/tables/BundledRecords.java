package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles.Bundle;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableBundles;
import io.tidemark.core.port.TableBundles.Bundled;
import io.tidemark.recovery.plan.Places;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What bundles say of the attempts that they hold: what became of each, which so outlives the tables, and its bytes, which are fetched a frame
/// at a time.
final class BundledRecords {
    private final Map<String, Bundle> bundles = new LinkedHashMap<>();
    private final Set<String> cold = new HashSet<>();
    private final Map<AttemptId, Merged> attempts = new LinkedHashMap<>();
    private final Set<Copy> copies = new HashSet<>();

    private record Copy(Bucket bucket, EventKey key, String version) {
        static Copy of(ListedAttempt listed) {
            return new Copy(listed.bucket(), listed.key(), listed.version());
        }
    }

    /// What is told of an attempt, perhaps by several bundles: each knows of the judgements up to its own packing.
    private record Merged(String bundle, StoredAttempt attempt, List<Recorded> recorded, Set<Bucket> places) {}

    /// What no bundle says.
    BundledRecords() {}

    /// What those bundles say.
    ///
    /// @throws StorageException of kind `DAMAGED` when an index of theirs is lost
    static BundledRecords of(TableBundles bundles) {
        BundledRecords records = new BundledRecords();
        for (Bundle bundle : bundles.list()) {
            records.bundles.put(bundle.id(), bundle);
            if (bundle.storageClass().isCold() && isFrozen(bundles, bundle.id())) {
                records.cold.add(bundle.id());
            }
        }
        try (Cursor<Bundled> all = bundles.attempts()) {
            for (Bundled one = all.next(); one != null; one = all.next()) {
                records.add(one);
            }
        }
        return records;
    }

    private static boolean isFrozen(TableBundles bundles, String id) {
        try {
            bundles.text(id).close();
            return false;
        } catch (StorageException e) {
            if (e.kind() != Kind.FROZEN) {
                throw e;
            }
            return true;
        }
    }

    private void add(Bundled one) {
        Set<Bucket> places = EnumSet.noneOf(Bucket.class);
        for (ListedAttempt copy : one.copies()) {
            copies.add(Copy.of(copy));
            places.add(copy.bucket());
        }
        Merged merged = new Merged(one.bundle(), one.attempt(), one.recorded(), places);
        attempts.merge(one.attempt().id(), merged, this::together);
    }

    private Merged together(Merged a, Merged b) {
        // Whichever can be read without thawing anything.
        Merged read = cold.contains(a.bundle()) ? b : a;
        Merged told = a.recorded().size() >= b.recorded().size() ? a : b;
        Set<Bucket> places = EnumSet.copyOf(a.places());
        places.addAll(b.places());
        return new Merged(read.bundle(), read.attempt(), told.recorded(), places);
    }

    /// The attempts, each with every judgement that was recorded of it until it was packed.
    List<AttemptFact> facts() {
        Map<EventKey, Integer> orders = new HashMap<>();
        List<AttemptFact> facts = new ArrayList<>();
        attempts.values().stream().sorted(Comparator.comparingLong(one -> one.attempt().arrivalMicros()))
                .forEach(one -> facts.add(new AttemptFact(one.attempt().id(), one.attempt().arrivalMicros(),
                        orders.merge(one.attempt().id().key(), 1, Integer::sum) - 1, one.places(), one.recorded())));
        return facts;
    }

    /// Has the attempts held, so that no single object is asked for them.
    void holdIn(HeldBodies bodies) {
        attempts.values().forEach(one -> bodies.hold(one.attempt()));
    }

    /// Whether a copy that a listing tells of is one that a bundle stands for.
    boolean holds(ListedAttempt copy) {
        return copies.contains(Copy.of(copy));
    }

    /// Whether an attempt is in a bundle that has to be thawed first.
    boolean isCold(AttemptId id) {
        Merged one = attempts.get(id);
        return one != null && cold.contains(one.bundle());
    }

    /// Makes sure that the bytes of an attempt can be had: if not from its bundle, from a single object that still has them.
    ///
    /// @return why they cannot, or null when they can, or the attempt is in no bundle
    @Nullable
    String trouble(AttemptId id, HeldBodies bodies) {
        Merged one = attempts.get(id);
        if (one == null) {
            return null;
        }
        String trouble = trouble(one.attempt());
        if (trouble != null) {
            StoredAttempt single = bodies.readAgain(id);
            if (single != null && trouble(single) == null) {
                bodies.hold(single);
                return null;
            }
        }
        return trouble == null ? null : id + " cannot be read: " + trouble;
    }

    private static @Nullable String trouble(StoredAttempt attempt) {
        try {
            attempt.body().array();
            return null;
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED && e.kind() != Kind.FROZEN) {
                throw e;
            }
            return e.getMessage();
        }
    }

    /// The tier that an attempt is in, or null when it is in no bundle.
    @Nullable
    String tier(AttemptId id) {
        return !attempts.containsKey(id) ? null : isCold(id) ? Places.COLD : "bundles";
    }

    /// Whether there are any.
    boolean isEmpty() {
        return bundles.isEmpty();
    }

    /// The bundles that have to be thawed before all can be read.
    List<Places.Cold> cold() {
        Map<String, Long> counts = new HashMap<>();
        attempts.values().forEach(one -> counts.merge(one.bundle(), 1L, Long::sum));
        return bundles.values().stream().filter(bundle -> cold.contains(bundle.id()) && counts.containsKey(bundle.id()))
                .map(bundle -> new Places.Cold(bundle, counts.getOrDefault(bundle.id(), 0L), bundle.readyAt() != null))
                .toList();
    }
}
