package io.tidemark.app.cli;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Moments;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Says what is left of a home whose events are lost or damaged.
final class Remains {
    private static final int MOST_SNAPSHOTS = 3;

    private final CommandContext context;

    Remains(CommandContext context) {
        this.context = context;
    }

    /// What the snapshots still show, to be put behind the message of a failure; empty when the failure is not about lost or damaged
    /// events.
    String ofLostEvents(StorageException failure) {
        try (Tidemark tidemark = context.openBeside()) {
            boolean there = hasEvents(tidemark);
            if (there && failure instanceof DamagedRecordsException damage
                    && damage.firstPosition() == tidemark.lastPosition() + 1) {
                return "; restore events/ from a backup, or go on without them: tidemark recover --to position:"
                        + tidemark.lastPosition() + ". " + shownBy(tidemark);
            }
            return failure instanceof DamagedRecordsException || !there
                    ? "; restore events/ from a backup. " + shownBy(tidemark)
                    : "";
        } catch (StorageException e) {
            // There is no home at all, and the failure says so already.
            return "";
        }
    }

    /// Whether there is a home that can be looked into at all.
    boolean isOpenable() {
        try (Tidemark tidemark = context.openBeside()) {
            return Files.isDirectory(Path.of(tidemark.place()));
        } catch (StorageException e) {
            return false;
        }
    }

    private static boolean hasEvents(Tidemark tidemark) {
        try {
            return tidemark.lastPosition() >= 0;
        } catch (StorageException e) {
            return false;
        }
    }

    private static String shownBy(Tidemark tidemark) {
        List<SnapshotManifest> whole = new ArrayList<>();
        for (SnapshotCheck check : tidemark.snapshots().list()) {
            if (check.isWhole() && check.manifest() != null) {
                whole.add(check.manifest());
            }
        }
        if (whole.isEmpty()) {
            return "There is no undamaged snapshot";
        }
        whole.sort(Comparator.comparingLong(SnapshotManifest::position).reversed());
        List<String> shown = whole.stream().limit(MOST_SNAPSHOTS).map(Remains::shown).toList();
        int more = whole.size() - shown.size();
        return "Snapshots still show: " + String.join("; ", shown) + (more == 0 ? "" : "; and " + more + " older");
    }

    private static String shown(SnapshotManifest manifest) {
        SnapshotManifest.Anchor anchor = manifest.anchor();
        return manifest.id() + " (" + manifest.contents().accounts() + " accounts at position " + manifest.position()
                + (anchor == null ? "" : ", " + Moments.format(anchor.arrivalMicros())) + ")";
    }
}
