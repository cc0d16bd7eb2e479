package io.tidemark.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a failing list smaller by leaving elements out: halves first, then ever smaller runs, until no single element can go.
public final class Shrinker {
    private Shrinker() {}

    /// A sublist that still fails and from which no single element can be left out. Elements keep their order.
    ///
    /// @param failing a list that fails
    /// @param fails   whether a list fails; must be a function of the list
    public static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
        List<T> smallest = List.copyOf(failing);
        int run = Math.max(1, smallest.size() / 2);
        while (true) {
            List<T> smaller = withoutOneRun(smallest, run, fails);
            if (smaller.size() < smallest.size()) {
                smallest = smaller;
                run = Math.min(run, Math.max(1, smallest.size() / 2));
            } else if (run > 1) {
                run /= 2;
            } else {
                return smallest;
            }
        }
    }

    /// The first list that still fails when a run of that length is left out, or the list itself.
    private static <T> List<T> withoutOneRun(List<T> list, int length, Predicate<List<T>> fails) {
        for (int from = 0; from + length <= list.size(); from += length) {
            List<T> candidate = new ArrayList<>(list.subList(0, from));
            candidate.addAll(list.subList(from + length, list.size()));
            if (fails.test(candidate)) {
                return List.copyOf(candidate);
            }
        }
        return list;
    }
}
