package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableStores;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that is known of every attempt: what tables recorded, and what the buckets have.
final class Evidence {
    private final Map<AttemptId, AttemptFact> facts = new LinkedHashMap<>();
    private final HeldBodies bodies;
    /// Attempts of which no table tells, with what bundles and the copies in the buckets tell was recorded of them.
    private final Map<AttemptId, TreeMap<Long, Recorded>> told = new HashMap<>();
    /// Copies that do not say what they are copies of.
    private final List<String> foreign = new ArrayList<>();

    private final Set<AttemptId> bundlesAlone = new HashSet<>();
    private BundledRecords bundled = new BundledRecords();
    /// Duplicates that are held with the bytes of another attempt.
    private final Set<AttemptId> standIns = new HashSet<>();
    private boolean tablesTell;

    Evidence(AttemptStore attempts) {
        bodies = new HeldBodies(attempts);
    }

    /// All that is known, from wherever it is known.
    ///
    /// @param sight    how the installation was found
    /// @param restored a generation that a backup was restored to, or null
    static Evidence of(TableStores stores, Sight sight, @Nullable String restored) {
        Evidence evidence = new Evidence(stores.attempts());
        BookContents inForce = stores.generations().contents(sight.control().generation());
        BundledRecords bundles = BundledRecords.of(stores.bundles());
        // An index knows all that bundles know; entries add to it.
        if (sight.index()) {
            evidence.addRecorded(Histories.facts(inForce.book().histories()));
            evidence.addBundled(bundles);
        } else {
            evidence.addBundled(bundles);
            if (sight.accounts()) {
                evidence.addRecorded(inForce.factsOfEntries());
            }
        }
        if (restored != null) {
            BookContents copy = stores.generations().contents(restored);
            evidence.addRecorded(Histories.facts(copy.book().histories()));
            evidence.addRecorded(copy.factsOfEntries());
        }
        evidence.addBuckets();
        return evidence;
    }

    /// Adds what tables recorded. What is known of an attempt twice is put together.
    void addRecorded(List<AttemptFact> recorded) {
        tablesTell |= recorded.stream().anyMatch(fact -> !fact.recorded().isEmpty());
        recorded.forEach(fact -> {
            facts.merge(fact.attempt(), fact, Evidence::together);
            if (!fact.recorded().isEmpty()) {
                told.remove(fact.attempt());
                bundlesAlone.remove(fact.attempt());
            }
        });
    }

    private static AttemptFact together(AttemptFact a, AttemptFact b) {
        TreeMap<Long, Recorded> byRevision = new TreeMap<>();
        for (Recorded one : a.recorded()) {
            byRevision.put(one.revision(), one);
        }
        for (Recorded one : b.recorded()) {
            // What an entry alone tells of has no revision: it adds to the acceptance that is known, or stands for it. Nothing becomes of an
            // attempt behind its acceptance.
            boolean accepted = one.state() == OutcomeState.ACCEPTED;
            Recorded same = accepted
                    ? byRevision.values().stream().filter(each -> each.state() == OutcomeState.ACCEPTED).findFirst()
                            .orElse(null)
                    : byRevision.get(one.revision());
            if (same == null) {
                long revision = accepted && !byRevision.isEmpty()
                        ? Math.max(one.revision(), byRevision.lastKey() + 1)
                        : one.revision();
                byRevision.put(revision, new Recorded(revision, one.decidedMicros(), one.digest(), one.state(),
                        one.code(), one.reason(), one.cause(), one.sequences()));
            } else {
                Map<String, Long> sequences = new HashMap<>(one.sequences());
                sequences.putAll(same.sequences());
                byRevision.put(same.revision(), new Recorded(same.revision(), same.decidedMicros(),
                        same.digest(), same.state(), same.code(), same.reason(), same.cause(), sequences));
            }
        }
        return new AttemptFact(a.attempt(), a.arrivalMicros(), a.order(), a.places(),
                List.copyOf(byRevision.values()));
    }

    /// Adds what bundles say of attempts that nothing was recorded of so far.
    void addBundled(BundledRecords records) {
        holdBundled(records);
        for (AttemptFact fact : records.facts()) {
            AttemptFact known = facts.get(fact.attempt());
            if (known == null || known.recorded().isEmpty()) {
                facts.put(fact.attempt(), fact);
                bundlesAlone.add(fact.attempt());
                TreeMap<Long, Recorded> judged = told.computeIfAbsent(fact.attempt(), _ -> new TreeMap<>());
                fact.recorded().forEach(recorded -> judged.putIfAbsent(recorded.revision(), recorded));
            }
        }
    }

    /// Has bodies read from bundles, and takes nothing else from them.
    void holdBundled(BundledRecords records) {
        bundled = records;
        records.holdIn(bodies);
    }

    /// What bundles say.
    BundledRecords bundled() {
        return bundled;
    }

    /// Adds what the buckets have. Of keys with a recorded outcome the copies are not looked at one by one.
    void addBuckets() {
        Set<EventKey> recorded = new HashSet<>();
        facts.values().stream()
                .filter(fact -> !fact.recorded().isEmpty() && !bundlesAlone.contains(fact.attempt()))
                .forEach(fact -> recorded.add(fact.attempt().key()));
        Map<AttemptId, Seen> seen = new LinkedHashMap<>();
        try (Cursor<ListedAttempt> listing = bodies.list(Bucket.NEW, "")) {
            int order = 0;
            for (ListedAttempt one = listing.next(); one != null; one = listing.next()) {
                seen.put(new AttemptId(one.key(), one.version()), new Seen(one.storedMicros(), order++, Bucket.NEW));
            }
        }
        for (Bucket bucket : new Bucket[] {Bucket.ARCHIVE, Bucket.REJECTED}) {
            addCopies(bucket, recorded, seen);
        }
        seen.forEach((id, what) -> {
            AttemptFact known = facts.get(id);
            Set<Bucket> places = EnumSet.copyOf(what.places);
            if (known != null) {
                places.addAll(known.places());
            }
            TreeMap<Long, Recorded> copied = told.get(id);
            AttemptFact listed = new AttemptFact(id, what.arrivalMicros, what.order, places,
                    copied == null ? List.of() : List.copyOf(copied.values()));
            facts.put(id, known == null || copied != null ? listed : known.with(listed));
        });
    }

