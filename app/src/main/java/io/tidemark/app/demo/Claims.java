package io.tidemark.app.demo;

import java.util.ArrayList;
import java.util.List;

/// What a demonstration claims, and what of it was found to hold. Not thread-safe.
final class Claims {
    private final Narrator narrator;
    private final List<String> failed = new ArrayList<>();
    private int made;

    Claims(Narrator narrator) {
        this.narrator = narrator;
    }

    /// Tells of a claim and remembers it.
    void check(boolean holds, String claim) {
        made++;
        if (!holds) {
            failed.add(claim);
        }
        narrator.check(holds, claim);
    }

    /// How many were made.
    int made() {
        return made;
    }

    /// Those that do not hold.
    List<String> failed() {
        return failed;
    }
}
