package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the ledger's outcomes, as they are read, against those that the fold comes to, as it comes to them. Both come in the order
/// in which they took effect, so nothing has to be kept. Not thread-safe.
final class OutcomeComparison implements Following.Sink {
    private final OutcomeStream ledger;
    private final Differences differences;
    private final byte[] digest = new byte[Sha256.LENGTH];
    private final byte[] key = new byte[EventKey.MAX_NAME_LENGTH + EventKey.SUFFIX.length()];
    private final long[] code = new long[2];
    private long entries;

    OutcomeComparison(OutcomeStream ledger, Differences differences) {
        this.ledger = ledger;
        this.differences = differences;
    }

    @Override
    public void take(Judgements judged) {
        for (int i = 0; i < judged.count(); i++) {
            take(judged, i);
        }
    }

    private void take(Judgements judged, int judgement) {
        long decidedAt = judged.decidedAt(judgement);
        if (decidedAt < ledger.from()) {
            return;
        }
        Outcome found = ledger.peek();
        long position = judged.position(judgement);
        while (found != null && isBefore(found, decidedAt, position)) {
            unexpected(found);
            ledger.advance();
            found = ledger.peek();
        }
        if (found != null && found.decidedAt() == decidedAt && found.position() == position) {
            ledger.advance();
            compare(judged, judgement, found);
        } else {
            missing(judged, judgement);
        }
    }

    /// Whether the ledger has an outcome there that the fold has not. Those of one position come in a fixed order: the attempt that
    /// arrived there, then the ones that it released, which arrived before it, from the earliest on.
    private static boolean isBefore(Outcome found, long decidedAt, long position) {
        if (found.decidedAt() != decidedAt) {
            return found.decidedAt() < decidedAt;
        }
        if (found.position() == position || found.position() == found.decidedAt()) {
            return found.position() != position;
        }
        return position != decidedAt && found.position() < position;
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

    private void missing(Judgements judged, int judgement) {
        boolean unreadable = judged.decidedAt(judgement) < ledger.readableFrom();
        String found = unreadable ? "cannot be read: " + ledger.damage() : "nothing";
        String key = judged.key(judgement);
        long position = judged.position(judgement);
        int first = judged.firstEntry(judgement);
        int end = judged.endOfEntries(judgement);
        if (first == end) {
            differences
                    .add(new Difference(unreadable ? Kind.UNREADABLE : Kind.OUTCOME, judged.refusedAccount(judgement),
                            key, null, position, judged.describe(judgement), found));
        }
        for (int i = first; i < end; i++) {
            differences.add(new Difference(unreadable ? Kind.UNREADABLE : Kind.ENTRY, judged.account(i).number(), key,
                    judged.sequence(i), position, judged.describeEntry(i), found));
        }
    }

    private void compare(Judgements judged, int judgement, Outcome found) {
        int first = judged.firstEntry(judgement);
        int count = judged.endOfEntries(judgement) - first;
        if (found.state() != judged.state(judgement) || code(found) != judged.code(judgement)
                || !sameKey(judged, judgement, found.key()) || !sameRefusal(judged, judgement, found.refusedAt())
                || found.entries().size() != count) {
            String account = count == 0 ? judged.refusedAccount(judgement) : judged.account(first).number();
            differences.add(new Difference(Kind.OUTCOME, account, judged.key(judgement), null,
                    judged.position(judgement), judged.describe(judgement), describe(found)));
            return;
        }
        List<Entry> foundEntries = found.entries();
        for (int i = 0; i < count; i++) {
            compare(judged, judgement, first + i, foundEntries.get(i));
        }
        entries += count;
    }

    @SuppressWarnings("deprecation") // copies characters known to be ASCII without encoding them
    private boolean sameKey(Judgements judged, int judgement, EventKey found) {
        String text = found.text();
        text.getBytes(0, text.length(), key, 0);
        return judged.batch(judgement).isKey(judged.index(judgement), key, text.length());
    }

    private void compare(Judgements judged, int judgement, int expected, Entry found) {
        found.bodyDigest().copyTo(digest, 0);
        ReadBatch batch = judged.batch(judgement);
        int at = judged.index(judgement) * Sha256.LENGTH;
        boolean sameBody = Arrays.equals(digest, 0, Sha256.LENGTH, batch.digests, at, at + Sha256.LENGTH);
        boolean sameEvent = sameKey(judged, judgement, found.key())
                && found.epochSecond() == judged.second(judgement) && sameBody;
        if (!sameEvent || !matches(judged, expected, found)) {
            differences.add(new Difference(Kind.ENTRY, judged.account(expected).number(), judged.key(judgement),
                    judged.sequence(expected), judged.position(judgement), judged.describeEntry(expected) + ", body "
                            + Sha256.copyOf(batch.digests, at) + ", time " + judged.second(judgement),
                    describe(found)));
        }
    }

    /// Whether an entry of the ledger says the same, but for its event.
    private boolean matches(Judgements judged, int expected, Entry found) {
        return found.sequence() == judged.sequence(expected) && found.status() == judged.status(expected)
                && found.actualEffect() == judged.actualEffect(expected)
                && found.availableEffect() == judged.availableEffect(expected)
                && found.actualAfter() == judged.actualAfter(expected)
                && found.availableAfter() == judged.availableAfter(expected)
                && isAccount(judged.account(expected), found.account());
    }

    /// Whether that is the account's number. Its characters are looked at only where the code does not tell.
    private boolean isAccount(FoldedAccount account, String number) {
        NumberCode.write(number, code, 0);
        return code[0] == account.code && code[1] == account.moreCode
                && (!NumberCode.isHash(account.moreCode) || number.equals(account.number()));
    }

    private static @Nullable RejectionCode code(Outcome found) {
        return found.rejection() == null ? null : found.rejection().code();
    }

    private static boolean sameRefusal(Judgements judged, int judgement, Outcome.@Nullable RefusedAt found) {
        String account = judged.refusedAccount(judgement);
        if (account == null || found == null) {
            return found == null && account == null;
        }
        return found.account().equals(account) && found.sequence() == judged.refusedSequence(judgement);
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
