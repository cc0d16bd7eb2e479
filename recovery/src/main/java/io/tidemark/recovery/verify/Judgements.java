package io.tidemark.recovery.verify;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Judgements that the second reader's fold came to, with their entries, in the order in which they took effect. In columns, as
/// [ReadBatch] is, and like it not changed any more once it was handed on.
final class Judgements {
    private static final int NUMBERS = 5;

    private int count;
    private int entryCount;
    /// Where each judgement's attempt is described.
    private ReadBatch[] batches;
    private int[] indexes;
    private long[] decidedAt;
    private OutcomeState[] states;
    private @Nullable RejectionCode[] codes;
    private @Nullable String[] refusedAccounts;
    private long[] refusedSequences;
    /// Where each judgement's entries end.
    private int[] entryEnds;
    private FoldedAccount[] accounts;
    private EntryStatus[] statuses;
    /// Each entry's sequence, effects and balances.
    private long[] numbers;

    /// Room for about so many judgements at first.
    Judgements(int expected) {
        int room = expected + expected / 8 + 2;
        batches = new ReadBatch[room];
        indexes = new int[room];
        decidedAt = new long[room];
        states = new OutcomeState[room];
        codes = new RejectionCode[room];
        refusedAccounts = new String[room];
        refusedSequences = new long[room];
        entryEnds = new int[room];
        accounts = new FoldedAccount[room];
        statuses = new EntryStatus[room];
        numbers = new long[NUMBERS * room];
    }

    /// Adds an entry to the judgement that is added next.
    ///
    /// @param leavingActual    what of the account's actual balance is not to be said, because it will be excluded
    /// @param leavingAvailable the same of what is available
    void addEntry(FoldedAccount account, EntryStatus status, long actual, long available, long leavingActual,
            long leavingAvailable) {
        if (entryCount == statuses.length) {
            accounts = Arrays.copyOf(accounts, 2 * entryCount);
            statuses = Arrays.copyOf(statuses, 2 * entryCount);
            numbers = Arrays.copyOf(numbers, 2 * NUMBERS * entryCount);
        }
        accounts[entryCount] = account;
        statuses[entryCount] = status;
        int at = NUMBERS * entryCount++;
        numbers[at] = account.sequence;
        numbers[at + 1] = actual;
        numbers[at + 2] = available;
        numbers[at + 3] = account.actual - leavingActual;
        numbers[at + 4] = account.available - leavingAvailable;
    }

    /// Adds a judgement with the entries that were added before it.
    void add(ReadBatch batch, int index, long effectiveFrom, OutcomeState state) {
        if (count == states.length) {
            batches = Arrays.copyOf(batches, 2 * count);
            indexes = Arrays.copyOf(indexes, 2 * count);
            decidedAt = Arrays.copyOf(decidedAt, 2 * count);
            states = Arrays.copyOf(states, 2 * count);
            codes = Arrays.copyOf(codes, 2 * count);
            refusedAccounts = Arrays.copyOf(refusedAccounts, 2 * count);
            refusedSequences = Arrays.copyOf(refusedSequences, 2 * count);
            entryEnds = Arrays.copyOf(entryEnds, 2 * count);
        }
        batches[count] = batch;
        indexes[count] = index;
        decidedAt[count] = effectiveFrom;
        states[count] = state;
        entryEnds[count++] = entryCount;
    }

    /// Adds a refusal.
    ///
    /// @param account  the account that the event names first, or null
    /// @param sequence where that stood
    void addRefusal(ReadBatch batch, int index, long effectiveFrom, RejectionCode code, @Nullable String account,
            long sequence) {
        add(batch, index, effectiveFrom, OutcomeState.REJECTED);
        codes[count - 1] = code;
        refusedAccounts[count - 1] = account;
        refusedSequences[count - 1] = sequence;
    }

    int entryCount() {
        return entryCount;
    }

    int count() {
        return count;
    }

    ReadBatch batch(int judgement) {
        return batches[judgement];
    }

    /// The index of the judgement's attempt in its batch.
    int index(int judgement) {
        return indexes[judgement];
    }

    /// The attempt's position.
    long position(int judgement) {
        return batches[judgement].firstPosition + indexes[judgement];
    }

    long decidedAt(int judgement) {
        return decidedAt[judgement];
    }

    OutcomeState state(int judgement) {
        return states[judgement];
    }

    @Nullable
    RejectionCode code(int judgement) {
        return codes[judgement];
    }

    @Nullable
    String refusedAccount(int judgement) {
        return refusedAccounts[judgement];
    }

    long refusedSequence(int judgement) {
        return refusedSequences[judgement];
    }

    String key(int judgement) {
        return batches[judgement].key(indexes[judgement]);
    }

    long second(int judgement) {
        return batches[judgement].seconds[indexes[judgement]];
    }

    /// The number of the judgement's first entry.
    int firstEntry(int judgement) {
        return judgement == 0 ? 0 : entryEnds[judgement - 1];
    }

    /// The number of the entry behind the judgement's last.
    int endOfEntries(int judgement) {
        return entryEnds[judgement];
    }

    FoldedAccount account(int entry) {
        return accounts[entry];
    }

    EntryStatus status(int entry) {
        return statuses[entry];
    }

    long sequence(int entry) {
        return numbers[NUMBERS * entry];
    }

    long actualEffect(int entry) {
        return numbers[NUMBERS * entry + 1];
    }

    long availableEffect(int entry) {
        return numbers[NUMBERS * entry + 2];
    }

    long actualAfter(int entry) {
        return numbers[NUMBERS * entry + 3];
    }

    long availableAfter(int entry) {
        return numbers[NUMBERS * entry + 4];
    }

    /// A judgement in words and figures.
    String describe(int judgement) {
        StringBuilder text = new StringBuilder(states[judgement].name());
        if (codes[judgement] != null) {
            text.append(' ').append(codes[judgement]);
        }
        if (refusedAccounts[judgement] != null) {
            text.append(", account ").append(refusedAccounts[judgement]).append(" at sequence ")
                    .append(refusedSequences[judgement]);
        }
        for (int i = firstEntry(judgement); i < endOfEntries(judgement); i++) {
            text.append(", account ").append(accounts[i].number()).append(" sequence ").append(sequence(i)).append(": ")
                    .append(describeEntry(i));
        }
        return text.toString();
    }

    /// An entry in words and figures.
    String describeEntry(int entry) {
        return statuses[entry] + " " + actualEffect(entry) + " actual, " + availableEffect(entry) + " available, then "
                + actualAfter(entry) + " actual, " + availableAfter(entry) + " available cents";
    }
}
