package io.tidemark.recovery.verify;

import org.jspecify.annotations.Nullable;

/// The accounts that the bodies of one batch name, as far as they are known before the batch is folded. Not thread-safe.
///
/// The tables of accounts and keys are larger than what a processor has at hand. Here no load has to wait for the one before it, so
/// that many are under way at once; record by record, the fold would wait for each of them.
final class KnownAccounts {
    private final FoldedAccounts accounts;
    private final KeysSeen seen;
    private @Nullable FoldedAccount[] first = new FoldedAccount[0];
    private @Nullable FoldedAccount[] second = new FoldedAccount[0];
    @SuppressWarnings("UnusedVariable") // of no meaning; without it the loads would be left out
    private long fetched;

    KnownAccounts(FoldedAccounts accounts, KeysSeen seen) {
        this.accounts = accounts;
        this.seen = seen;
    }

    /// Finds the accounts of a batch.
    void find(ReadBatch batch) {
        int size = batch.size;
        if (first.length < size) {
            first = new FoldedAccount[size];
            second = new FoldedAccount[size];
        }
        long[] codes = batch.accountCodes;
        for (int i = 0, code = 0; i < size; i++, code += ReadBatch.CODES) {
            fetched += seen.fetch(batch.keyHashes[i]) + accounts.fetch(codes[code], codes[code + 1])
                    + accounts.fetch(codes[code + 2], codes[code + 3]);
        }
        for (int i = 0, code = 0; i < size; i++, code += ReadBatch.CODES) {
            first[i] = find(codes[code], codes[code + 1]);
            second[i] = find(codes[code + 2], codes[code + 3]);
        }
    }

    private @Nullable FoldedAccount find(long code, long moreCode) {
        // What a code that is a hash leaves open is asked when the account is needed.
        return code == 0 || NumberCode.isHash(moreCode) ? null : accounts.get(code, moreCode);
    }

    /// The account that the body at that index names first, or null when it is not known yet.
    @Nullable
    FoldedAccount first(int index) {
        return first[index];
    }

    /// The target of the transfer at that index, or null when it is not known yet.
    @Nullable
    FoldedAccount second(int index) {
        return second[index];
    }
}
