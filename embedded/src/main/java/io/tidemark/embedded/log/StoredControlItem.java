package io.tidemark.embedded.log;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.ControlItem;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.View;
import java.util.Objects;
import java.util.function.Supplier;

/// The control item in the events database.
final class StoredControlItem implements ControlItem {
    private static final int HAS_GENERATION = 1;
    private static final int HAS_PAUSE = 2;
    private static final int HAS_DOUBT = 4;
    private static final int IS_PROVISIONAL = 8;

    private final Supplier<OpenedEvents> events;
    private final Object lock;

    /// The control item of an events database.
    ///
    /// @param lock held while the placement mark changes
    StoredControlItem(Supplier<OpenedEvents> events, Object lock) {
        this.events = events;
        this.lock = lock;
    }

    @Override
    public State read() {
        return read(events.get().database().latest());
    }

    private static State read(View view) {
        byte[] bytes = view.get(EventTables.META, EventTables.CONTROL_ITEM);
        if (bytes == null) {
            return State.INITIAL;
        }
        ByteSource source = new ByteSource(bytes, "the control item");
        int flags = source.getByte();
        long synced = source.getVarint();
        String generation = (flags & HAS_GENERATION) == 0 ? null : source.getText();
        Long pausedAt = (flags & HAS_PAUSE) == 0 ? null : Long.valueOf(source.getVarint());
        String inDoubt = (flags & HAS_DOUBT) == 0 ? null : source.getText();
        return new State(generation, synced, pausedAt, inDoubt,
                (flags & IS_PROVISIONAL) == 0 ? null : readProvisional(source));
    }

    private static Provisional readProvisional(ByteSource source) {
        String base = source.getText();
        Sha256 baseDigest = Sha256.parseHex(source.getText());
        long position = source.getVarint();
        Sha256 stateDigest = Sha256.parseHex(source.getText());
        String previous = source.getText();
        return new Provisional(base, baseDigest, position, stateDigest, previous.isEmpty() ? null : previous,
                source.getVarint(), source.getVarint());
    }

    @Override
    public void update(State expected, State next) {
        synchronized (lock) {
            Database database = events.get().database();
            State found = read(database.latest());
            if (!found.equals(expected)) {
                throw new ConflictException(expected, found);
            }
            Batch batch = database.newBatch();
            batch.put(EventTables.META, EventTables.CONTROL_ITEM, encode(next));
            if (!Objects.equals(found.generation(), next.generation())) {
                // Another ledger's outcomes have not been carried out yet, none of them.
                PlacementMark mark = PlacementMark.read(database.latest());
                PlacementMark again = new PlacementMark(0, mark.archived(), mark.rejected());
                batch.put(EventTables.META, EventTables.PLACEMENT_MARK, again.encode());
            }
            database.write(batch, true);
        }
    }

    private static byte[] encode(State state) {
        ByteSink sink = new ByteSink(64);
        sink.putByte((state.generation() == null ? 0 : HAS_GENERATION) | (state.pausedAt() == null ? 0 : HAS_PAUSE)
                | (state.inDoubt() == null ? 0 : HAS_DOUBT) | (state.provisional() == null ? 0 : IS_PROVISIONAL))
                .putVarint(state.syncedPosition());
        if (state.generation() != null) {
            sink.putText(state.generation());
        }
        if (state.pausedAt() != null) {
            sink.putVarint(state.pausedAt());
        }
        if (state.inDoubt() != null) {
            sink.putText(state.inDoubt());
        }
        Provisional provisional = state.provisional();
        if (provisional != null) {
            String previous = provisional.previous();
            sink.putText(provisional.base()).putText(provisional.baseDigest().toString())
                    .putVarint(provisional.position()).putText(provisional.stateDigest().toString())
                    .putText(previous == null ? "" : previous).putVarint(provisional.openedMillis())
                    .putVarint(provisional.differing());
        }
        return sink.toBytes();
    }
}
