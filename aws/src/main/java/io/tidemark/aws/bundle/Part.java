package io.tidemark.aws.bundle;

import java.util.LinkedHashMap;
import java.util.Map;

/// A part of an object that is packed by itself: a zstd frame. Immutable.
///
/// @param offset    where it begins in the object
/// @param length    how many bytes it takes there
/// @param rawLength how many bytes its lines take
/// @param lines     how many lines it holds
/// @param checksum  CRC-32C of the frame as it is stored
/// @param first     the key of its first line
record Part(long offset, int length, int rawLength, int lines, long checksum, String first) {
    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("offset", offset);
        tree.put("length", length);
        tree.put("rawLength", rawLength);
        tree.put("lines", lines);
        tree.put("crc32c", checksum);
        tree.put("first", first);
        return tree;
    }
}
