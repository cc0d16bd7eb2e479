package io.tidemark.embedded.each;

import io.tidemark.core.port.Transaction;
import io.tidemark.core.port.TransactionQueue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The queue in the room. What is taken is remembered in memory only: with the process, all takers are gone.
final class RoomQueue implements TransactionQueue {
    /// For how long what was taken stays away.
    static final Duration TAKEN_FOR = Duration.ofSeconds(30);
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
    private static final char WAITING = 'q';
    private static final char SENT = 'd';

    private final Room room;
    private final InstantSource clock;
    /// Until when the waiting transactions of these numbers are away.
    private final Map<Long, Instant> taken = new HashMap<>();

    RoomQueue(Room room, InstantSource clock) {
        this.room = room;
        this.clock = clock;
    }

    @Override
    public void send(List<Transaction> transactions) {
        room.exclusively(() -> {
            Instant now = clock.instant();
            Room.Change change = room.change();
            Set<Transaction> together = new HashSet<>();
            for (Transaction transaction : transactions) {
                String replay = transaction.replay();
                byte[] sent = Room.key(SENT, transaction.attempt().key().text(), transaction.attempt().version(),
                        transaction.group(), replay == null ? "" : replay);
                byte[] before = room.get(sent);
                boolean again = !together.add(transaction) || (before != null && now
                        .isBefore(Instant.ofEpochMilli(ByteBuffer.wrap(before).getLong()).plus(REMEMBERED_FOR)));
                if (!again) {
                    change.put(Room.key(WAITING, "", room.next(change)), RoomFormat.transaction(transaction))
                            .put(sent, ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array());
                }
            }
            change.write();
            return now;
        });
    }

    @Override
    public List<Delivery> take(int most) {
        return room.exclusively(() -> {
            Instant now = clock.instant();
            taken.values().removeIf(until -> !now.isBefore(until));
            List<Delivery> deliveries = new ArrayList<>();
            Set<String> away = new HashSet<>();
            room.each(Room.key(WAITING, "", ""), item -> {
                long number = ByteBuffer.wrap(item.key(), item.key().length - Long.BYTES, Long.BYTES).getLong();
                Transaction transaction = RoomFormat.transaction(item.value());
                if (taken.containsKey(number)) {
                    away.add(transaction.group());
                } else if (deliveries.size() < most && !away.contains(transaction.group())) {
                    deliveries.add(new Delivery(transaction, Long.toString(number)));
                }
            });
            deliveries.forEach(delivery -> taken.put(Long.parseLong(delivery.receipt()), now.plus(TAKEN_FOR)));
            return deliveries;
        });
    }

    @Override
    public void settle(Delivery delivery) {
        room.exclusively(() -> {
            long number = Long.parseLong(delivery.receipt());
            room.change().delete(Room.key(WAITING, "", number)).write();
            return taken.remove(number) != null;
        });
    }

    @Override
    public void giveBack(Delivery delivery) {
        room.exclusively(() -> taken.remove(Long.parseLong(delivery.receipt())) != null);
    }
}
