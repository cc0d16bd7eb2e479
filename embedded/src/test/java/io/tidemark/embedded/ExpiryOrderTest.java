package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an expiry builds on is on disk before it moves anything.
class ExpiryOrderTest {
    private static final int EVENTS = 3;

    @TempDir
    Path directory;

    @Test
    void the_ledger_is_on_disk_before_anything_leaves_the_new_bucket() {
        try (EmbeddedInstallation installation = new EmbeddedInstallation(directory.resolve("home"))) {
            Stores stores = installation.open(ManualClock.atNewYear());
            stores.log().put(IntStream.range(0, EVENTS).mapToObj(ExpiryOrderTest::payment).toList());
            WatchedBuckets watched = new WatchedBuckets(stores);
            LedgerStore ledger = ActiveLedger.open(stores, () -> "g1");
            try (Processor processor = new Processor(stores, ledger, FoldRun.Options.DEFAULT)) {
                processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
                assertThat(stores.control().read().syncedPosition()).as("nothing synced it yet").isZero();

                Expiry.run(new Stores(stores.log(), watched, stores.bundles(), stores.control(), stores.generations(),
                        stores.snapshots(), stores.receipts()), processor, ledger, Long.MAX_VALUE, Progress.NONE,
                        () -> false);
            }
            assertThat(stores.buckets().counts()).containsEntry(Bucket.ARCHIVE, (long) EVENTS);
            assertThat(watched.syncedAtMoves).isNotEmpty().containsOnly((long) EVENTS);
        }
    }

    private static NewAttempt payment(int number) {
        return new NewAttempt(EventKey.of("incoming_payment_" + number + EventKey.SUFFIX), Body
                .of("{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"1\"}".getBytes(StandardCharsets.UTF_8)),
                null);
    }

    /// Notes how far the ledger was on disk whenever attempts are moved.
    private static final class WatchedBuckets implements Buckets {
        private final Stores stores;
        private final List<Long> syncedAtMoves = new ArrayList<>();

        WatchedBuckets(Stores stores) {
            this.stores = stores;
        }

        @Override
        public void move(Map<Long, Bucket> moves, long upToPosition) {
            syncedAtMoves.add(stores.control().read().syncedPosition());
            stores.buckets().move(moves, upToPosition);
        }

        @Override
        public Bucket bucketOf(long position) {
            return stores.buckets().bucketOf(position);
        }

        @Override
        public void clear() {
            stores.buckets().clear();
        }

        @Override
        public long movedUpTo() {
            return stores.buckets().movedUpTo();
        }

        @Override
        public Map<Bucket, Long> counts() {
            return stores.buckets().counts();
        }

        @Override
        public Cursor<Long> positions(Bucket bucket, long afterPosition) {
            return stores.buckets().positions(bucket, afterPosition);
        }
    }
}
