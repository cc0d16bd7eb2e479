package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OutcomeState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an [AccountBook] knows of a key, as of one moment. Immutable.
///
/// @param key      the event key
/// @param revision how many commits have changed the record; 0 for a key that none has
/// @param standing how the key stands
/// @param inForce  the version that the standing is about, or null while it is [KeyStanding#NEW]
/// @param code     why it stands rejected, otherwise null
/// @param account  the account that the event names first, or null while none is known
/// @param waiting  the follow-ups that wait for this key, in the order in which they began to
/// @param judged   every version with an outcome, in no particular order
public record KeyRecord(EventKey key, long revision, KeyStanding standing, @Nullable String inForce,
        @Nullable RejectionCode code, @Nullable String account, List<AttemptId> waiting, List<Judged> judged) {

    /// A version that has an outcome.
    ///
    /// @param version the version
    /// @param digest  SHA-256 of its bytes
    /// @param state   its last outcome, or null for a duplicate: bytes that an earlier version had
    /// @param code    why it was rejected, otherwise null
    public record Judged(String version, Sha256 digest, @Nullable OutcomeState state, @Nullable RejectionCode code) {}

    /// The record of a key that nothing is known of.
    public static KeyRecord unknown(EventKey key) {
        return new KeyRecord(key, 0, KeyStanding.NEW, null, null, null, List.of(), List.of());
    }

    /// What became of a version, or null when it has no outcome.
    public @Nullable Judged judged(String version) {
        for (Judged one : judged) {
            if (one.version().equals(version)) {
                return one;
            }
        }
        return null;
    }

    /// Whether a version with these bytes has an outcome.
    public boolean holds(Sha256 digest) {
        return judged.stream().anyMatch(one -> one.digest().equals(digest));
    }

    /// The record after a judgement of one of the key's attempts.
    public KeyRecord after(Judgement judgement) {
        String version = judgement.attempt().id().version();
        RejectionCode why = judgement.rejection() == null ? null : judgement.rejection().code();
        List<Judged> all = new ArrayList<>(judged);
        all.removeIf(one -> one.version().equals(version));
        all.add(new Judged(version, judgement.digest(), judgement.state(), why));
        String known = judgement.inForce() && judgement.account() != null ? judgement.account() : account;
        return judgement.inForce()
                ? new KeyRecord(key, revision + 1, standing(judgement.state()), version, why, known, List.of(), all)
                : new KeyRecord(key, revision + 1, standing, inForce, code, known, waiting, all);
    }

    private static KeyStanding standing(@Nullable OutcomeState state) {
        return switch (state) {
            case null -> throw new IllegalArgumentException("a duplicate is never in force");
            case ACCEPTED -> KeyStanding.ACCEPTED;
            case REJECTED -> KeyStanding.REJECTED;
            case WAITING -> KeyStanding.WAITING;
        };
    }

    /// The record once one more follow-up waits for the key.
    public KeyRecord awaitedBy(AttemptId followUp) {
        List<AttemptId> all = new ArrayList<>(waiting);
        all.add(followUp);
        return new KeyRecord(key, revision + 1, standing, inForce, code, account, all, judged);
    }
}
