package io.tidemark.core.port;

import io.tidemark.core.event.Sha256;
import org.jspecify.annotations.Nullable;

/// That an attempt has arrived and is on its way to be judged.
///
/// @param attempt       which one
/// @param arrivalMicros when it was put, in microseconds since 1970
/// @param digest        SHA-256 of its bytes
/// @param account       the account that it will be judged against first, or null when that is not known
public record Arrived(AttemptId attempt, long arrivalMicros, Sha256 digest, @Nullable String account) {}