    private void addCopies(Bucket bucket, Set<EventKey> recorded, Map<AttemptId, Seen> seen) {
        List<ListedAttempt> copies = new ArrayList<>();
        try (Cursor<ListedAttempt> listing = bodies.list(bucket, "")) {
            for (ListedAttempt one = listing.next(); one != null; one = listing.next()) {
                if (!recorded.contains(one.key()) && (bundlesAlone.isEmpty() || !bundled.holds(one))) {
                    copies.add(one);
                }
            }
        }
        int order = seen.size();
        for (ListedAttempt copy : copies) {
            KeptAttempt kept = bodies.readKept(copy);
            if (kept == null) {
                foreign.add(copy.key() + " in " + bucket);
            } else {
                StoredAttempt attempt = kept.attempt();
                bodies.hold(attempt);
                kept.outcomes().forEach(outcome -> told.computeIfAbsent(attempt.id(), _ -> new TreeMap<>())
                        .putIfAbsent(outcome.revision(), timed(outcome, copy.storedMicros())));
                int place = order++;
                seen.computeIfAbsent(attempt.id(), _ -> new Seen(attempt.arrivalMicros(), place, bucket)).places
                        .add(bucket);
            }
        }
    }

    /// The judge keeps what is rejected as soon as that is committed, and does not know the time of the commit.
    private static Recorded timed(Recorded outcome, long keptMicros) {
        return outcome.decidedMicros() != 0 ? outcome
                : new Recorded(outcome.revision(), keptMicros, outcome.digest(), outcome.state(), outcome.code(),
                        outcome.reason(), outcome.cause(), outcome.sequences());
    }

    /// Whether any table told of any judgement. One that was made anew to hold the control item does not.
    boolean tablesTell() {
        return tablesTell;
    }

    /// The attempts of which bundles or copies alone tell what was recorded: as of when they were put, so that later judgements may be missing.
    Set<AttemptId> told() {
        return told.keySet();
    }

    /// What the buckets show of an attempt.
    private static final class Seen {
        private final long arrivalMicros;
        private final int order;
        private final Set<Bucket> places;

        Seen(long arrivalMicros, int order, Bucket first) {
            this.arrivalMicros = arrivalMicros;
            this.order = order;
            places = EnumSet.of(first);
        }
    }

    /// Has duplicates held that no bucket has any more, with the bytes of the attempt that they are duplicates of: nothing else keeps them once
    /// their versions have left the new bucket, and nothing else is to be known of them. To be called before bodies are asked for.
    void holdDuplicates() {
        record Bytes(EventKey key, Sha256 digest) {}
        Map<Bytes, AttemptId> judged = new HashMap<>();
        List<AttemptFact> gone = new ArrayList<>();
        for (AttemptFact fact : facts.values()) {
            if (fact.recorded().stream().anyMatch(one -> one.state() != null)) {
                judged.put(new Bytes(fact.attempt().key(), fact.recorded().getFirst().digest()), fact.attempt());
            } else if (!fact.recorded().isEmpty() && fact.places().isEmpty()) {
                gone.add(fact);
            }
        }
        Map<AttemptId, AttemptId> same = new LinkedHashMap<>();
        for (AttemptFact fact : gone) {
            AttemptId first = judged.get(new Bytes(fact.attempt().key(), fact.recorded().getFirst().digest()));
            if (first != null) {
                same.put(fact.attempt(), first);
            }
        }
        bodies.fetch(List.copyOf(same.values()));
        same.forEach((duplicate, first) -> {
            StoredAttempt stored = bodies.read(first);
            AttemptFact fact = facts.get(duplicate);
            if (stored != null && fact != null) {
                standIns.add(duplicate);
                bodies.hold(new StoredAttempt(duplicate, fact.arrivalMicros(), null, stored.body()));
            }
        });
    }

    /// The attempts, each with all that is known of it.
    List<AttemptFact> facts() {
        return List.copyOf(facts.values());
    }

    @Nullable
    AttemptFact fact(AttemptId id) {
        return facts.get(id);
    }

    /// The bodies, each read once.
    HeldBodies bodies() {
        return bodies;
    }

    /// Copies in the buckets that do not say which attempt they are of, in words.
    List<String> foreign() {
        return foreign;
    }

    /// Attempts whose bytes are not those that the record names, in words; reads all bodies.
    List<String> altered() {
        bodies.fetch(facts.keySet());
        List<String> altered = new ArrayList<>();
        MessageDigest sha256 = Sha256.newMessageDigest();
        for (AttemptFact fact : facts.values()) {
            boolean judged = !fact.recorded().isEmpty() && !standIns.contains(fact.attempt())
                    && !bundled.isCold(fact.attempt());
            StoredAttempt attempt = judged && bundled.trouble(fact.attempt(), bodies) == null
                    ? bodies.read(fact.attempt())
                    : null;
            if (attempt != null
                    && !attempt.body().digest(sha256).equals(fact.recorded().getFirst().digest())) {
                altered.add(fact.attempt() + " has other bytes than were judged");
            }
        }
        return altered;
    }
}
