package io.tidemark.testkit.generate;

import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A stream in which an operator pauses and resumes accounts: such as there are, such as there are not, such as are paused already.
public final class PauseStream {
    private static final List<String> ACCOUNTS = List.of("1", "1", "1", "10", "10", "1-", "A", "nobody");

    private PauseStream() {}

    /// An [ArrivalStream] with pauses.
    ///
    /// @param size how many arrivals, without those that pause and resume
    public static List<Arrival> of(long seed, int size) {
        return withPauses(seed, ArrivalStream.of(seed, size));
    }

    /// For every other seed the stream with pauses, for the others the one without.
    public static List<Arrival> sometimes(long seed, int size) {
        return sometimes(seed, ArrivalStream.of(seed, size));
    }

    /// For every other seed the stream with pauses, for the others the stream itself.
    public static List<Arrival> sometimes(long seed, List<Arrival> arrivals) {
        return Math.floorMod(seed, 2) == 0 ? arrivals : withPauses(seed, arrivals);
    }

    /// A stream with pauses.
    ///
    /// @param seed     what they are drawn from
    /// @param arrivals the stream
    public static List<Arrival> withPauses(long seed, List<Arrival> arrivals) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Arrival> all = new ArrayList<>();
        int often = 4 + random.nextInt(20);
        for (Arrival arrival : arrivals) {
            if (random.nextInt(often) == 0) {
                String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
                all.add(random.nextInt(5) < 2 ? new Arrival.Pause(account) : new Arrival.Resume(account));
            }
            all.add(arrival);
        }
        // Half of the streams end with something held.
        if (random.nextBoolean()) {
            ACCOUNTS.stream().distinct().forEach(account -> all.add(new Arrival.Resume(account)));
        }
        return List.copyOf(all);
    }
}
