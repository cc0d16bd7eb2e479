package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Accounts that are paused, and attempts that are held for them, in the second reader's fold. Not thread-safe.
final class HeldBack {
    private final SortedMap<String, Long> paused = new TreeMap<>();
    private final NavigableMap<Long, Held> held = new TreeMap<>();
    private final Map<String, List<Long>> byKey = new HashMap<>();
    private final PositionSet everHeld = new PositionSet();
    private final FoldedKeys keys;
    private final MatterMap matters;

    /// An attempt that is held.
    ///
    /// @param key     its key
    /// @param account the paused account
    record Held(String key, String account) {}

    /// @param keys    how keys stand
    /// @param matters what is open
    HeldBack(FoldedKeys keys, MatterMap matters) {
        this.keys = keys;
        this.matters = matters;
    }

    void pause(String account, long position) {
        paused.putIfAbsent(account, position);
    }

    /// Ends a pause.
    ///
    /// @return the attempts that are still held for the account, in order
    List<Long> resume(String account) {
        List<Long> due = new ArrayList<>();
        if (paused.remove(account) != null) {
            held.forEach((position, attempt) -> {
                if (attempt.account().equals(account)) {
                    due.add(position);
                }
            });
        }
        return due;
    }

    void hold(String key, long position, String account) {
        if (held.put(position, new Held(key, account)) == null) {
            byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(position);
            everHeld.add(position);
        }
    }

    void letGo(String key, long position) {
        held.remove(position);
        List<Long> others = byKey.get(key);
        if (others != null) {
            others.remove(position);
            if (others.isEmpty()) {
                byKey.remove(key);
            }
        }
    }

    /// The paused account that an attempt must be held for, or null when it can be judged.
    ///
    /// @param before attempts from that position on do not count as held
    @Nullable
    String holder(ReadBatch batch, int index, long before) {
        EventType type = batch.types[index];
        if (paused.isEmpty() || type == null) {
            return null;
        }
        String key = batch.key(index);
        String queue = lastOf(key, before);
        if (queue != null) {
            return queue;
        }
        if (batch.refusals[index] != null || (batch.versions[index] > 1 && keys.refusal(key) == null)) {
            return null;
        }
        String original = KeyName.originalOf(key, type);
        queue = original == null ? null : lastOf(original, before);
        if (queue != null) {
            return queue;
        }
        return switch (type) {
            case OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> {
                FoldedMatter payment = matters.get(batch.originalHashes[index], batch, index, false);
                yield payment == null ? null : ifPaused(payment.account.number());
            }
            case INTER_ACCOUNT_TRANSFER -> {
                String source = ifPaused(batch.account(index));
                yield source != null ? source : ifPaused(batch.other(index));
            }
            case CASH_DEPOSIT, VERIFY_CASH_DEPOSIT, CASH_WITHDRAWAL, INCOMING_PAYMENT, OUTGOING_PAYMENT_UNVERIFIED ->
                    ifPaused(
                            batch.account(index));
        };
    }

    private @Nullable String ifPaused(@Nullable String account) {
        return account != null && paused.containsKey(account) ? account : null;
    }

    /// Whom the last attempt under a key is held for.
    private @Nullable String lastOf(String key, long before) {
        Held last = null;
        for (long position : byKey.getOrDefault(key, List.of())) {
            last = position < before ? held.get(position) : last;
        }
        return last == null ? null : last.account();
    }

    /// The paused accounts, each with the position of its pause.
    SortedMap<String, Long> paused() {
        return paused;
    }

    /// The held attempts by position.
    SortedMap<Long, Held> held() {
        return held;
    }

    /// The attempts that are held or were.
    PositionSet everHeld() {
        return everHeld;
    }
}
