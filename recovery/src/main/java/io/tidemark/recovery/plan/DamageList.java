package io.tidemark.recovery.plan;

import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.recovery.plan.Plan.Damage;
import java.util.ArrayList;
import java.util.List;

/// Collects damage in ascending order of positions. What follows on each other and is the same trouble counts as one. Not thread-safe.
public final class DamageList {
    private static final String SEPARATOR = ": ";

    private final List<Damage> found = new ArrayList<>();
    private String lastDescription = "";

    /// No damage yet.
    public DamageList() {}

    /// Adds what an exception says.
    public void add(DamagedRecordsException e) {
        Damage last = found.isEmpty() ? null : found.getLast();
        if (last != null && last.lastPosition() + 1 == e.firstPosition() && e.description().equals(lastDescription)) {
            found.removeLast();
            found.add(damage(last.firstPosition(), e.lastPosition(), e.description()));
        } else {
            found.add(damage(e.firstPosition(), e.lastPosition(), e.description()));
        }
        lastDescription = e.description();
    }

    /// Adds damage that was collected elsewhere.
    public void addAll(List<Damage> more) {
        for (Damage damage : more) {
            int prefix = damage.description().indexOf(SEPARATOR);
            add(new DamagedRecordsException(damage.firstPosition(), damage.lastPosition(),
                    damage.description().substring(prefix < 0 ? 0 : prefix + SEPARATOR.length())));
        }
    }

    private static Damage damage(long first, long last, String description) {
        return new Damage(first, last, "positions " + first + " to " + last + SEPARATOR + description);
    }

    /// What was found.
    public List<Damage> toList() {
        return List.copyOf(found);
    }
}
