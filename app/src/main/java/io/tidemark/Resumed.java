package io.tidemark;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What lifting a pause came to. Immutable.
///
/// @param wasPaused whether there was one
/// @param position  the position of the pause, or null when there was none or attempts have no positions
/// @param moment    the moment of arrival that it was at, where attempts have no positions; otherwise null
/// @param toProcess how many records or attempts are to be processed now
public record Resumed(boolean wasPaused, @Nullable Long position, @Nullable Instant moment, long toProcess) {}
