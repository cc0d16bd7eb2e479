package io.tidemark.core.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Items of the ledger as they are now, over what the store holds: reads fall through to the store, changes stay here until
/// they are committed. What was committed stays as a cache, up to a limit.
///
/// Commits are asynchronous: [#drain] hands out the changes since the last drain and begins a new epoch, and the drained items
/// must not be forgotten before [#committed] says that the store has them.
///
/// Over a store that was empty at first, all that there is stays here until the limit is met, and nothing is asked of the store.
///
/// Not thread-safe.
///
/// @param <K> the key
/// @param <V> the item
final class Overlay<K, V> {
    private final Map<K, Slot<K, V>> slots = new HashMap<>();
    private final Function<K, @Nullable V> loader;
    private final int cacheLimit;
    private List<Slot<K, V>> changed = new ArrayList<>();
    private long epoch = 1;
    /// Whether every item is here.
    private boolean complete;

    /// @param loader     reads an item from the store; null when the store has none
    /// @param cacheLimit how many items may stay in memory that the store has too
    /// @param empty      whether the store holds nothing yet
    Overlay(Function<K, @Nullable V> loader, int cacheLimit, boolean empty) {
        this.loader = loader;
        this.cacheLimit = cacheLimit;
        complete = empty;
    }

    @Nullable
    V get(K key) {
        Slot<K, V> slot = slots.get(key);
        if (slot != null) {
            return slot.value;
        }
        V loaded = complete ? null : loader.apply(key);
        if (loaded != null) {
            slots.put(key, new Slot<>(key, loaded, 0, true));
        }
        return loaded;
    }

    void put(K key, V value) {
        change(key, value);
    }

    void remove(K key) {
        change(key, null);
    }

    private void change(K key, @Nullable V value) {
        Slot<K, V> slot = slots.get(key);
        if (slot == null) {
            // A removal of what was never looked up has to reach the store; what is put unseen is new.
            slot = new Slot<>(key, value, epoch, value == null);
            slots.put(key, slot);
            changed.add(slot);
            return;
        }
        slot.value = value;
        if (slot.epoch != epoch) {
            slot.epoch = epoch;
            changed.add(slot);
        }
    }

    /// The items changed or removed since the last drain, as they are now.
    Changes<K, V> drain() {
        List<V> put = new ArrayList<>(changed.size());
        List<K> removed = new ArrayList<>();
        for (Slot<K, V> slot : changed) {
            V value = slot.value;
            if (value != null) {
                put.add(value);
            } else if (slot.stored) {
                removed.add(slot.key);
            }
            slot.stored = value != null;
        }
        Changes<K, V> changes = new Changes<>(epoch, put, removed, changed);
        changed = new ArrayList<>();
        epoch++;
        return changes;
    }

    /// The store has those changes now.
    void committed(Changes<K, V> changes) {
        for (Slot<K, V> slot : changes.slots()) {
            if (slot.value == null && slot.epoch <= changes.epoch()) {
                slots.remove(slot.key);
            }
        }
        if (slots.size() > cacheLimit) {
            complete = false;
            slots.values().removeIf(slot -> slot.epoch <= changes.epoch());
        }
    }

    /// Changes that were drained.
    ///
    /// @param epoch   the epoch that they end
    /// @param put     new or changed items
    /// @param removed the keys of removed items
    /// @param slots   where they are held
    record Changes<K, V>(long epoch, List<V> put, List<K> removed, List<Slot<K, V>> slots) {}

    /// One item with the epoch of its last change.
    static final class Slot<K, V> {
        private final K key;
        private @Nullable V value;
        private long epoch;
        /// Whether the store has the item, or will once the drained changes are committed.
        private boolean stored;

        private Slot(K key, @Nullable V value, long epoch, boolean stored) {
            this.key = key;
            this.value = value;
            this.epoch = epoch;
            this.stored = stored;
        }
    }
}
