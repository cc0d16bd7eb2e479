package io.tidemark.embedded.each;

import io.tidemark.core.port.Pauses;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// The pause switches in the room: what is there is paused.
final class RoomPauses implements Pauses {
    private static final char EVERYTHING = 'P';
    private static final char ACCOUNT = 'p';

    private final Room room;

    RoomPauses(Room room) {
        this.room = room;
    }

    @Override
    public State read() {
        Set<String> accounts = new HashSet<>();
        room.each(Room.key(ACCOUNT, ""), item -> accounts
                .add(new String(item.key(), 1, item.key().length - 1, StandardCharsets.ISO_8859_1)));
        return new State(room.get(Room.key(EVERYTHING)) != null, accounts);
    }

    @Override
    public void pauseEverything(boolean paused) {
        set(Room.key(EVERYTHING), paused);
    }

    @Override
    public void pauseAccount(String account, boolean paused) {
        set(Room.key(ACCOUNT, account), paused);
    }

    private void set(byte[] key, boolean paused) {
        room.exclusively(() -> {
            Room.Change change = room.change();
            (paused ? change.put(key, new byte[0]) : change.delete(key)).write();
            return paused;
        });
    }
}
