package io.tidemark.embedded.log;

import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.View;
import java.util.ArrayList;
import java.util.List;

/// Where the log has records that exclude events, so that nobody has to look for them. Written with each of them, as one. Absent
/// where there are none.
///
/// @param positions their positions, in order
record ExclusionMark(List<Long> positions) {
    private static final ExclusionMark NONE = new ExclusionMark(List.of());

    static ExclusionMark read(View view) {
        byte[] bytes = view.get(EventTables.META, EventTables.EXCLUSIONS);
        if (bytes == null) {
            return NONE;
        }
        ByteSource source = new ByteSource(bytes, "the list of exclusions");
        List<Long> positions = new ArrayList<>();
        long position = 0;
        while (source.hasMore()) {
            position += source.getVarint();
            positions.add(position);
        }
        return new ExclusionMark(List.copyOf(positions));
    }

    ExclusionMark with(long position) {
        List<Long> more = new ArrayList<>(positions);
        more.add(position);
        return new ExclusionMark(List.copyOf(more));
    }

    /// Those that are not beyond a position.
    List<Long> upTo(long last) {
        return positions.stream().filter(position -> position <= last).toList();
    }

    byte[] encode() {
        ByteSink sink = new ByteSink(16 + 10 * positions.size());
        long before = 0;
        for (long position : positions) {
            sink.putVarint(position - before);
            before = position;
        }
        return sink.toBytes();
    }
}
