package io.tidemark.core.port;

/// The stores for processing one event at a time, which belong together.
///
/// @param attempts the buckets by key and version
/// @param book     accounts and index
/// @param queue    what waits to be judged
/// @param pauses   what is paused
public record EventwiseStores(AttemptStore attempts, AccountBook book, TransactionQueue queue, Pauses pauses) {}
