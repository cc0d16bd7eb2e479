package io.tidemark.recovery.verify;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.verify.Recall.Recalled;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How keys and attempts stand in the second reader's fold: rejected, waiting, corrected, and how many of each. Not thread-safe.
final class FoldedKeys {
    private final Map<String, Refusal> rejected = new HashMap<>();
    private final Map<String, Waiter> waiting = new HashMap<>();
    private final Map<String, List<Waiter>> waitingFor = new HashMap<>();
    private final Map<String, Long> corrected = new HashMap<>();
    /// How many wait for originals whose hash ends in these bits; most originals are waited for by nobody.
    private final int[] waitingByHash = new int[1 << 12];
    private final PositionSet rejectedAttempts = new PositionSet();
    private final EnumMap<RejectionCode, Long> rejectedByCode = new EnumMap<>(RejectionCode.class);
    private long accepted;

    /// Where and why a key was rejected.
    ///
    /// @param position the attempt that was judged afresh last
    /// @param code     why it was rejected
    record Refusal(long position, RejectionCode code) {}

    /// A follow-up that waits.
    ///
    /// @param key      its key
    /// @param original the key that it waits for
    /// @param hash     the hash of that key
    /// @param position its attempt
    record Waiter(String key, String original, long hash, long position) {}

    @Nullable
    Refusal refusal(String key) {
        return rejected.isEmpty() ? null : rejected.get(key);
    }

    boolean waits(String key) {
        return waiting.containsKey(key);
    }

    void countAccepted(long position) {
        accepted++;
        rejectedAttempts.remove(position);
    }

    /// An attempt is rejected; whether its key stands rejected is said apart.
    void countRejected(long position, RejectionCode code) {
        rejectedByCode.merge(code, 1L, Long::sum);
        rejectedAttempts.add(position);
    }

    /// A key stands rejected.
    void standRejected(String key, long position, RejectionCode code) {
        rejected.put(key, new Refusal(position, code));
    }

    /// A rejected key's attempt is about to be judged again by itself: it no longer counts as it did.
    void forget(Refusal refusal) {
        rejectedByCode.merge(refusal.code(), -1L, Long::sum);
        rejectedAttempts.remove(refusal.position());
    }

    /// A key no longer stands rejected.
    void standNoLongerRejected(String key) {
        rejected.remove(key);
    }

    void correct(String key, long position) {
        corrected.put(key, position);
    }

    void startWaiting(Waiter waiter) {
        waiting.put(waiter.key(), waiter);
        waitingByHash[slot(waiter.hash())]++;
        waitingFor.computeIfAbsent(waiter.original(), original -> new ArrayList<>(1)).add(waiter);
    }

    private int slot(long hash) {
        return (int) hash & (waitingByHash.length - 1);
    }

    /// Ends all waits for an original.
    ///
    /// @return those who waited, in the order in which they arrived
    List<Waiter> release(Recalled original) {
        long hash = original.hash();
        List<Waiter> waiters = waitingByHash[slot(hash)] == 0 ? null : waitingFor.remove(original.key());
        if (waiters == null) {
            return List.of();
        }
        waitingByHash[slot(hash)] -= waiters.size();
        waiters.forEach(waiter -> waiting.remove(waiter.key()));
        waiters.sort((a, b) -> Long.compare(a.position(), b.position()));
        return waiters;
    }

    /// Ends the wait of one follow-up.
    ///
    /// @return the one who waited, or null when none did
    @Nullable
    Waiter stopWaiting(String key) {
        Waiter waiter = waiting.remove(key);
        if (waiter != null) {
            waitingByHash[slot(waiter.hash())]--;
            List<Waiter> others = waitingFor.get(waiter.original());
            if (others != null) {
                others.remove(waiter);
                if (others.isEmpty()) {
                    waitingFor.remove(waiter.original());
                }
            }
        }
        return waiter;
    }

    Map<String, Refusal> rejected() {
        return rejected;
    }

    Map<String, Waiter> waiting() {
        return waiting;
    }

    Map<String, Long> corrected() {
        return corrected;
    }

    /// The attempts that stand rejected.
    PositionSet rejectedAttempts() {
        return rejectedAttempts;
    }

    OutcomeCounts counts() {
        Map<RejectionCode, Long> byCode = new EnumMap<>(rejectedByCode);
        byCode.values().removeIf(count -> count == 0);
        return new OutcomeCounts(accepted, waiting.size(), byCode);
    }
}
