package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Plan;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The generation that a recovery makes: one that an earlier recovery left unfinished, where it was made for the same, or a new one.
///
/// @param ledger  the generation, opened for writing
/// @param purpose what it is made for, as it says
/// @param resumed where it goes on, for people, or null when it is new
/// @param afresh  why one that was there did not serve, for people, or null when there was none
record Begun(LedgerStore ledger, Purpose purpose, @Nullable String resumed, @Nullable String afresh) {
    /// Takes the newest unfinished generation up, or makes a new one. Other unfinished ones are removed.
    ///
    /// @param inForce the generation in force, or null
    /// @param now     names a new one
    /// @param without tells what it is made without, see [Shortfall#mark()]
    /// @param unfit   why none that was left unfinished may be taken up, for people; or null when one may
    static Begun take(Stores stores, Plan plan, @Nullable String inForce, Instant now, String without,
            @Nullable String unfit) {
        List<Long> excluded = Exclusions.of(stores.log(), plan.goal().position()).positions();
        Purpose wanted = Purpose.of(plan, excluded.isEmpty() ? 0 : excluded.getLast(), without);
        List<String> unfinished = unfinished(stores, inForce);
        String newest = unfinished.isEmpty() ? null : unfinished.getLast();
        unfinished.stream().filter(name -> !name.equals(newest)).forEach(stores.generations()::delete);
        String afresh = unfit;
        if (newest != null && unfit == null) {
            Opened opened = open(stores, newest, wanted, plan);
            if (opened.ledger() != null && opened.purpose() != null) {
                return new Begun(opened.ledger(), opened.purpose(), where(newest, opened), null);
            }
            afresh = "starts again, not from the unfinished " + newest + ": " + opened.whyNot();
        }
        if (newest != null) {
            stores.generations().delete(newest);
        }
        // A name that was in force stays taken, even when its generation is lost.
        Set<String> taken = new HashSet<>(stores.generations().list());
        if (inForce != null) {
            taken.add(inForce);
        }
        LedgerStore ledger = stores.generations().create(GenerationNames.next(now, taken));
        boolean done = false;
        try {
            ledger.writeNote(wanted.toText());
            done = true;
            return new Begun(ledger, wanted, null, afresh);
        } finally {
            if (!done) {
                ledger.close();
            }
        }
    }

    /// Those that were begun after the one in force, in the order in which they were.
    static List<String> unfinished(Stores stores, @Nullable String inForce) {
        return stores.generations().list().stream().filter(name -> inForce == null || name.compareTo(inForce) > 0)
                .sorted().toList();
    }

    private record Opened(@Nullable LedgerStore ledger, @Nullable Purpose purpose, @Nullable String whyNot) {}

    private static Opened open(Stores stores, String name, Purpose wanted, Plan plan) {
        LedgerStore ledger;
        try {
            ledger = stores.generations().open(name);
        } catch (StorageException e) {
            return switch (e.kind()) {
                case DAMAGED, MISSING, UNSUPPORTED_FORMAT -> new Opened(null, null, String.valueOf(e.getMessage()));
                default -> throw e;
            };
        }
        Purpose purpose = Purpose.parse(ledger.note());
        long position = ledger.summary().position();
        String whyNot = purpose == null ? "it does not say what it was begun for" : purpose.whyNotFor(wanted);
        if (whyNot == null && position > plan.goal().position()) {
            whyNot = "it is at position " + position + ", after the target " + plan.goal().position();
        }
        if (whyNot == null) {
            return new Opened(ledger, purpose, null);
        }
        ledger.close();
        return new Opened(null, null, whyNot);
    }

    private static String where(String name, Opened opened) {
        LedgerStore ledger = opened.ledger();
        if (ledger == null || opened.purpose() == null || !opened.purpose().restored()) {
            return "resumes " + name + " while the base is being restored";
        }
        long filled = ledger.historyFilledTo();
        return "resumes " + name + " at position " + ledger.summary().position()
                + (filled == 0 ? "" : ", with history filled in up to position " + filled);
    }
}
