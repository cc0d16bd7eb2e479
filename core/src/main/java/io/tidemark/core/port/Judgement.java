package io.tidemark.core.port;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome.RefusedAt;
import io.tidemark.core.ledger.OutcomeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one judgement of one attempt came to, with what there is to keep of it. Immutable.
///
/// @param before    the record of the key that it was decided on
/// @param attempt   the attempt
/// @param digest    SHA-256 of its bytes
/// @param state     what it came to, or null for a duplicate
/// @param rejection why, when rejected; otherwise null
/// @param refusedAt the account that the refused event names first and where it stood, when rejected and known; otherwise null
/// @param entries   when accepted, one an account; otherwise empty
/// @param cents     the amount that the event names, or what it settles, in cents; 0 where there is none
/// @param account   the account that the event names first, or null when that is not known
/// @param cause     the operator who had it judged, and why; null when nobody had to
/// @param inForce   whether the key stands by this attempt from now on; false for a duplicate and for `KEY_CONFLICT`
public record Judgement(KeyRecord before, StoredAttempt attempt, Sha256 digest, @Nullable OutcomeState state,
        @Nullable Rejection rejection, @Nullable RefusedAt refusedAt, List<Entry> entries, long cents,
        @Nullable String account, @Nullable String cause, boolean inForce) {}
