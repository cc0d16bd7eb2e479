package io.tidemark.testkit.generate;

import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// An [ArrivalStream] in which, now and then, an operator excludes some of what came before; and some of what was rejected, waits, never
/// was, was excluded already, or comes only later.
public final class ExclusionStream {
    private ExclusionStream() {}

    /// The stream of a seed.
    ///
    /// @param size how many arrivals, without the exclusions
    public static List<Arrival> of(long seed, int size) {
        List<Arrival> arrivals = new ArrayList<>(ArrivalStream.of(seed, size));
        List<String> keys = arrivals.stream().filter(Arrival.Put.class::isInstance)
                .map(put -> ((Arrival.Put) put).key()).toList();
        SplittableRandom random = new SplittableRandom(seed);
        int exclusions = 1 + random.nextInt(3);
        for (int i = 0; i < exclusions && !keys.isEmpty(); i++) {
            int at = arrivals.size() / 4 + random.nextInt(arrivals.size() * 3 / 4 + 1);
            List<String> excluded = new ArrayList<>();
            for (int j = 1 + random.nextInt(5); j > 0; j--) {
                int of = random.nextInt(5) == 0 ? keys.size() : Math.clamp((long) at, 1, keys.size());
                excluded.add(random.nextInt(12) == 0
                        ? "incoming_payment_never.event"
                        : keys.get(random.nextInt(of)));
            }
            arrivals.add(at, new Arrival.Exclude(excluded));
        }
        return List.copyOf(arrivals);
    }
}
