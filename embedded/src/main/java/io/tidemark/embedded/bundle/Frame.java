package io.tidemark.embedded.bundle;

/// A part of a bundle that is packed by itself: a zstd frame. Immutable.
///
/// @param offset        where it begins in the file
/// @param length        how many bytes it takes there
/// @param rawLength     how many bytes its lines take
/// @param lines         how many lines it holds
/// @param firstPosition the first line's position
/// @param lastPosition  the last line's position
/// @param checksum      CRC-32C of the frame as it is stored
public record Frame(long offset, int length, int rawLength, int lines, long firstPosition, long lastPosition,
        long checksum) {}
