package io.tidemark.embedded.each;

import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.TransactionQueue.Delivery;
import io.tidemark.testkit.contract.EventwiseInstallation;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A room on disk that contracts open again and again.
public final class RoomInstallation implements EventwiseInstallation {
    private final Path directory;
    private @Nullable Room room;
    private @Nullable InstantSource clock;

    RoomInstallation(Path directory) {
        this.directory = directory.resolve("each");
    }

    @Override
    public EventwiseStores open(InstantSource newClock) {
        close();
        clock = newClock;
        room = Room.open(directory, newClock);
        return room.stores();
    }

    @Override
    public void timeOut(Delivery delivery) {
        if (clock instanceof ManualClock manual) {
            manual.advance(RoomQueue.TAKEN_FOR);
        }
    }

    @Override
    public void close() {
        if (room != null) {
            room.close();
            room = null;
        }
    }
}
