package io.tidemark;

import io.tidemark.app.reading.StatusReading;
import io.tidemark.core.ledger.AccountNumbers;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Stores;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pauses of a home: of everything, which the control item keeps, and of accounts, which are control records among the events.
final class HomePauses {
    private final Supplier<Stores> stores;
    private final LedgerInForce ledger;

    HomePauses(Supplier<Stores> stores, LedgerInForce ledger) {
        this.stores = stores;
        this.ledger = ledger;
    }

    /// Pauses everything where the ledger stands, unless it is paused already.
    ///
    /// @return no accounts
    Set<String> pauseAll() {
        return ledger.process((_, reader) -> {
            ControlItem control = stores.get().control();
            ControlItem.State state = control.read();
            if (state.pausedAt() == null) {
                control.update(state, state.withPausedAt(reader.summary().position()));
            }
            return Set.of();
        });
    }

    /// Ends the pause of everything.
    ///
    /// @return where it was, or null when there was none
    @Nullable
    Long resumeAll() {
        return ledger.whileClosed(open -> {
            ControlItem.State control = open.control().read();
            if (control.pausedAt() != null) {
                open.control().update(control, control.withPausedAt(null));
            }
            return control.pausedAt();
        });
    }

    /// Pauses accounts.
    ///
    /// @return those that were not paused
    Set<String> pause(Set<String> accounts, String operator, String reason) {
        return decide(accounts, false, ControlAction.PauseAccount::new, operator, reason);
    }

    /// Ends the pauses of accounts, and has what was held for them judged.
    ///
    /// @return those that were paused
    /// @throws io.tidemark.core.port.StorageException of kind `MISSING` when one is paused because events are lost
    Set<String> resume(Set<String> accounts, String operator, String reason) {
        return decide(accounts, true, ControlAction.ResumeAccount::new, operator, reason);
    }

    /// Pauses accounts that a recovery found to differ, for whoever works alone on the ledger.
    ///
    /// @return whether they are paused; false when everything is
    boolean pauseDiffering(Set<String> accounts, String why) {
        return ledger.processWithin((processor, reader) -> {
            if (stores.get().control().read().pausedAt() != null) {
                return false;
            }
            decide(processor, reader, accounts, false, ControlAction.PauseAccount::new, "tidemark recover", why);
            return true;
        });
    }

    /// Makes sure that these can be accounts.
    ///
    /// @throws IllegalArgumentException when one of them cannot
    static void requireNumbers(Set<String> accounts) {
        for (String account : accounts) {
            if (!AccountNumbers.isNumber(account)) {
                throw new IllegalArgumentException("no account has the number \"" + account + "\"");
            }
        }
    }

    private Set<String> decide(Set<String> accounts, boolean paused, Function<String, ControlAction> action,
            String operator, String reason) {
        requireNumbers(accounts);
        return ledger.process((processor, reader) -> {
            Long pausedAt = stores.get().control().read().pausedAt();
            if (pausedAt != null) {
                // Written down now, the decision would take effect only after everything that the pause holds back.
                throw new PausedException(pausedAt);
            }
            if (paused) {
                LostEvents.requireNone(stores.get(), reader, accounts);
            }
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            if (paused) {
                // What was processed may have reached others.
                LostEvents.requireNone(stores.get(), reader, accounts);
            }
            return decide(processor, reader, accounts, paused, action, operator, reason);
        });
    }

    private Set<String> decide(Processor processor, LedgerReader reader, Set<String> accounts, boolean paused,
            Function<String, ControlAction> action, String operator, String reason) {
        Set<String> before = StatusReading.paused(reader);
        Set<String> due = new TreeSet<>(accounts);
        due.removeIf(account -> before.contains(account) != paused);
        due.forEach(account -> stores.get().log().control(action.apply(account), operator, reason));
        processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        return due;
    }

    /// What is paused but for everything.
    Pauses.State read() {
        return ledger.look(reader -> new Pauses.State(false, StatusReading.paused(reader)));
    }
}
