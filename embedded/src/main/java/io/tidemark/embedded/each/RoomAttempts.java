package io.tidemark.embedded.each;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Attempts in the room: versions are numbers that the room counts.
final class RoomAttempts implements AttemptStore {
    private static final char VERSION = 'v';
    private static final char SIGHT = 's';
    private static final char COPY = 'c';
    private static final char LAST_COPY = 'k';
    private static final char TOLD = 't';
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Room room;
    private final InstantSource clock;

    RoomAttempts(Room room, InstantSource clock) {
        this.room = room;
        this.clock = clock;
    }

    @Override
    public AttemptId put(EventKey key, Body body, @Nullable String source) {
        return room.exclusively(() -> {
            Room.Change change = room.change();
            long number = room.next(change);
            AttemptId id = new AttemptId(key, Long.toString(number));
            long arrival = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
            change.put(Room.key(VERSION, key.text(), number),
                    RoomFormat.attempt(new StoredAttempt(id, arrival, source, body)))
                    .put(Room.key(SIGHT, key.text()), new byte[0]).write();
            return id;
        });
    }

    @Override
    public @Nullable StoredAttempt read(AttemptId id) {
        if (NUMBER.matcher(id.version()).matches()) {
            byte[] there = room.get(Room.key(VERSION, id.key().text(), Long.parseLong(id.version())));
            if (there != null) {
                return RoomFormat.attempt(there);
            }
        }
        for (Bucket bucket : List.of(Bucket.ARCHIVE, Bucket.REJECTED)) {
            byte[] copy = room.get(copyKey(id, bucket));
            if (copy != null) {
                return RoomFormat.attempt(copy);
            }
        }
        return null;
    }

    private static byte[] copyKey(AttemptId id, Bucket bucket) {
        return Room.key(COPY, bucket.name(), id.key().text(), id.version());
    }

    private static byte[] toldKey(AttemptId id, Bucket bucket) {
        return Room.key(TOLD, bucket.name(), id.key().text(), id.version());
    }

    @Override
    public List<AttemptId> versions(EventKey key) {
        List<AttemptId> versions = new ArrayList<>();
        room.each(Room.key(VERSION, key.text(), ""), item -> versions.add(RoomFormat.attempt(item.value()).id()));
        return versions;
    }

    @Override
    public void expire(EventKey key) {
        room.exclusively(() -> {
            room.change().delete(Room.key(SIGHT, key.text())).write();
            return key;
        });
    }

    @Override
    public boolean inSight(EventKey key) {
        return room.get(Room.key(SIGHT, key.text())) != null;
    }

    @Override
    public void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes) {
        AttemptId id = attempt.id();
        room.exclusively(() -> {
            if (room.get(copyKey(id, bucket)) == null) {
                room.change().put(copyKey(id, bucket), RoomFormat.attempt(attempt))
                        .put(toldKey(id, bucket), RoomFormat.outcomes(outcomes))
                        .put(Room.key(LAST_COPY, bucket.name(), id.key().text()),
                                id.version().getBytes(StandardCharsets.US_ASCII))
                        .write();
            }
            return id;
        });
    }

    @Override
    public @Nullable AttemptId kept(EventKey key, Bucket bucket) {
        byte[] version = room.get(Room.key(LAST_COPY, bucket.name(), key.text()));
        return version == null ? null : new AttemptId(key, new String(version, StandardCharsets.US_ASCII));
    }

    @Override
    public Cursor<ListedAttempt> list(Bucket bucket, String prefix) {
        byte[] start = bucket == Bucket.NEW ? Room.key(VERSION, prefix) : Room.key(COPY, bucket.name(), prefix);
        List<ListedAttempt> listed = new ArrayList<>();
        room.each(start, item -> {
            StoredAttempt attempt = RoomFormat.attempt(item.value());
            listed.add(new ListedAttempt(bucket, attempt.id().key(), attempt.id().version(), attempt.arrivalMicros(),
                    attempt.body().length()));
        });
        return Cursor.over(listed.iterator());
    }

    @Override
    public @Nullable StoredAttempt read(ListedAttempt listed) {
        AttemptId id = new AttemptId(listed.key(), listed.version());
        if (listed.bucket() == Bucket.NEW) {
            return read(id);
        }
        byte[] copy = room.get(copyKey(id, listed.bucket()));
        return copy == null ? null : RoomFormat.attempt(copy);
    }

    @Override
    public @Nullable KeptAttempt readKept(ListedAttempt listed) {
        StoredAttempt attempt = read(listed);
        return attempt == null ? null : RoomFormat.kept(attempt, room.get(toldKey(attempt.id(), listed.bucket())));
    }
}
