package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
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
    /// Attempts of which no table tells, with what the copies in the buckets tell was recorded of them.
    private final Map<AttemptId, TreeMap<Long, Recorded>> told = new HashMap<>();
    /// Copies that do not say what they are copies of.
    private final List<String> foreign = new ArrayList<>();

    Evidence(AttemptStore attempts) {
        bodies = new HeldBodies(attempts);
    }

    private boolean tablesTell;

    /// Adds what tables recorded. What is known of an attempt twice is put together.
    void addRecorded(List<AttemptFact> recorded) {
        tablesTell |= recorded.stream().anyMatch(fact -> !fact.recorded().isEmpty());
        recorded.forEach(fact -> facts.merge(fact.attempt(), fact, Evidence::together));
    }

    private static AttemptFact together(AttemptFact a, AttemptFact b) {
        Map<Long, Recorded> byRevision = new TreeMap<>();
        for (Recorded one : a.recorded()) {
            byRevision.put(one.revision(), one);
        }
        for (Recorded one : b.recorded()) {
            // What an entry alone tells of has no revision: it adds to the acceptance that the index knows of, or stands for it.
            Recorded same = byRevision.values().stream()
                    .filter(each -> each.state() == one.state() && each.state() != null).findFirst().orElse(null);
            if (same == null) {
                byRevision.put(one.revision(), one);
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

    /// Adds what the buckets have. Of keys with a recorded outcome the copies are not looked at one by one.
    void addBuckets() {
        Set<EventKey> recorded = new HashSet<>();
        facts.values().stream().filter(fact -> !fact.recorded().isEmpty())
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
                if (!recorded.contains(one.key())) {
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

    /// The attempts of which copies alone tell what was recorded: as of when they were put, so that later judgements may be missing.
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
            StoredAttempt attempt = fact.recorded().isEmpty() ? null : bodies.read(fact.attempt());
            if (attempt != null
                    && !attempt.body().digest(sha256).equals(fact.recorded().getFirst().digest())) {
                altered.add(fact.attempt() + " has other bytes than were judged");
            }
        }
        return altered;
    }
}
