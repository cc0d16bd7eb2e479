package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Moments;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.cli.render.Value;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.receipt.Issued;
import io.tidemark.recovery.replay.Course;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plans, results and reports as people read them. Programs get the whole documents instead.
final class Summaries {
    private static final int MOST_NAMED = 20;

    private Summaries() {}

    static Fields of(Plan plan) {
        Fields fields = new Fields().add("plan", plan.summary())
                .add("ledger", plan.situation().description()).add("restorable", restorable(plan.range()));
        if (plan.action() == Plan.Action.NOTHING) {
            return plan.completeness() == null ? fields : addCompleteness(fields, plan);
        }
        SnapshotManifest base = plan.base().snapshot();
        String backup = plan.base().backup();
        String from = backup != null ? "backup " + backup : base == null ? "nothing" : "snapshot " + base.id();
        fields.add("base", from + ": " + plan.base().reason())
                .add("goal", goal(plan.goal())
                        + (plan.goal().pausedAt() == null ? "" : ", and paused there"))
                .add("events", String.format(Locale.ROOT, "%,d to replay, %,d before the base to fill in, %s%,d bytes",
                        plan.work().toReplay(), plan.work().historyToFill(),
                        plan.work().bytesEstimated() ? "about " : "", plan.work().bytes()))
                .add("time", "about " + Moments.duration(Math.max(1, plan.work().estimatedSeconds())));
        if (plan.work().tiers().size() > 1) {
            fields.add("tiers", tiers(plan.work().tiers()));
        }
        if (plan.work().historyToFill() > 0 && !plan.places().history().isEmpty()) {
            fields.add("historyTiers", tiers(plan.places().history()));
        }
        if (!plan.places().cold().isEmpty()) {
            fields.addAll("toThaw", plan.places().cold(), cold -> Trees.fields(cold.toTree()));
        }
        if (plan.work().accounts() != null) {
            fields.add("accounts", plan.work().accounts());
        }
        return addCompleteness(fields, plan);
    }

    private static String goal(Plan.Goal goal) {
        Plan.Moment moment = goal.moment();
        return moment == null ? "position " + goal.position()
                : goal.position() + " attempts, as of " + Moments.format(moment.micros());
    }

    private static String tiers(Map<String, Long> tiers) {
        return String.join(", ", tiers.entrySet().stream().map(tier -> tier.getValue() + " " + tier.getKey()).toList());
    }

    private static Fields addCompleteness(Fields fields, Plan plan) {
        Plan.Completeness completeness = plan.completeness();
        fields.add("completeness", completeness == null ? "known when it is done" : completeness.name());
        Places.Lost lost = plan.places().lost();
        if (lost != null) {
            fields.add("lostInBundles", lost.attempts() + " events of " + lost.accounts().size() + " accounts: "
                    + first(lost.accounts()) + "; `tidemark bundle verify --output json` names them");
        }
        return plan.missing().isEmpty()
                ? fields
                : fields.addAll("missing", plan.missing(), damage -> new Fields().add("from", damage.firstPosition())
                        .add("to", damage.lastPosition()).add("description", damage.description()));
    }

    private static String first(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                + (names.size() > MOST_NAMED ? ", ..." : "");
    }

    /// What can be done about events that are lost, one sentence.
    static String waysOutOf(Plan.Loss loss) {
        String lost = "positions " + loss.damage().firstPosition() + " to " + loss.damage().lastPosition()
                + " are lost: restore events/ from a backup, or go on without them: tidemark recover --to position:"
                + (loss.damage().firstPosition() - 1);
        return loss.snapshots().isEmpty()
                ? lost
                : lost + "; if nothing is lost and " + loss.snapshots().getFirst()
                        + " is another home's: tidemark snapshot delete " + String.join(" ", loss.snapshots());
    }

    private static String restorable(Plan.Range range) {
        Long from = range.firstArrivalMicros();
        Long to = range.lastArrivalMicros();
        return range.lastPosition() == 0
                ? "nothing: there are no events"
                : "positions " + range.firstPosition() + " to " + range.lastPosition() + (from == null || to == null
                        ? ""
                        : ", " + Moments.format(from) + " to " + Moments.format(to));
    }

    static Fields of(RecoveryResult result) {
        if (result.outcome() == RecoveryResult.Outcome.NOTHING_TO_DO) {
            return addReceipt(new Fields().add("outcome", result.plan().summary()), result.receipt());
        }
        RecoveryResult.NewLedger ledger = result.ledger();
        Fields fields = new Fields().add("outcome", outcome(result));
        addCourse(fields, result.course());
        if (ledger != null) {
            fields.add("ledger", ledger.generation()).add("position", ledger.position())
                    .add("accounts", ledger.accounts()).add("accepted", ledger.counts().accepted())
                    .add("rejected", ledger.counts().rejectedTotal()).add("waiting", ledger.counts().waiting())
                    .add("stateDigest", ledger.stateDigest().toString());
        }
        Exclusion exclusion = result.plan().exclusion();
        if (exclusion != null && !exclusion.isEmpty()) {
            fields.add("excluded", ExclusionSummary.taken(exclusion));
        }
        RecoveryResult.Proof proof = result.proof();
        VerifyReport second = proof.secondReader();
        fields.addAll("proven", provenBy(result), Value::of);
        if (second != null) {
            fields.add("secondReader", of(second));
        }
        addDifferences(fields, result.differences());
        RecoveryResult.Decided decided = result.decided();
        if (decided != null) {
            fields.add("decidedAfresh", decided.afresh().size()).addAll("afresh", decided.afresh(), Value::of)
                    .add("toldByBuckets", decided.byBucket()).add("itemsWritten", decided.items());
            if (!decided.removed().isEmpty()) {
                fields.addAll("removed", decided.removed(), Value::of);
            }
        }
        RecoveryResult.Durations took = result.durations();
        return addReceipt(fields, result.receipt()).add("took",
                seconds(took.total()) + " (restore " + seconds(took.restore()) + ", replay "
                        + seconds(took.replay()) + ", history " + seconds(took.history()) + ", prove "
                        + seconds(took.prove())
                        + ")");
    }

