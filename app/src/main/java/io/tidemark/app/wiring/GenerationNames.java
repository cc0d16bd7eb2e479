package io.tidemark.app.wiring;

import io.tidemark.core.port.Stores;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names ledger generations by the moment they are made, so that the order of names is the order of making, and a new one never
/// bears the name of one that was lost.
public final class GenerationNames {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuuMMdd'T'HHmmss'.'SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private GenerationNames() {}

    /// A name that no generation has or had last.
    public static String next(Stores stores, InstantSource clock) {
        Set<String> taken = new HashSet<>(stores.generations().list());
        String inForce = stores.control().read().generation();
        if (inForce != null) {
            taken.add(inForce);
        }
        Instant now = clock.instant();
        String name = TIME.format(now);
        for (int number = 2; taken.contains(name); number++) {
            name = TIME.format(now) + "-" + number;
        }
        return name;
    }
}
