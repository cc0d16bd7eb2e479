package io.tidemark.embedded.log;

import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.rocks.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Walks over what the log knows of attempts whose bodies are in bundles, without looking into these. Not thread-safe.
final class BundledAttempts implements AutoCloseable {
    /// How far apart segments are looked for behind damage, once they are not where the next must begin.
    private static final int WIDE_STEP = 64;

    private final BundleShelf shelf;
    private final Walk walk;
    private final long from;
    private final long to;
    private final Predicate<BundleShelf.Place> wanted;
    private boolean placed;
    private boolean ended;
    /// Where the last segment began that was met.
    private long at;

    /// An attempt with the reference to its body.
    record Known(LogRecord.Attempt attempt, BundleReference reference) {}

    /// @param from   the first position that is looked at
    /// @param to     the last one
    /// @param wanted which places in bundles are looked for; asked once a segment and place
    BundledAttempts(OpenedEvents opened, long from, long to, Predicate<BundleShelf.Place> wanted) {
        shelf = opened.reader().shelf();
        walk = opened.database().latest().walk(EventTables.SEGMENTS);
        this.from = Math.max(1, from);
        this.to = to;
        this.wanted = wanted;
    }

    /// The wanted attempts of the next segment that has any, or null at the end. Segments that cannot be read are passed over: whoever
    /// scans the log finds them.
    @Nullable
    List<Known> next() {
        while (!ended) {
            try {
                if (!(placed ? walk.next() : walk.seekAtOrBefore(PositionKey.of(from)))) {
                    break;
                }
                placed = true;
                List<Known> known = here();
                if (known == null) {
                    break;
                }
                if (!known.isEmpty()) {
                    return known;
                }
            } catch (StorageException e) {
                if (e.kind() != Kind.DAMAGED) {
                    throw e;
                }
                List<Known> known = behindDamage();
                if (known != null) {
                    return known;
                }
            }
        }
        ended = true;
        return null;
    }

    /// What the walk is at; null behind the last position that is looked at.
    private @Nullable List<Known> here() {
        long first = PositionKey.read(walk.key());
        if (first > to) {
            return null;
        }
        at = Math.max(at, first);
        StoredSegment segment = StoredSegment.of(first, walk.value());
        return segment.header().places().stream().anyMatch(wanted) ? known(segment) : List.of();
    }

    /// Looks for the next segment that can be read.
    ///
    /// @return what it has, or null when the walk can go on from there or there is none
    private @Nullable List<Known> behindDamage() {
        long begin = Math.max(at, from);
        for (long probe = begin + 1; probe <= to; probe += probe - begin < SegmentHeader.MAX_RECORDS ? 1 : WIDE_STEP) {
            try {
                if (!walk.seek(PositionKey.of(probe))) {
                    break;
                }
                placed = true;
                List<Known> known = here();
                if (known == null) {
                    break;
                }
                return known.isEmpty() ? null : known;
            } catch (StorageException e) {
                if (e.kind() != Kind.DAMAGED) {
                    throw e;
                }
            }
        }
        ended = true;
        return null;
    }

    private List<Known> known(StoredSegment segment) {
        Map<Long, BundleReference> references = new HashMap<>();
        List<LogRecord> records = segment.records((position, reference) -> {
            references.put(position, reference);
            return StoredBundles.unread(reference);
        });
        List<Known> known = new ArrayList<>();
        for (LogRecord record : records) {
            BundleReference reference = references.get(record.position());
            if (record instanceof LogRecord.Attempt attempt && reference != null && record.position() >= from
                    && record.position() <= to && wanted.test(reference.place())) {
                known.add(new Known(attempt, reference));
            }
        }
        return known;
    }

    /// An attempt in the words of the port.
    Bundles.Held held(Known known) {
        return new Bundles.Held(known.attempt().position(), known.attempt().key(),
                shelf.entry(known.reference().place().bundle()).id(), known.reference().accounts());
    }

    @Override
    public void close() {
        walk.close();
    }
}
