package io.tidemark.bench.micro;

import io.tidemark.core.pipeline.Fold;
import io.tidemark.core.pipeline.Prepared;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What it costs to decide on one event and to apply it, chain digest included, with the whole state in memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class FoldBenchmark {
    /// How many events one shot folds; the figure is for one of them.
    private static final int EVENTS = 45_000;

    private final Sample sample = new Sample();
    private final List<Prepared> prepared = sample.prepared();

    /// A fold from nothing: [#EVENTS] prepared events, by the event.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void decideAndApply(Blackhole blackhole) {
        Fold fold = sample.newFold();
        for (int i = 0; i < EVENTS; i++) {
            fold.next(prepared.get(i), blackhole::consume);
        }
    }
}
