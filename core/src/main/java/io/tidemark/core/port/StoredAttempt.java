package io.tidemark.core.port;

import org.jspecify.annotations.Nullable;

/// An attempt as an [AttemptStore] keeps it.
///
/// @param id            which one
/// @param arrivalMicros when it was put, in microseconds since 1970, as exactly as the store keeps time
/// @param source        the channel that sent it, or null
/// @param body          the bytes as they were put
public record StoredAttempt(AttemptId id, long arrivalMicros, @Nullable String source, Body body) {}
