package io.tidemark;

import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is refused in a ledger that was recovered without lost events.
final class LostEvents {
    private static final int MOST_NAMED = 3;

    private LostEvents() {}

    /// Makes sure that none of these accounts is paused because events are lost: going on with it would be going on without them.
    ///
    /// @throws StorageException of kind `MISSING` when one is
    static void requireNone(Stores stores, LedgerReader ledger, Set<String> accounts) {
        Set<String> paused = new TreeSet<>(PausedByLoss.of(stores.log(), ledger));
        paused.retainAll(accounts);
        if (!paused.isEmpty()) {
            throw refused((paused.size() == 1 ? "account " : "accounts ") + some(List.copyOf(paused))
                    + (paused.size() == 1 ? " is" : " are")
                    + " paused because events are lost, and cannot be resumed without them", stores);
        }
    }

    /// Makes sure that a ledger lacks no lost events: a snapshot of one that does would pass it on.
    ///
    /// @throws StorageException of kind `MISSING` when it does
    static void requireWhole(Stores stores, @Nullable LedgerReader ledger) {
        if (PausedByLoss.any(stores.log(), ledger)) {
            Set<String> paused = PausedByLoss.of(stores.log(), ledger);
            throw refused("no snapshot is taken of a ledger that was recovered without lost events; "
                    + (paused.size() == 1 ? "1 account is" : paused.size() + " accounts are") + " paused for that",
                    stores);
        }
    }

    private static StorageException refused(String what, Stores stores) {
        List<String> events = new ArrayList<>();
        List<String> bundles = new ArrayList<>();
        try (Cursor<Bundles.Held> lost = stores.bundles().lost(1, stores.log().lastPosition())) {
            for (Bundles.Held one = lost.next(); one != null; one = lost.next()) {
                events.add(one.key().text());
                if (!bundles.contains(one.bundle())) {
                    bundles.add(one.bundle());
                }
            }
        }
        return new StorageException(StorageException.Kind.MISSING, what + (events.isEmpty()
                ? ". They are back: run `tidemark recover`"
                : " (lost: " + some(events) + "). Restore " + (bundles.size() == 1 ? "bundle " : "bundles ")
                        + some(bundles) + " from a copy, then run `tidemark recover`"));
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }
}
