package io.tidemark.app.intake;

import io.tidemark.core.port.NewAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run of the input on its way from the thread that reads to the one that puts.
///
/// @param attempts what can be put, in order
/// @param refusals what cannot
/// @param last     whether the input ends here
/// @param failure  why it ends here, when something failed that is not the input's fault; otherwise null
record Batch(List<NewAttempt> attempts, List<Refusal> refusals, boolean last, @Nullable Throwable failure) {}
