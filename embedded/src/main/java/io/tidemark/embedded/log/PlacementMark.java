package io.tidemark.embedded.log;

import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.View;

/// What is known about all buckets together.
///
/// @param movedUpTo the mark of [io.tidemark.core.port.Buckets#movedUpTo]
/// @param archived  how many attempts are in the archive bucket
/// @param rejected  how many attempts are in the rejected bucket
record PlacementMark(long movedUpTo, long archived, long rejected) {
    static final PlacementMark NONE = new PlacementMark(0, 0, 0);

    static PlacementMark read(View view) {
        byte[] bytes = view.get(EventTables.META, EventTables.PLACEMENT_MARK);
        if (bytes == null) {
            return NONE;
        }
        ByteSource source = new ByteSource(bytes, "the mark of the buckets");
        return new PlacementMark(source.getVarint(), source.getVarint(), source.getVarint());
    }

    byte[] encode() {
        return new ByteSink(32).putVarint(movedUpTo).putVarint(archived).putVarint(rejected).toBytes();
    }
}
