package io.tidemark.recovery.verify;

import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.HeldBack.Held;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds what a ledger says to be paused and held against what the fold has come to. Not thread-safe.
final class PauseComparison {
    private final LedgerReader ledger;
    private final HeldBack back;
    private final Differences differences;

    PauseComparison(LedgerReader ledger, HeldBack back, Differences differences) {
        this.ledger = ledger;
        this.back = back;
        this.differences = differences;
    }

    void compare() {
        comparePaused();
        compareHeld();
    }

    private void comparePaused() {
        SortedMap<String, Long> missing = new TreeMap<>(back.paused());
        String broken = StateComparison.walk(ledger.pausedAccounts(), found -> {
            Long expected = missing.remove(found.account());
            if (expected == null || expected != found.position()) {
                account(found.account(), expected, "paused at position " + found.position());
            }
        });
        missing.forEach((account, position) -> account(account, position,
                broken == null ? "not paused" : "cannot be read: " + broken));
    }

    private void account(String account, @Nullable Long expected, String found) {
        differences.add(Difference.ofAccount(Kind.PAUSE, account,
                expected == null ? "not paused" : "paused at position " + expected, found));
    }

    private void compareHeld() {
        SortedMap<Long, Held> missing = new TreeMap<>(back.held());
        String broken = StateComparison.walk(ledger.heldAttempts(), found -> {
            Held expected = missing.remove(found.position());
            if (!isSame(expected, found) || !found.equals(ledger.heldAttempt(found.position()))) {
                attempt(found.key().text(), found.position(), expected, "held for " + found.account());
            }
        });
        missing.forEach((position, expected) -> attempt(expected.key(), position, expected,
                broken == null ? "not held" : "cannot be read: " + broken));
    }

    private static boolean isSame(@Nullable Held expected, HeldAttempt found) {
        return expected != null && expected.key().equals(found.key().text())
                && expected.account().equals(found.account());
    }

    private void attempt(String key, long position, @Nullable Held expected, String found) {
        differences.add(new Difference(Kind.PAUSE, expected == null ? null : expected.account(), key, null, position,
                expected == null ? "not held" : "held for " + expected.account(), found));
    }
}
