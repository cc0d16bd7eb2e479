package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import org.jspecify.annotations.Nullable;

/// What someone puts under a key. Whether it is an event at all is judged when it is processed.
///
/// @param key    the event key
/// @param body   its bytes, at most [EventLog#MAX_BODY_BYTES]
/// @param source the channel that sent it, or null when nobody said: 1 to [EventLog#MAX_SOURCE_LENGTH] characters
public record NewAttempt(EventKey key, Body body, @Nullable String source) {}