    private static void addCourse(Fields fields, Course course) {
        if (course.opened() != null) {
            fields.add("opened", opened(course));
        }
        if (course.resumed() != null) {
            fields.add("resumed", course.resumed());
        }
        if (course.afresh() != null) {
            fields.add("afresh", course.afresh());
        }
        Places.Lost lost = course.lost();
        if (lost != null) {
            fields.add("completeness", Plan.Completeness.MISSING_LOST.name())
                    .add("lostInBundles", lost.attempts() + " events of " + lost.accounts().size() + " accounts: "
                            + first(lost.accounts()))
                    .addAll("lost", lost.first().subList(0, Math.min(MOST_NAMED, lost.first().size())),
                            held -> new Fields().add("key", held.key().text()).add("position", held.position())
                                    .add("bundle", held.bundle()).add("accounts", String.join(", ", held.accounts())))
                    .addAll("accountsPausedByLoss", course.without(), Value::of);
        }
        if (!course.differing().isEmpty()) {
            fields.addAll("accountsThatDiffer", course.differing(), Value::of).add("accountsPaused",
                    new Value.Truth(course.paused()));
        }
    }

    /// When a ledger was open for new events.
    static String opened(Course course) {
        Duration after = course.opened();
        return "open for new events after " + seconds(after == null ? Duration.ZERO : after);
    }

    private static String outcome(RecoveryResult result) {
        boolean isOpen = result.course().opened() != null;
        return switch (result.outcome()) {
            case DONE -> "recovered and in force"
                    + (result.plan().goal().pausedAt() == null ? "" : ", paused at the target");
            case DIFFERENT -> isOpen
                    ? "not what it must be; the new ledger stays open, but for the accounts that differ"
                    : "not what it must be; the ledger from before stays in force";
            case INCOMPLETE -> result.course().lost() != null
                    ? "MISSING_LOST: recovered and in force without what is lost; the accounts that it reaches are paused"
                    : isOpen
                            ? "events cannot be read; the new ledger stays open without its history"
                            : "events cannot be read; the ledger from before stays in force";
            case NOTHING_TO_DO -> "nothing to do";
        };
    }

    private static List<String> provenBy(RecoveryResult result) {
        RecoveryResult.Proof proof = result.proof();
        return Stream.of(proof.invariants() ? "the invariants, in every commit" : "",
                proof.baseMet() ? "the history before the base meets the base, item by item" : "",
                proof.snapshotsMet().isEmpty()
                        ? ""
                        : "the chain heads of every snapshot on the way: "
                                + String.join(", ", proof.snapshotsMet()),
                proof.attempts() ? "every attempt is accounted for" : "", ExclusionSummary.proof(proof.unchanged()),
                proof.secondReader() != null && proof.secondReader().isProven()
                        ? "every entry, by the second reader"
                        : "")
                .filter(line -> !line.isEmpty()).toList();
    }

    static Fields of(VerifyReport report) {
        Fields fields = new Fields()
                .add("outcome", report.isProven()
                        ? "proven: everything is what the events say"
                        : "not proven" + (report.isHistoryComplete()
                                ? ""
                                : ": the history before position " + report.grounds().historyFrom()
                                        + " is not there yet"))
                .add("position", report.position()).add("records", report.records()).add("entries", report.entries())
                .add("accounts", report.accounts()).add("stateDigest", report.stateDigest().toString())
                .addAll("snapshotsMet", report.snapshotsMet(), Value::of);
        addDifferences(fields, report.differences());
        if (!report.damage().isEmpty()) {
            fields.addAll("damage", report.damage(), Value::of);
        }
        return addReceipt(fields, report.receipt()).add("took", seconds(report.duration()));
    }

    private static Fields addReceipt(Fields fields, @Nullable Issued receipt) {
        return receipt == null ? fields : fields.add("receipt", receipt.summary());
    }

    private static void addDifferences(Fields fields, Differences.Found differences) {
        fields.add("differences", differences.total());
        if (differences.total() > 0) {
            fields.addAll("first", differences.first(), difference -> new Fields().add("kind", difference.kind().name())
                    .add("account", difference.account()).add("sequence", Value.ofNullable(difference.sequence()))
                    .add("key", difference.key()).add("position", Value.ofNullable(difference.position()))
                    .add("expected", difference.expected()).add("found", difference.found()));
        }
    }

    /// How many differences there are, and where the first one is.
    static String differencesText(Differences.Found differences) {
        String many = differences.total() == 1 ? "1 difference" : differences.total() + " differences";
        Difference first = differences.first().isEmpty() ? null : differences.first().getFirst();
        return first == null ? many : many + ", the first in " + place(first);
    }

    private static String place(Difference difference) {
        StringBuilder place = new StringBuilder();
        append(place, "account", difference.account());
        append(place, "sequence", difference.sequence());
        append(place, "event", difference.key());
        append(place, "position", difference.position());
        return place.isEmpty() ? "the whole" : place.toString();
    }

    private static void append(StringBuilder place, String name, @Nullable Object value) {
        if (value != null) {
            place.append(place.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%03d s", duration.toSeconds(), duration.toMillisPart());
    }
}
