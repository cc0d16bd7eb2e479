package io.tidemark.testkit.generate;

import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks what must hold for every stream of arrivals.
///
/// A property is a test method marked with [ForEachSeed] that calls [#holds]. When it fails, the message names the seed and the
/// smallest stream that was found to fail still; `-Dtidemark.seed=SEED` runs that seed alone.
public final class Property {
    /// How long a stream is when nobody says.
    public static final int DEFAULT_SIZE = 60;

    private Property() {}

    /// What is asserted of a stream.
    public interface Check {
        /// Fails when it does not hold. Must come to the same whenever it is given the same stream.
        ///
        /// @throws Exception what the code under test may throw; a failure as well
        void verify(List<Arrival> arrivals) throws Exception;
    }

    /// Checks the stream of that seed, of the default size.
    ///
    /// @throws AssertionError when the check fails, with the seed and the smallest stream
    public static void holds(long seed, Check check) {
        holds(seed, DEFAULT_SIZE, check);
    }

    /// Checks the stream of that seed.
    ///
    /// @param size how many arrivals the stream has
    /// @throws AssertionError when the check fails, with the seed and the smallest stream
    public static void holds(long seed, int size, Check check) {
        holds(seed, ArrivalStream.of(seed, size), check);
    }

    /// Checks a stream that was drawn otherwise.
    ///
    /// @param seed     what it was drawn from
    /// @param arrivals the stream
    /// @throws AssertionError when the check fails, with the seed and the smallest stream
    public static void holds(long seed, List<Arrival> arrivals, Check check) {
        if (failure(arrivals, check) == null) {
            return;
        }
        int size = arrivals.size();
        List<Arrival> smallest = Shrinker.shrink(arrivals, candidate -> failure(candidate, check) != null);
        Throwable failure = failure(smallest, check);
        throw new AssertionError("seed " + seed + ", shrunk from " + size + " to " + smallest.size() + " arrivals:\n"
                + listing(smallest) + (failure == null ? "(the check does not always come to the same)" : failure),
                failure);
    }

    private static @Nullable Throwable failure(List<Arrival> arrivals, Check check) {
        try {
            check.verify(arrivals);
            return null;
        } catch (Exception | AssertionError | StackOverflowError e) {
            return e;
        }
    }

    private static String listing(List<Arrival> arrivals) {
        List<String> lines = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            lines.add("  " + (lines.size() + 1) + ". " + printable(arrival.toString()) + "\n");
        }
        return String.join("", lines);
    }

    /// The text with everything escaped that a terminal would not show as it is.
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> {
            if (c >= ' ' && c <= '~') {
                shown.append((char) c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return shown.toString();
    }
}
