package io.tidemark.core.port;

import org.jspecify.annotations.Nullable;

/// What waits in a [TransactionQueue]: an attempt that is to be judged.
///
/// @param attempt which one
/// @param group   what it is kept in order with: the account, or the key where no account is known
/// @param replay  names the replay that sent it, or null when it comes for the first time
public record Transaction(AttemptId attempt, String group, @Nullable String replay) {}
