package io.tidemark.recovery.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A snapshot as it was found when all of it was read.
///
/// @param id       its name
/// @param manifest what it says about itself, or null when the manifest is damaged
/// @param damage   every damaged file; empty when the snapshot is whole
public record SnapshotCheck(String id, @Nullable SnapshotManifest manifest, List<SnapshotDamage> damage) {
    /// A check with a copy of that list.
    public SnapshotCheck {
        damage = List.copyOf(damage);
    }

    /// Whether every file is what was written.
    public boolean isWhole() {
        return damage.isEmpty();
    }

    /// All damage in one line; empty when there is none.
    public String damageText() {
        return String.join("; ", damage.stream().map(SnapshotDamage::toString).toList());
    }
}
