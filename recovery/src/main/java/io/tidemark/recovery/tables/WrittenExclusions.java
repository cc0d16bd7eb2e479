package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.TableStores;
import org.jspecify.annotations.Nullable;

/// What was excluded where there is no log, for those who ask about an event.
public final class WrittenExclusions {
    private WrittenExclusions() {}

    /// A decision.
    ///
    /// @param decidedMicros when it was taken, in microseconds since 1970
    /// @param operator      who took it
    /// @param reason        why
    public record Decision(long decidedMicros, String operator, String reason) {}

    /// The decision that took the effects of an accepted event out, by its key or with its original; null when they stay.
    ///
    /// @throws io.tidemark.core.port.StorageException when one cannot be read
    public static @Nullable Decision of(TableStores stores, EventKey key) {
        EventKey original = key.original();
        for (TableExclusion one : LeftHistory.of(stores).inEffect(TableExclusion.all(stores.exclusions()),
                Long.MAX_VALUE)) {
            if (one.keys().contains(key) || (original != null && one.keys().contains(original))) {
                return new Decision(one.decidedMicros(), one.operator(), one.reason());
            }
        }
        return null;
    }
}
