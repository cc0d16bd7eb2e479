package io.tidemark.core.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a thawing is asked for. Immutable.
///
/// @param tier  how quickly
/// @param keep  how long what was thawed can be read before it is cold again
/// @param delay how long thawing takes, in place of what the tier takes; only a store that rehearses cold storage obeys it, others refuse
///              it. Null for what the tier takes
public record Thaw(Tier tier, Duration keep, @Nullable Duration delay) {
    /// How quickly something is thawed, in S3's words.
    public enum Tier {
        /// Within minutes, at the highest price; not from the coldest storage.
        EXPEDITED,
        /// Within hours.
        STANDARD,
        /// Within half a day, or two days from the coldest storage, at the lowest price.
        BULK
    }

    /// A request for a length of time that is positive.
    ///
    /// @throws IllegalArgumentException when it would be kept no time, or take less than none
    public Thaw {
        if (keep.isNegative() || keep.isZero() || (delay != null && delay.isNegative())) {
            throw new IllegalArgumentException("thawed for " + keep + " after " + delay);
        }
    }

    /// The longest that a tier takes, as S3 states it; empty where the tier is not offered.
    ///
    /// @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html">Archive retrieval
    ///      options</a>
    public static Optional<Duration> longest(StorageClass from, Tier tier) {
        return switch (from) {
            case STANDARD -> Optional.of(Duration.ZERO);
            case GLACIER -> Optional.of(switch (tier) {
                case EXPEDITED -> Duration.ofMinutes(5);
                case STANDARD -> Duration.ofHours(5);
                case BULK -> Duration.ofHours(12);
            });
            case DEEP_ARCHIVE -> switch (tier) {
                case EXPEDITED -> Optional.empty();
                case STANDARD -> Optional.of(Duration.ofHours(12));
                case BULK -> Optional.of(Duration.ofDays(2));
            };
        };
    }
}
