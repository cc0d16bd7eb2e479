package io.tidemark.recovery.verify;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import org.jspecify.annotations.Nullable;

/// A judgement that the second reader's fold came to. Used over and over: whoever is shown one copies what is to be kept.
final class ExpectedOutcome {
    final ExpectedEntry[] entries = {new ExpectedEntry(), new ExpectedEntry()};
    int entryCount;
    long position;
    long decidedAt;
    String key = "";
    OutcomeState state = OutcomeState.WAITING;
    @Nullable
    RejectionCode code;
    @Nullable
    String refusedAccount;
    long refusedSequence;
    /// Holds the digest of the body.
    byte[] digests = new byte[Sha256.LENGTH];
    int digestOffset;
    long second;

    @Override
    public String toString() {
        String text = state.name();
        if (code != null) {
            text += " " + code;
        }
        if (refusedAccount != null) {
            text += ", account " + refusedAccount + " at sequence " + refusedSequence;
        }
        for (int i = 0; i < entryCount; i++) {
            text += ", account " + entries[i].account.number() + " sequence " + entries[i].sequence + ": " + entries[i];
        }
        return text;
    }
}
