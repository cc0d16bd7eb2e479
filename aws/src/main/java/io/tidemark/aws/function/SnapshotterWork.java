package io.tidemark.aws.function;

import io.tidemark.aws.bucket.S3SnapshotStore;
import io.tidemark.aws.table.DynamoGenerations;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.tables.TableSnapshots;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// The snapshotter's work.
///
/// @param services what it speaks to
/// @param log      what it writes
record SnapshotterWork(Services services, FunctionLog log) {
    /// Takes a snapshot of the generation in force, and says how long the oldest follow-up has been waiting.
    ///
    /// @return its name
    String run() {
        String generation = services.switches().generation();
        DynamoGenerations generations = new DynamoGenerations(services.dynamoDb(), services.settings().tables(),
                services.clock());
        TableSnapshots.Taken taken = new TableSnapshots(
                new S3SnapshotStore(services.s3(), services.settings().snapshots()), services.clock())
                .take(generations.contents(generation));
        SnapshotManifest manifest = taken.manifest();
        log.line("INFO", "snapshot published", null, Map.of("snapshot", manifest.id(), "accounts",
                Long.toString(manifest.contents().accounts()), "stateDigest", manifest.stateDigest().toString()));
        Instant now = services.clock().instant();
        Long waiting = taken.oldestWaiting();
        long seconds = waiting == null ? 0
                : Math.max(0, ChronoUnit.SECONDS.between(Instant.EPOCH.plusNanos(waiting * 1000), now));
        log.metrics(now, Map.of("SnapshotPublished", 1L, "WaitingAgeSeconds", seconds), Map.of());
        return manifest.id();
    }
}
