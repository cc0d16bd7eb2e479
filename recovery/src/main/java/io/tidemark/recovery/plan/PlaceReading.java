package io.tidemark.recovery.plan;

import io.tidemark.core.pipeline.Losses;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out where the events are that a plan needs. Reads no bodies.
final class PlaceReading {
    private final Stores stores;
    private final Instant now;

    PlaceReading(Stores stores, Instant now) {
        this.stores = stores;
        this.now = now;
    }

    /// The places of the records up to a goal.
    ///
    /// @param base     the position up to which they are history
    /// @param readLost whether to look for attempts that are lost
    Places upTo(long base, long goal, boolean readLost) {
        List<Places.Cold> cold = new ArrayList<>();
        Map<String, Long> history = tiers(1, base);
        Map<String, Long> replay = tiers(base + 1, goal);
        for (LogBundles.Share share : stores.bundles().shares(1, goal)) {
            if (!share.bundle().isAtHand(now)) {
                cold.add(new Places.Cold(share.bundle(), share.attempts(), share.bundle().isThawing(now)));
            }
        }
        return new Places(replay, history, cold, readLost ? lost(goal) : null);
    }

    private Map<String, Long> tiers(long from, long to) {
        long records = Math.max(0, to - from + 1);
        long bundled = 0;
        long frozen = 0;
        if (records > 0) {
            for (LogBundles.Share share : stores.bundles().shares(from, to)) {
                bundled += share.attempts();
                frozen += share.bundle().isAtHand(now) ? 0 : share.attempts();
            }
        }
        long moved = records == 0 ? 0 : moved(Bucket.ARCHIVE, from, to) + moved(Bucket.REJECTED, from, to);
        Map<String, Long> tiers = new LinkedHashMap<>();
        tiers.put("recent", Math.max(0, records - Math.max(moved, bundled)));
        tiers.put("archive", Math.max(0, moved - bundled));
        tiers.put("bundles", bundled - frozen);
        tiers.put(Places.COLD, frozen);
        return tiers;
    }

    private long moved(Bucket bucket, long from, long to) {
        long count = 0;
        try (Cursor<Long> positions = stores.buckets().positions(bucket, from - 1)) {
            for (Long position = positions.next(); position != null && position <= to; position = positions.next()) {
                count++;
            }
        } catch (StorageException e) {
            // Buckets are made again from the ledger; until then all counts as recent.
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
        }
        return count;
    }

    /// What is lost up to a goal.
    Places.@Nullable Lost lost(long goal) {
        return Places.Lost.of(Losses.of(stores.bundles().lost(1, goal)));
    }
}
