package io.tidemark.bench.micro;

import io.tidemark.core.event.Decoded;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.JacksonEventDecoder;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import java.security.MessageDigest;
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

/// What it costs to understand one event's body, and to digest it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final List<LogRecord.Attempt> attempts = new Sample().attempts();
    private final EventDecoder scanning = new ScanningEventDecoder();
    private final EventDecoder jackson = new JacksonEventDecoder();
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private int next;

    private LogRecord.Attempt next() {
        next = next + 1 == attempts.size() ? 0 : next + 1;
        return attempts.get(next);
    }

    private @Nullable Decoded decode(EventDecoder decoder) {
        LogRecord.Attempt attempt = next();
        EventType type = attempt.key().type();
        Body body = attempt.body();
        return type == null ? null : decoder.decode(type, body.array(), body.offset(), body.length());
    }

    /// The codec that the pipeline uses: scans the bytes, and falls back to Jackson for what is out of the ordinary.
    @Benchmark
    public @Nullable Decoded scan() {
        return decode(scanning);
    }

    /// The codec that it falls back to, for all events.
    @Benchmark
    public @Nullable Decoded jackson() {
        return decode(jackson);
    }

    /// SHA-256 of the body.
    @Benchmark
    public Sha256 digest() {
        return next().body().digest(sha256);
    }
}
