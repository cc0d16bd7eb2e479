package io.tidemark.bench.micro;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.pipeline.Fold;
import io.tidemark.core.pipeline.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to go on with a chain by one entry.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChainBenchmark {
    private final List<Entry> entries = new ArrayList<>();
    private final ChainDigester chain = new ChainDigester();
    private Sha256 head = Sha256.ZERO;
    private int next;

    /// Prepares the entries of a sample.
    public ChainBenchmark() {
        Sample sample = new Sample();
        Fold fold = sample.newFold();
        for (Prepared prepared : sample.prepared()) {
            fold.next(prepared, outcome -> entries.addAll(outcome.entries()));
        }
    }

    /// The digest of one entry, and of the head before it.
    @Benchmark
    public Sha256 nextHead() {
        next = next + 1 == entries.size() ? 0 : next + 1;
        head = chain.next(head, entries.get(next));
        return head;
    }
}
