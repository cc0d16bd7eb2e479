package io.tidemark.bench.micro;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.LogRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to see that a text is an event key, and of which type: done when an event is put and each time it is read.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyBenchmark {
    private final List<String> texts = new Sample().attempts().stream().map(LogRecord.Attempt::key).map(EventKey::text)
            .toList();
    private int next;

    /// Parses a key.
    @Benchmark
    public @Nullable EventKey parse() {
        next = next + 1 == texts.size() ? 0 : next + 1;
        return EventKey.parse(texts.get(next));
    }
}
