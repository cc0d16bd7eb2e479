package io.tidemark.app.doctor;

import io.tidemark.NotOfferedException;
import io.tidemark.Tidemark;
import io.tidemark.app.doctor.Finding.Symptom;
import io.tidemark.app.reading.Status;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.receipt.ReceiptCheck;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Looks for symptoms. One use, one thread.
public final class Doctor {
    /// How long a follow-up may wait, an event stay in the new bucket, and a snapshot be old.
    private static final Duration LONG = Duration.ofDays(1);
    private static final int MOST_NAMED = 5;

    private final Tidemark tidemark;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    /// A doctor for an installation that is open for reading.
    ///
    /// @param clock tells what is old
    public Doctor(Tidemark tidemark, InstantSource clock) {
        this.tidemark = tidemark;
        now = clock.instant();
    }

    /// Looks at everything.
    ///
    /// @param readEvents whether to read all events, to find those that cannot be read
    /// @param progress   hears of the events read
    /// @return what was found, the worst first; nothing when all is well
    public List<Finding> examine(boolean readEvents, Progress progress) {
        Status status = status();
        if (status != null) {
            ledger(status);
            events(status, readEvents, progress);
            business(status);
        }
        snapshots(status);
        receipts();
        findings.sort(Comparator.comparing(finding -> finding.symptom().severity()));
        return List.copyOf(findings);
    }

    private void add(Symptom symptom, String evidence, String command) {
        findings.add(new Finding(symptom, evidence, command));
    }

    private @Nullable Status status() {
        try {
            return tidemark.status();
        } catch (StorageException e) {
            switch (e.kind()) {
                case MISSING, DAMAGED -> add(Symptom.EVENTS_UNREADABLE, said(e), "tidemark status");
                case UNSUPPORTED_FORMAT, FROZEN, LOCKED, FULL, READ_ONLY, FAILED -> throw e;
            }
            return null;
        }
    }

