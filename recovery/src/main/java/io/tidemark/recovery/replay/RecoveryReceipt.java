package io.tidemark.recovery.replay;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.receipt.Draft;
import io.tidemark.recovery.receipt.Draft.Claim;
import io.tidemark.recovery.receipt.Draft.Unproven;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the receipt of a recovery says.
public final class RecoveryReceipt {
    /// How many attempts that were decided afresh, and accounts that differ, are named; all are counted.
    private static final int MOST_NAMED = 1000;

    private RecoveryReceipt() {}

    /// The receipt of a recovery, to be issued.
    public static Draft of(RecoveryResult result) {
        Draft.Outcome outcome = Draft.Outcome.valueOf(result.outcome().name());
        Plan plan = result.plan();
        RecoveryResult.NewLedger ledger = result.ledger();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("milliseconds", milliseconds(result));
        members.put("outcome", outcome);
        members.put("exitCode", outcome.exitCode());
        if (outcome != Draft.Outcome.NOTHING_TO_DO) {
            members.put("base", base(plan.base()));
        }
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("position", plan.goal().position());
        if (plan.goal().pausedAt() != null) {
            target.put("pausedAt", plan.goal().pausedAt());
        }
        Plan.Moment moment = plan.goal().moment();
        if (moment != null) {
            target.put("to", Instant.EPOCH.plus(moment.micros(), ChronoUnit.MICROS).toString());
        }
        members.put("target", target);
        Sha256 eventSet = result.eventSet();
        if (eventSet != null) {
            Map<String, Object> events = new LinkedHashMap<>();
            events.put("records", ledger == null ? plan.goal().position() : ledger.position());
            events.put("digest", eventSet);
            members.put("events", events);
        }
        if (ledger != null) {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("generation", ledger.generation());
            state.put("accounts", ledger.accounts());
            state.put("entries", ledger.entries());
            state.put("digest", ledger.stateDigest());
            members.put("state", state);
            members.put("attempts", attempts(ledger.counts()));
        }
        Exclusion exclusion = plan.exclusion();
        if (exclusion != null && !exclusion.isEmpty()) {
            members.put("exclusion", exclusion(exclusion, plan.goal().position(), result.proof().unchanged()));
        }
        RecoveryResult.Decided decided = result.decided();
        List<String> afresh = decided == null ? List.of() : decided.afresh();
        members.put("decidedAfresh", (long) afresh.size());
        members.put("decidedAfreshFirst", afresh.subList(0, Math.min(MOST_NAMED, afresh.size())));
        Draft.addClaims(members, unproven(result));
        members.put("differences", result.differences().total());
        members.put("damaged", result.damage().stream().map(Plan.Damage::description).toList());
        members.put("snapshotsMet", result.proof().snapshotsMet());
        List<String> differing = result.course().differing();
        if (!differing.isEmpty()) {
            members.put("accountsThatDiffer", (long) differing.size());
            members.put("accountsThatDifferFirst", differing.subList(0, Math.min(MOST_NAMED, differing.size())));
            members.put("accountsPaused", result.course().paused());
        }
        addLost(members, result.course());
        return new Draft(Draft.Kind.RECOVER, result.startedAt(), members);
    }

    private static void addLost(Map<String, Object> members, Course course) {
        Places.Lost lost = course.lost();
        if (lost != null) {
            members.put("eventsLost", lost.attempts());
            members.put("eventsLostFirst",
                    lost.first().stream().limit(MOST_NAMED).map(held -> held.key().text()).toList());
            List<String> without = course.without();
            members.put("accountsPausedByLoss", (long) without.size());
            members.put("accountsPausedByLossFirst", without.subList(0, Math.min(MOST_NAMED, without.size())));
        }
    }

    private static Map<String, Object> exclusion(Exclusion exclusion, long position,
            RecoveryResult.@Nullable Unchanged unchanged) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("position", position);
        tree.put("events", (long) exclusion.events().size());
        tree.put("accounts", (long) exclusion.accounts().size());
        tree.put("shortfalls", (long) exclusion.shortfalls().size());
        if (unchanged != null) {
            tree.put("unchanged", unchanged.accounts());
        }
        return tree;
    }

    /// How attempts stand, as receipts say it.
    private static Map<String, Object> attempts(OutcomeCounts counts) {
        Map<String, Object> attempts = new LinkedHashMap<>();
        attempts.put("accepted", counts.accepted());
        attempts.put("waiting", counts.waiting());
        attempts.put("rejected", new TreeMap<>(counts.rejected()));
        return attempts;
    }

    private static Map<String, Object> base(Plan.Base base) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (base.snapshot() != null) {
            tree.put("snapshot", base.snapshot().id());
        } else if (base.backup() != null) {
            tree.put("backup", base.backup());
        }
        tree.put("position", base.position());
        return tree;
    }

    private static Map<String, Object> milliseconds(RecoveryResult result) {
        RecoveryResult.Durations durations = result.durations();
        Map<String, Object> millis = new LinkedHashMap<>();
        if (result.course().opened() != null) {
            millis.put("opened", result.course().opened().toMillis());
        }
        millis.put("restore", durations.restore().toMillis());
        millis.put("replay", durations.replay().toMillis());
        millis.put("history", durations.history().toMillis());
        millis.put("prove", durations.prove().toMillis());
        millis.put("total", durations.total().toMillis());
        return millis;
    }

    private static List<Unproven> unproven(RecoveryResult result) {
        List<Unproven> unproven = new ArrayList<>();
        if (result.outcome() != RecoveryResult.Outcome.DONE) {
            String why = switch (result.outcome()) {
                case NOTHING_TO_DO -> "nothing was done";
                case INCOMPLETE -> "events are missing or cannot be read";
                case DIFFERENT, DONE -> "something is not as it must be";
            };
            for (Claim claim : Claim.values()) {
                unproven.add(new Unproven(claim, why));
            }
            return unproven;
        }
        RecoveryResult.Proof proof = result.proof();
        VerifyReport second = proof.secondReader();
        if (second == null || !second.isProven()) {
            unproven.add(new Unproven(Claim.SECOND_READER, "the second reader was not asked: --prove"));
        }
        if (!proof.invariants()) {
            unproven.add(new Unproven(Claim.INVARIANTS, "they were not looked at"));
        }
        if (proof.snapshotsMet().isEmpty()) {
            unproven.add(new Unproven(Claim.SNAPSHOTS, "there is no snapshot in reach"));
        }
        if (!proof.attempts()) {
            unproven.add(new Unproven(Claim.ATTEMPTS, "they were not looked at"));
        }
        return unproven;
    }
}
