package io.tidemark.recovery.verify;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds the ledger's outcomes, as they are read, against those that the fold comes to, as it comes to them. Both come in the order
/// in which they took effect, so nothing has to be kept. Not thread-safe.
final class OutcomeComparison implements Consumer<ExpectedOutcome> {
    private final OutcomeStream ledger;
    private final Differences differences;
    private final byte[] digest = new byte[Sha256.LENGTH];
    private long entries;

    OutcomeComparison(OutcomeStream ledger, Differences differences) {
        this.ledger = ledger;
        this.differences = differences;
    }

    @Override
    public void accept(ExpectedOutcome expected) {
        Outcome found = ledger.peek();
        while (found != null && isBefore(found, expected)) {
            unexpected(found);
            ledger.advance();
            found = ledger.peek();
        }
        if (found != null && found.decidedAt() == expected.decidedAt && found.position() == expected.position) {
            ledger.advance();
            compare(expected, found);
        } else {
            missing(expected);
        }
    }

    /// Whether the ledger has an outcome there that the fold has not. Those of one position come in a fixed order: the attempt that
    /// arrived there, then the ones that it released, which arrived before it, from the earliest on.
    private static boolean isBefore(Outcome found, ExpectedOutcome expected) {
        if (found.decidedAt() != expected.decidedAt) {
            return found.decidedAt() < expected.decidedAt;
        }
        if (found.position() == expected.position || found.position() == found.decidedAt()) {
            return found.position() != expected.position;
        }
        return expected.position != expected.decidedAt && found.position() < expected.position;
    }

    /// Reports what the ledger has beyond all that was expected.
    void finish() {
        for (Outcome found = ledger.peek(); found != null; found = ledger.peek()) {
            unexpected(found);
            ledger.advance();
        }
    }

    /// How many entries were compared.
    long entries() {
        return entries;
    }

    private void unexpected(Outcome found) {
        if (found.entries().isEmpty()) {
            differences.add(new Difference(Kind.OUTCOME, null, found.key().text(), null, found.position(),
                    "no such outcome", describe(found)));
        }
        for (Entry entry : found.entries()) {
            differences.add(new Difference(Kind.ENTRY, entry.account(), found.key().text(), entry.sequence(),
                    found.position(), "no such entry", describe(entry)));
        }
    }

    private void missing(ExpectedOutcome expected) {
        boolean unreadable = expected.decidedAt < ledger.readableFrom();
        String found = unreadable ? "cannot be read: " + ledger.damage() : "nothing";
        if (expected.entryCount == 0) {
            differences.add(new Difference(unreadable ? Kind.UNREADABLE : Kind.OUTCOME, expected.refusedAccount,
                    expected.key, null, expected.position, expected.toString(), found));
        }
        for (int i = 0; i < expected.entryCount; i++) {
            ExpectedEntry entry = expected.entries[i];
            differences.add(new Difference(unreadable ? Kind.UNREADABLE : Kind.ENTRY, entry.account.number(),
                    expected.key, entry.sequence, expected.position, entry.toString(), found));
        }
    }

    private void compare(ExpectedOutcome expected, Outcome found) {
        if (found.state() != expected.state || code(found) != expected.code || !found.key().text().equals(expected.key)
                || !sameRefusal(expected, found.refusedAt()) || found.entries().size() != expected.entryCount) {
            String account = expected.entryCount == 0 ? expected.refusedAccount : expected.entries[0].account.number();
            differences.add(new Difference(Kind.OUTCOME, account, expected.key, null, expected.position,
                    expected.toString(), describe(found)));
            return;
        }
        List<Entry> foundEntries = found.entries();
        for (int i = 0; i < expected.entryCount; i++) {
            compare(expected, expected.entries[i], foundEntries.get(i));
        }
        entries += expected.entryCount;
    }

    private void compare(ExpectedOutcome outcome, ExpectedEntry expected, Entry found) {
        found.bodyDigest().copyTo(digest, 0);
        boolean sameBody = Arrays.equals(digest, 0, Sha256.LENGTH, outcome.digests, outcome.digestOffset,
                outcome.digestOffset + Sha256.LENGTH);
        boolean sameEvent = found.key().text().equals(outcome.key) && found.epochSecond() == outcome.second && sameBody;
        if (!sameEvent || !expected.matches(found)) {
            differences.add(new Difference(Kind.ENTRY, expected.account.number(), outcome.key, expected.sequence,
                    outcome.position, expected + ", body " + Sha256.copyOf(outcome.digests, outcome.digestOffset)
                            + ", time " + outcome.second,
                    describe(found)));
        }
    }

    private static @Nullable RejectionCode code(Outcome found) {
        return found.rejection() == null ? null : found.rejection().code();
    }

    private static boolean sameRefusal(ExpectedOutcome expected, Outcome.@Nullable RefusedAt found) {
        if (expected.state != OutcomeState.REJECTED || expected.refusedAccount == null || found == null) {
            return found == null && (expected.state != OutcomeState.REJECTED || expected.refusedAccount == null);
        }
        return found.account().equals(expected.refusedAccount) && found.sequence() == expected.refusedSequence;
    }

    private static String describe(Outcome found) {
        StringBuilder text = new StringBuilder(found.state().name());
        RejectionCode code = code(found);
        if (code != null) {
            text.append(' ').append(code);
        }
        Outcome.RefusedAt refusedAt = found.refusedAt();
        if (refusedAt != null) {
            text.append(", account ").append(refusedAt.account()).append(" at sequence ").append(refusedAt.sequence());
        }
        found.entries().forEach(entry -> text.append(", ").append(describe(entry)));
        return text.toString();
    }

    private static String describe(Entry entry) {
        return "account " + entry.account() + " sequence " + entry.sequence() + ": " + entry.status() + " "
                + entry.actualEffect() + " actual, " + entry.availableEffect() + " available, then "
                + entry.actualAfter() + " actual, " + entry.availableAfter() + " available cents, body "
                + entry.bodyDigest() + ", time " + entry.epochSecond();
    }
}
