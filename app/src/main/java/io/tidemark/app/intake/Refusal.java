package io.tidemark.app.intake;

/// Something in the input that could not be put.
///
/// @param file   the file's path as it was given or found, or `-` for the standard input
/// @param line   the line's number from 1, or 0 when it is about the file as a whole
/// @param reason why, one clause
public record Refusal(String file, long line, String reason) {
    /// `FILE:LINE: REASON`, or `FILE: REASON` when it is about the file as a whole.
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + reason;
    }
}
