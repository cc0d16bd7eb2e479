package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.ArrivalsIntoLog;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A day's work on an installation: things arrive a few at a time, are processed now and then, and the ledger is put on disk now
/// and then. When, is drawn from a seed.
final class Business implements AutoCloseable {
    private final Stores stores;
    private final FoldRun.Options options;
    private final SplittableRandom random;
    private @Nullable Processor processor;

    Business(Stores stores, FoldRun.Options options, long seed) {
        this.stores = stores;
        this.options = options;
        this.random = new SplittableRandom(seed);
    }

    /// Takes all of them in, and processes all of them in the end.
    ///
    /// @param most how many arrive together at most
    void work(List<Arrival> arrivals, int most) {
        int at = 0;
        while (at < arrivals.size()) {
            int end = Math.min(arrivals.size(), at + 1 + random.nextInt(most));
            ArrivalsIntoLog.put(stores.log(), arrivals.subList(at, end));
            at = end;
            if (random.nextInt(3) > 0) {
                process();
            }
            if (processor != null && random.nextInt(4) == 0) {
                processor.checkpoint();
            }
        }
        process();
    }

    private void process() {
        Processor current = processor;
        if (current == null) {
            current = new Processor(stores,
                    ActiveLedger.open(stores, () -> "g-" + (stores.generations().list().size() + 1)), options);
            processor = current;
        }
        current.process(Long.MAX_VALUE, Progress.NONE, () -> false);
    }

    @Override
    public void close() {
        Processor current = processor;
        processor = null;
        if (current != null) {
            current.close();
        }
    }

    /// Everything that the ledger in force shows.
    static LedgerContents contents(Stores stores) {
        LedgerReader ledger = ActiveLedger.openForReading(stores);
        if (ledger == null) {
            throw new AssertionError("nothing was processed");
        }
        try (ledger) {
            return LedgerContents.of(ledger).withoutReasons();
        }
    }

    /// Holds ledger and buckets to what the model says.
    static void assertAgrees(Stores stores, NaiveLedger model) {
        LedgerContents expected = ModelContents.of(model);
        LedgerContents found = contents(stores);
        assertThat(found.outcomes()).isEqualTo(expected.outcomes());
        assertThat(found).isEqualTo(expected);
        model.standingByPosition().forEach(
                (position, judgement) -> assertThat(stores.buckets().bucketOf(position)).as("bucket of %s", judgement)
                        .isEqualTo(judgement.state() == OutcomeState.REJECTED ? Bucket.REJECTED : Bucket.NEW));
    }
}