    private static String said(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void ledger(Status status) {
        if (status.condition() instanceof LedgerCondition.Unusable unusable) {
            add(switch (unusable.trouble()) {
                case MISSING, FOREIGN -> Symptom.LEDGER_LOST;
                case BEHIND, DAMAGED -> Symptom.LEDGER_DAMAGED;
                case IN_DOUBT -> Symptom.LEDGER_IN_DOUBT;
                case EXCLUSION_DUE -> Symptom.EXCLUSION_DUE;
            }, unusable.description(), "tidemark plan, then tidemark recover");
        }
    }

    private void events(Status status, boolean readEvents, Progress progress) {
        if (status.position() == Status.NO_POSITION) {
            return;
        }
        Plan plan;
        try {
            plan = tidemark.plan(new PlanRequest(null, null, true, readEvents), progress);
        } catch (StorageException e) {
            boolean cold = e.kind() == StorageException.Kind.FROZEN;
            add(cold ? Symptom.COLD : Symptom.EVENTS_UNREADABLE, said(e),
                    cold ? "tidemark bundle list" : "tidemark plan");
            return;
        }
        Plan.Loss loss = plan.loss();
        if (loss != null) {
            add(Symptom.EVENTS_LOST, loss.damage().description(), "tidemark plan");
        }
        Places.Lost lost = plan.places().lost();
        if (lost != null) {
            List<String> bundles = lost.first().stream().map(held -> held.bundle()).distinct().toList();
            add(Symptom.BUNDLE_LOST, lost.attempts() + " events of " + lost.accounts().size() + " accounts were in "
                    + some(bundles), "tidemark bundle verify");
        } else {
            plan.damage().forEach(damage -> add(Symptom.EVENTS_DAMAGED, damage.description(), "tidemark plan"));
        }
        if (!plan.places().cold().isEmpty()) {
            add(Symptom.COLD, plan.places().cold().size() + " bundles have to be thawed before all events can be read",
                    "tidemark bundle list");
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    private void business(Status status) {
        pauses(status);
        if (status.ledger() == null) {
            return;
        }
        long unprocessed = status.position() - status.ledger().position();
        if (status.position() != Status.NO_POSITION && status.pausedAt() == null && unprocessed > 0) {
            add(Symptom.UNPROCESSED, unprocessed + " events were put and are not processed", "tidemark process");
        }
        waiting(status);
        notExpired(status);
    }

    private void pauses(Status status) {
        if (status.pausedAt() != null) {
            add(Symptom.PAUSED, "processing is paused at " + (status.position() == Status.NO_POSITION
                    ? Instant.EPOCH.plus(status.pausedAt(), ChronoUnit.MICROS).toString()
                    : "position " + status.pausedAt()), "tidemark resume --forward");
        }
        if (status.paused().everything()) {
            add(Symptom.PAUSED, "all processing is paused", "tidemark resume");
        }
        List<String> without = status.byLoss().stream().sorted().toList();
        if (!without.isEmpty()) {
            add(Symptom.BUNDLE_LOST, (without.size() == 1 ? "account " : "accounts ") + some(without)
                    + (without.size() == 1 ? " is" : " are") + " paused because events are lost", "tidemark plan");
        }
        List<String> accounts = status.paused().accounts().stream().filter(one -> !status.byLoss().contains(one))
                .sorted().toList();
        if (!accounts.isEmpty()) {
            // Elsewhere than in a home nobody counts what is held.
            String held = status.position() == Status.NO_POSITION
                    ? ""
                    : ", with " + held(status) + (held(status) == 1 ? " attempt" : " attempts") + " held";
            add(Symptom.PAUSED, (accounts.size() == 1 ? "paused is account " : "paused are the accounts ")
                    + some(accounts) + held,
                    "tidemark resume " + String.join(" ", accounts.subList(0, Math.min(MOST_NAMED, accounts.size()))));
        }
    }

    private static long held(Status status) {
        return status.held().values().stream().mapToLong(Long::longValue).sum();
    }

    private void waiting(Status status) {
        List<Status.Waiting> old = status.waiting().stream().filter(each -> isOld(each.sinceMicros())).toList();
        if (!old.isEmpty()) {
            Status.Waiting first = old.getFirst();
            add(Symptom.ORIGINALS_MISSING, old.size() + (old.size() == Status.MAX_WAITING ? " or more" : "")
                    + " follow-ups have waited for more than a day; " + first.key() + " waits for "
                    + first.original(), "tidemark event " + first.key());
        }
    }

    private void notExpired(Status status) {
        long inNew = status.buckets().getOrDefault(Bucket.NEW, 0L);
        Status.Range range = status.restorable();
        if (status.position() == Status.NO_POSITION || range == null || status.ledger() == null) {
            return;
        }
        long open = status.ledger().counts().waiting() + held(status) + status.position() - status.ledger().position();
        boolean sinceLong = isOld(range.fromMicros()) && status.buckets().getOrDefault(Bucket.ARCHIVE, 0L) == 0;
        if (sinceLong && inNew > open) {
            add(Symptom.NOT_EXPIRED,
                    inNew + " events are in the new bucket, none in the archive, and the first came on "
                            + moment(range.fromMicros()),
                    "tidemark expire");
        }
    }

    private boolean isOld(long micros) {
        return moment(micros).isBefore(now.minus(LONG));
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private void snapshots(@Nullable Status status) {
        List<SnapshotManifest> whole = new ArrayList<>();
        for (SnapshotCheck check : tidemark.snapshots().list()) {
            if (check.isWhole() && check.manifest() != null) {
                whole.add(check.manifest());
            } else {
                add(Symptom.SNAPSHOT_DAMAGED, "snapshot " + check.id() + ": " + check.damageText(),
                        "tidemark snapshot verify " + check.id());
            }
        }
        Instant newest = whole.stream().map(SnapshotManifest::createdAt).filter(Objects::nonNull)
                .max(Comparator.naturalOrder()).orElse(null);
        boolean business = status != null && status.ledger() != null && status.ledger().counts().total() > 0;
        if (business && (newest == null || newest.isBefore(now.minus(LONG)))) {
            add(Symptom.NO_SNAPSHOT, newest == null ? "there is no whole snapshot"
                    : "the newest whole snapshot is of "
                            + newest,
                    "tidemark snapshot create");
        }
    }

    private void receipts() {
        try {
            for (ReceiptCheck check : tidemark.receipts().list()) {
                if (check.receipt() == null) {
                    add(Symptom.RECEIPT_DAMAGED, "receipt " + check.id() + ": " + check.damage(),
                            "tidemark receipt verify " + check.id());
                }
            }
        } catch (NotOfferedException _) {
            // Where there are none, none can be damaged.
        }
    }
}
