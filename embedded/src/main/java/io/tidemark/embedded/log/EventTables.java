package io.tidemark.embedded.log;

import io.tidemark.embedded.rocks.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The tables of the events database and the keys in them. The names and their order are part of the stored format.
final class EventTables {
    /// The version of everything in this database.
    static final int FORMAT_VERSION = 1;

    /// The [LogMark], the [PlacementMark], the control item, whether buckets are being cleared, and where records exclude events.
    static final int META = 0;
    /// Segments by their first position.
    static final int SEGMENTS = 1;
    /// Positions of attempts by the hash of their key.
    static final int KEYS = 2;
    /// Buckets by position.
    static final int BUCKETS = 3;

    static final List<
            Table> ALL = List.of(new Table("default", Table.Shape.FEW), new Table("segments", Table.Shape.RUNS),
                    new Table("keys", Table.Shape.POINTS), new Table("buckets", Table.Shape.ORDERED));

    static final byte[] LOG_MARK = ascii("log");
    static final byte[] PLACEMENT_MARK = ascii("placement");
    static final byte[] CONTROL_ITEM = ascii("control");
    static final byte[] CLEARING = ascii("clearing");
    static final byte[] EXCLUSIONS = ascii("exclusions");

    private EventTables() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
