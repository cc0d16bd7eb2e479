package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The accounts that are paused and the attempts that are held for them, as they are at the position that a [Fold] has reached. All of it
/// is in memory. Collects its changes until they are drained for a commit.
///
/// While no account is paused nothing is held. Not thread-safe.
final class Pausing {
    private final Map<String, PausedAccount> paused = new HashMap<>();
    /// Those of them that are paused because something that touched them is lost.
    private final Set<String> lost = new HashSet<>();
    private final NavigableMap<Long, HeldAttempt> held = new TreeMap<>();
    private final Map<EventKey, NavigableMap<Long, HeldAttempt>> heldByKey = new HashMap<>();
    private final Map<String, NavigableMap<Long, HeldAttempt>> heldByAccount = new HashMap<>();
    private final Changed<String, PausedAccount> changedAccounts = new Changed<>();
    private final Changed<Long, HeldAttempt> changedAttempts = new Changed<>();

    /// What changed since the last drain; what came and went in between is not told.
    private static final class Changed<K extends Comparable<K>, V> {
        private final NavigableMap<K, V> put = new TreeMap<>();
        private final NavigableMap<K, V> removed = new TreeMap<>();
        /// Those of `put` that were not there at the last drain.
        private final Set<K> fresh = new HashSet<>();

        void put(K key, V value, boolean wasThere) {
            boolean wasStored = removed.remove(key) != null || (wasThere && !fresh.contains(key));
            put.put(key, value);
            if (!wasStored) {
                fresh.add(key);
            }
        }

        void remove(K key, V value) {
            put.remove(key);
            if (!fresh.remove(key)) {
                removed.put(key, value);
            }
        }

        void clear() {
            put.clear();
            removed.clear();
            fresh.clear();
        }
    }

    /// What a ledger holds.
    ///
    /// @param base the ledger, or null for nothing
    Pausing(@Nullable LedgerReader base) {
        if (base == null) {
            return;
        }
        try (Cursor<PausedAccount> accounts = base.pausedAccounts()) {
            for (PausedAccount one = accounts.next(); one != null; one = accounts.next()) {
                paused.put(one.account(), one);
            }
        }
        try (Cursor<HeldAttempt> attempts = base.heldAttempts()) {
            for (HeldAttempt one = attempts.next(); one != null; one = attempts.next()) {
                add(one);
            }
        }
    }

    /// Whether no account is paused, and so nothing is held.
    boolean isEmpty() {
        return paused.isEmpty();
    }

    boolean isPaused(String account) {
        return paused.containsKey(account);
    }

    /// Whether something that touched the account is lost. It is paused then.
    boolean isLost(String account) {
        return lost.contains(account);
    }

    /// Whether that is so of any account.
    boolean hasLost() {
        return !lost.isEmpty();
    }

    List<PausedAccount> pausedAccounts() {
        return List.copyOf(paused.values());
    }

    /// Pauses an account because something that touched it is lost, unless it is paused for that already. No resume ends such a pause.
    ///
    /// @param position the attempt that is lost, or that cannot be judged because of it
    void lose(String account, long position) {
        if (lost.add(account)) {
            PausedAccount added = new PausedAccount(account, position);
            PausedAccount before = paused.put(account, added);
            if (!added.equals(before)) {
                changedAccounts.put(account, added, before != null);
            }
        }
    }

    /// Pauses an account, unless it is paused already.
    void pause(String account, long position) {
        if (!paused.containsKey(account)) {
            PausedAccount added = new PausedAccount(account, position);
            paused.put(account, added);
            changedAccounts.put(account, added, false);
        }
    }

    /// Ends the pause of an account, if it is paused; not for one that is paused by loss. What was held for it still is.
    ///
    /// @return what is held for it, in the order in which it arrived
    List<HeldAttempt> resume(String account) {
        PausedAccount ended = paused.remove(account);
        if (ended == null) {
            return List.of();
        }
        changedAccounts.remove(account, ended);
        return heldFor(account);
    }

    /// What is held for an account, in the order in which it arrived.
    List<HeldAttempt> heldFor(String account) {
        NavigableMap<Long, HeldAttempt> attempts = heldByAccount.get(account);
        return attempts == null ? List.of() : List.copyOf(attempts.values());
    }

    /// The account that the last attempt before a position under a key is held for; null when none is held.
    @Nullable
    String heldBefore(EventKey key, long position) {
        NavigableMap<Long, HeldAttempt> attempts = held.isEmpty() ? null : heldByKey.get(key);
        Map.Entry<Long, HeldAttempt> before = attempts == null ? null : attempts.lowerEntry(position);
        return before == null ? null : before.getValue().account();
    }

    boolean isHeld(long position) {
        return held.containsKey(position);
    }

    /// Holds an attempt, or goes on holding it for another account.
    void hold(HeldAttempt attempt) {
        HeldAttempt before = held.get(attempt.position());
        if (!attempt.equals(before)) {
            if (before != null) {
                drop(before);
            }
            add(attempt);
            changedAttempts.put(attempt.position(), attempt, before != null);
        }
    }

    void letGo(HeldAttempt attempt) {
        drop(attempt);
        changedAttempts.remove(attempt.position(), attempt);
    }

    private void add(HeldAttempt attempt) {
        held.put(attempt.position(), attempt);
        heldByKey.computeIfAbsent(attempt.key(), _ -> new TreeMap<>()).put(attempt.position(), attempt);
        heldByAccount.computeIfAbsent(attempt.account(), _ -> new TreeMap<>()).put(attempt.position(), attempt);
    }

    private void drop(HeldAttempt attempt) {
        held.remove(attempt.position());
        drop(heldByKey, attempt.key(), attempt);
        drop(heldByAccount, attempt.account(), attempt);
    }

    private static <K> void drop(Map<K, NavigableMap<Long, HeldAttempt>> map, K key, HeldAttempt attempt) {
        map.computeIfPresent(key, (_, attempts) -> {
            attempts.remove(attempt.position());
            return attempts.isEmpty() ? null : attempts;
        });
    }

    /// Takes out what changed since the last drain.
    PauseChange drain() {
        PauseChange change = new PauseChange(List.copyOf(changedAccounts.put.values()),
                List.copyOf(changedAccounts.removed.keySet()), List.copyOf(changedAttempts.put.values()),
                List.copyOf(changedAttempts.removed.values()));
        changedAccounts.clear();
        changedAttempts.clear();
        return change;
    }
}
