package io.tidemark.aws.recovery;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.testkit.generate.ArrivalsIntoLog;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;

/// What the embedded store comes to by a recovery of its own.
final class Embedded {
    private Embedded() {}

    /// The state digest as of the first of these arrivals.
    static String at(Path folder, List<Arrival> arrivals, int position) {
        return digest(folder, arrivals, position, false);
    }

    /// The state digest once processing went forward from there.
    static String forward(Path folder, List<Arrival> arrivals, int position) {
        return digest(folder, arrivals, position, true);
    }

    private static String digest(Path folder, List<Arrival> arrivals, int position, boolean forward) {
        ManualClock clock = ManualClock.atNewYear();
        try (EmbeddedHome home = EmbeddedHome.create(folder, clock)) {
            Stores stores = home.stores();
            ArrivalsIntoLog.put(stores.log(), arrivals);
            process(stores);
            new Recovery(stores, clock).execute(
                    new Planner(stores, clock).plan(
                            new PlanRequest(new Target.AtPosition(position), null, false, false),
                            Progress.NONE),
                    RecoveryOptions.DEFAULT, Progress.NONE);
            if (forward) {
                ControlItem.State control = stores.control().read();
                stores.control().update(control, control.withPausedAt(null));
                process(stores);
            }
            StateDigest digest = new StateDigest();
            try (LedgerStore ledger = ActiveLedger.open(stores, () -> "none");
                    Cursor<Account> accounts = ledger.accounts()) {
                for (Account account = accounts.next(); account != null; account = accounts.next()) {
                    digest.add(account);
                }
            }
            return digest.finish().toString();
        }
    }

    private static void process(Stores stores) {
        try (Processor processor = new Processor(stores, ActiveLedger.open(stores, () -> "g1"),
                FoldRun.Options.DEFAULT)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        }
    }
}
