package io.tidemark.core.event;

/// What decoding a body comes to: the event it says, or why it says none.
public sealed interface Decoded permits Event, Rejection {}
