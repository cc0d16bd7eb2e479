package io.tidemark.embedded.log;

import io.tidemark.core.port.Body;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import org.jspecify.annotations.Nullable;

/// The bodies of one segment's attempts that are in bundles. Remembers the frame that was looked into last, since neighbours are in the
/// same one. Safe for use by many threads.
final class SegmentBodies implements RecordCodec.BundledBodies {
    private final SegmentHeader header;
    private final BundleShelf shelf;
    private @Nullable Frame last;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Frame(BundleShelf.Place place, byte[] lines) {}

    SegmentBodies(SegmentHeader header, BundleShelf shelf) {
        this.header = header;
        this.shelf = shelf;
    }

    @Override
    public Body of(long position, BundleReference reference) {
        return Body.kept(reference.length(), reference.digest(), () -> fetch(reference));
    }

    private Body fetch(BundleReference reference) {
        try {
            Frame frame = last;
            if (frame == null || !frame.place.equals(reference.place())) {
                frame = new Frame(reference.place(), shelf.lines(reference.place()));
                last = frame;
            }
            Body body = reference.body().read(frame.lines);
            if (body.length() != reference.length()) {
                throw new IllegalArgumentException("a body has another length");
            }
            return body;
        } catch (IllegalArgumentException e) {
            throw StoredSegment.damaged(header.firstPosition(), header.lastPosition(),
                    new StorageException(Kind.DAMAGED,
                            "bundle " + shelf.entry(reference.place().bundle()).id() + " is damaged: " + e.getMessage(),
                            e));
        } catch (StorageException e) {
            throw e.kind() == Kind.DAMAGED
                    ? StoredSegment.damaged(header.firstPosition(), header.lastPosition(), e)
                    : e;
        }
    }
}
