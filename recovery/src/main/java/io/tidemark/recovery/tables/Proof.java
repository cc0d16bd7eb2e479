package io.tidemark.recovery.tables;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.replay.GenerationNames;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Proves an order of steps in stores of its own: puts the attempts there in that order, folds them by the rules, has the second reader
/// fold them by other code from the same bodies, and holds the three against each other. Not thread-safe.
final class Proof implements AutoCloseable {
    private static final int AT_ONCE = 1000;

    private final Workspaces.Workspace workspace;
    private final Stores stores;
    private final InstantSource clock;
    private final Replay.Replayed replayed;
    private final Differences differences;

    Proof(Workspaces workspaces, InstantSource clock, Replay.Replayed replayed, Differences differences) {
        this.workspace = workspaces.open();
        this.stores = workspace.stores();
        this.clock = clock;
        this.replayed = replayed;
        this.differences = differences;
    }

    /// What the fold and the second reader came to.
    ///
    /// @param second      the second reader's report
    /// @param counts      how attempts stand
    /// @param accounts    how many accounts there are
    /// @param stateDigest their state digest
    record Proven(VerifyReport second, OutcomeCounts counts, long accounts, Sha256 stateDigest) {}

    /// Folds everything twice and adds what differs to the differences.
    Proven prove(VerifyOptions options, Progress progress) {
        put();
        try (Processor processor = new Processor(stores,
                ActiveLedger.open(stores, () -> GenerationNames.next(clock.instant(), List.of())),
                FoldRun.Options.DEFAULT)) {
            processor.process(Long.MAX_VALUE, progress, () -> false);
        }
        try (LedgerReader view = ledger()) {
            VerifyReport second = new Verifier(stores, clock).verify(view, options, progress);
            second.differences().first().forEach(differences::add);
            compareStandings(view);
            Sha256 digest = States.digest(replayed.book().accounts());
            if (!digest.equals(second.stateDigest())) {
                differences.add(Difference.ofWhole(Kind.COUNTS, "state digest " + second.stateDigest()
                        + " by the second reader", digest + " by the replay"));
            }
            return new Proven(second, view.summary().counts(), second.accounts(), second.stateDigest());
        }
    }

    /// The ledger that the fold came to.
    LedgerReader ledger() {
        LedgerReader ledger = ActiveLedger.openForReading(stores);
        if (ledger == null) {
            throw new IllegalStateException("nothing was folded");
        }
        return ledger;
    }

    private void put() {
        EventLog log = stores.log();
        List<NewAttempt> together = new ArrayList<>();
        for (Round.Taken taken : replayed.taken()) {
            Step step = taken.step();
            Judgement judgement = taken.commit().judgements().getFirst();
            if (step.kind == Step.Kind.JUDGE) {
                together.add(new NewAttempt(step.key(), judgement.attempt().body(), null));
                if (together.size() == AT_ONCE) {
                    put(log, together);
                }
            } else {
                put(log, together);
                log.control(step.kind == Step.Kind.RETRY ? new ControlAction.Retry(step.key())
                        : new ControlAction.Reject(step.key()), "recorded", step.decision());
            }
        }
        put(log, together);
    }

    private static void put(EventLog log, List<NewAttempt> attempts) {
        if (!attempts.isEmpty()) {
            log.put(attempts);
            attempts.clear();
        }
    }

    /// Holds how the replay says that keys stand against the fold.
    private void compareStandings(LedgerReader view) {
        long rejected = 0;
        try (Cursor<RejectedKey> keys = view.rejectedKeys()) {
            for (RejectedKey key = keys.next(); key != null; key = keys.next()) {
                KeyRecord record = replayed.book().key(key.key());
                if (record.standing() != KeyStanding.REJECTED || record.code() != key.code()) {
                    differences.add(Difference.ofKey(Kind.KEY, key.key().text(), record.account(),
                            "rejected (" + key.code() + ") by the fold", States.text(record) + " by the replay"));
                }
                rejected++;
            }
        }
        long counted = replayed.book().records().values().stream()
                .filter(record -> record.standing() == KeyStanding.REJECTED).count();
        if (counted != rejected) {
            differences.add(Difference.ofWhole(Kind.COUNTS, rejected + " rejected keys by the fold",
                    counted + " by the replay"));
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
