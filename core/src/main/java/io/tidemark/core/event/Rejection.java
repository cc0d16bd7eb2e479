package io.tidemark.core.event;

/// A refusal: the code that programs act on and the reason that people read.
///
/// @param code   the first check that failed
/// @param reason one line, free text; not part of any digest
public record Rejection(RejectionCode code, String reason) implements Decoded {}
