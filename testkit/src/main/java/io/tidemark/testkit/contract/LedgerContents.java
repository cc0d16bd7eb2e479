package io.tidemark.testkit.contract;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import java.util.ArrayList;
import java.util.List;

/// Everything that a generation of the ledger shows, read out, so that two ledgers can be compared as a whole. Immutable.
///
/// @param summary       the figures
/// @param accounts      all accounts, in the order in which they were shown
/// @param openMatters   all open matters, likewise
/// @param rejectedKeys  all keys that stand rejected, likewise
/// @param waiting       all follow-ups that wait, likewise
/// @param correctedKeys all corrected keys, likewise
/// @param entries       the entries of one account after the other
/// @param outcomes      all judgements, in the order in which they took effect
/// @param paused        the paused accounts, in the order in which they were shown
/// @param held          the held attempts, likewise
public record LedgerContents(LedgerReader.Summary summary, List<Account> accounts, List<OpenMatter> openMatters,
        List<RejectedKey> rejectedKeys, List<WaitingFollowUp> waiting, List<CorrectedKey> correctedKeys,
        List<PlacedEntry> entries, List<Outcome> outcomes, List<PausedAccount> paused, List<HeldAttempt> held) {

    /// Contents of a ledger in which nothing is paused.
    public LedgerContents(LedgerReader.Summary summary, List<Account> accounts, List<OpenMatter> openMatters,
            List<RejectedKey> rejectedKeys, List<WaitingFollowUp> waiting, List<CorrectedKey> correctedKeys,
            List<PlacedEntry> entries, List<Outcome> outcomes) {
        this(summary, accounts, openMatters, rejectedKeys, waiting, correctedKeys, entries, outcomes, List.of(),
                List.of());
    }

    /// Reads a ledger out. It must not change meanwhile.
    public static LedgerContents of(LedgerReader ledger) {
        LedgerReader.Summary summary = ledger.summary();
        List<Account> accounts = drain(ledger.accounts());
        List<PlacedEntry> entries = new ArrayList<>();
        for (Account account : accounts) {
            entries.addAll(drain(ledger.entries(account.number(), 1, account.sequence())));
        }
        return new LedgerContents(summary, accounts, drain(ledger.openMatters()), drain(ledger.rejectedKeys()),
                drain(ledger.waitingFollowUps()), drain(ledger.correctedKeys()), List.copyOf(entries),
                drain(ledger.outcomesDecided(1, summary.position())), drain(ledger.pausedAccounts()),
                drain(ledger.heldAttempts()));
    }

    /// The same without what people read only: the reasons of refusals, and where accounts stood at them.
    public LedgerContents withoutReasons() {
        return new LedgerContents(summary, accounts, openMatters, rejectedKeys, waiting, correctedKeys, entries,
                outcomes.stream().map(LedgerContents::withoutReason).toList(), paused, held);
    }

    /// The outcome without what people read only: the reason of a refusal, and where the account stood at it.
    public static Outcome withoutReason(Outcome outcome) {
        Rejection rejection = outcome.rejection();
        return new Outcome(outcome.position(), outcome.decidedAt(), outcome.key(), outcome.state(),
                rejection == null ? null : new Rejection(rejection.code(), ""), null, outcome.entries());
    }

    private static <T> List<T> drain(Cursor<T> cursor) {
        List<T> walked = new ArrayList<>();
        try (cursor) {
            for (T next = cursor.next(); next != null; next = cursor.next()) {
                walked.add(next);
            }
        }
        return List.copyOf(walked);
    }
}
