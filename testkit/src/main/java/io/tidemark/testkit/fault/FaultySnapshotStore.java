package io.tidemark.testkit.fault;

import io.tidemark.core.port.SnapshotStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Snapshots whose writing meets the faults of a schedule: the beginning of each file, the publication, the removal.
public final class FaultySnapshotStore implements SnapshotStore {
    private final SnapshotStore snapshots;
    private final FaultSchedule schedule;

    /// The same snapshots, through the schedule.
    public FaultySnapshotStore(SnapshotStore snapshots, FaultSchedule schedule) {
        this.snapshots = snapshots;
        this.schedule = schedule;
    }

    @Override
    public List<String> list() {
        return schedule.read(snapshots::list);
    }

    @Override
    public Draft begin(String id) {
        return new FaultyDraft(schedule.read(() -> snapshots.begin(id)));
    }

    @Override
    public byte @Nullable [] manifest(String id) {
        return schedule.<byte @Nullable []>read(() -> snapshots.manifest(id));
    }

    @Override
    public InputStream open(String id, String file) {
        return schedule.read(() -> snapshots.open(id, file));
    }

    @Override
    public void delete(String id) {
        schedule.write("removal of snapshot " + id, () -> snapshots.delete(id));
    }

    private final class FaultyDraft implements Draft {
        private final Draft draft;

        private FaultyDraft(Draft draft) {
            this.draft = draft;
        }

        @Override
        public OutputStream create(String file) {
            return schedule.write("making of file " + file, () -> draft.create(file));
        }

        @Override
        public void publish(byte[] manifest) {
            schedule.write("publication of a snapshot", () -> draft.publish(manifest));
        }

        @Override
        public void close() {
            // A process that is gone tidies nothing up.
            if (!schedule.hasCrashed()) {
                draft.close();
            }
        }
    }
}
