package io.tidemark.bench.run;

import io.tidemark.Tidemark;
import io.tidemark.app.generate.EventGenerator;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.reading.EventReport;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One phase, in a process of its own.
public final class PhaseProcess {
    private static final int BATCH = 10_000;
    private static final int WARM_UP_EVENTS = 5_000;
    private static final int MEASURED_EVENTS = 20_000;
    /// How often a phase is done again for its warm figure, which is the last one's.
    private static final int REPEATS = 2;

    private final Path home;
    private final Path file;
    private final GeneratorOptions stream;
    private final ProcessFigures figures = new ProcessFigures();
    private final Map<String, Long> details = new LinkedHashMap<>();

    private PhaseProcess(Path home, Path file, GeneratorOptions stream) {
        this.home = home;
        this.file = file;
        this.stream = stream;
    }

    /// Runs a phase and prints its figures.
    ///
    /// @param args the phase, the home, the file with the events, their number, accounts and seed
    /// @throws IOException when the figures cannot be read
    public static void main(String[] args) throws IOException {
        GeneratorOptions stream = new GeneratorOptions(Long.parseLong(args[3]), Integer.parseInt(args[4]),
                Long.parseLong(args[5]));
        PhaseProcess process = new PhaseProcess(Path.of(args[1]), Path.of(args[2]), stream);
        System.out.println(process.run(Phase.valueOf(args[0])).toLine());
    }

    private Figures run(Phase phase) throws IOException {
        if (phase == Phase.REFOLD) {
            Refolded once = refold();
            details.put("refoldNanos", once.nanos());
            details.put("refoldPerSecond", perSecond(once.nanos()));
            return warm(phase, figures.end(stream.events(), details, once.digest()));
        }
        long events;
        try (Tidemark tidemark = Tidemark.open(home)) {
            events = switch (phase) {
                case PUT -> put(tidemark);
                case PROCESS -> process(tidemark);
                case PUT_AND_PROCESS -> {
                    put(tidemark);
                    yield process(tidemark);
                }
                case VERIFY -> verify(tidemark);
                case REFOLD -> throw new IllegalArgumentException("a refold needs no ledger");
                case RECOVER_FROM_NOTHING, RECOVER_FROM_SNAPSHOT -> recover(tidemark, phase);
                case PREPARE_SNAPSHOT -> prepareSnapshot(tidemark);
                case CLOSED_LOOP -> closedLoop(tidemark);
            };
        }
        Figures measured = figures.end(events, details, "-");
        // After the clock has stopped.
        return warm(phase, new Figures(measured.events(), measured.nanos(), measured.cpuNanos(),
                measured.heapBytes(), measured.memoryBytes(), measured.writtenBytes(), measured.details(),
                phase == Phase.PUT ? "-" : digest()));
    }

    /// Adds how long the phase takes when it is done again in the same process, as in a service that has been up for a while: from
    /// opening the home to having closed it, the third time. The figures themselves stay those of the first time.
    private Figures warm(Phase phase, Figures cold) throws IOException {
        if (phase != Phase.REFOLD && phase != Phase.VERIFY && phase != Phase.RECOVER_FROM_NOTHING) {
            return cold;
        }
        long nanos = 0;
        for (int i = 0; i < REPEATS; i++) {
            if (phase == Phase.RECOVER_FROM_NOTHING) {
                Folders.delete(home.resolve("ledger"));
            }
            long began = System.nanoTime();
            if (phase == Phase.REFOLD) {
                var _ = refold();
            } else {
                try (Tidemark tidemark = Tidemark.open(home)) {
                    var _ = phase == Phase.VERIFY ? verify(tidemark) : recover(tidemark, phase);
                }
            }
            nanos = System.nanoTime() - began;
        }
        Map<String, Long> more = new LinkedHashMap<>(cold.details());
        more.put("warmNanos", nanos);
        more.put("warmPerSecond", perSecond(nanos));
        return new Figures(cold.events(), cold.nanos(), cold.cpuNanos(), cold.heapBytes(), cold.memoryBytes(),
                cold.writtenBytes(), more, cold.digest());
    }

    private long perSecond(long nanos) {
        return Math.round(stream.events() * 1e9 / nanos);
    }

    private long put(Tidemark tidemark) {
        long began = System.nanoTime();
        PutResult result = tidemark.put(List.of(Input.of(file)), null, IntakeListener.NONE, () -> false);
        details.put("putNanos", System.nanoTime() - began);
        if (result.refused() > 0) {
            throw new IllegalStateException("refused: " + result.refusals().getFirst());
        }
        return result.put() + result.duplicates();
    }

    private long process(Tidemark tidemark) {
        long began = System.nanoTime();
        tidemark.process();
        details.put("processNanos", System.nanoTime() - began);
        // Byte-equal duplicates were dealt with by `put`; the stream's events are what a user counts.
        return stream.events();
    }

    /// What a refold came to.
    private record Refolded(long nanos, String digest) {}

    private Refolded refold() throws IOException {
        Verifier.Refolded refolded;
        try (EmbeddedHome opened = EmbeddedHome.openForReading(home, InstantSource.system())) {
            Stores stores = opened.stores();
            refolded = new Verifier(stores, InstantSource.system()).refold(stores.log().lastPosition(),
                    VerifyOptions.DEFAULT, Progress.NONE);
        }
        return new Refolded(refolded.duration().toNanos(), refolded.stateDigest().toString());
    }

    private long verify(Tidemark tidemark) {
        VerifyReport report = tidemark.verify(Progress.NONE);
        if (report == null || !report.isProven()) {
            throw new IllegalStateException("not proven: " + (report == null ? "nothing" : report.toJson()));
        }
        return stream.events();
    }

    private long recover(Tidemark tidemark, Phase phase) {
        Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
        if ((plan.base().snapshot() == null) != (phase == Phase.RECOVER_FROM_NOTHING)) {
            throw new IllegalStateException("not the base that is to be measured: " + plan.summary());
        }
        RecoveryResult result = tidemark.recover(plan, false, Progress.NONE);
        if (result.outcome() != RecoveryResult.Outcome.DONE) {
            throw new IllegalStateException("not recovered: " + result.toJson());
        }
        Duration opened = result.course().opened();
        if (opened != null) {
            details.put("openedNanos", opened.toNanos());
        }
        details.put("restoreNanos", result.durations().restore().toNanos());
        details.put("replayNanos", result.durations().replay().toNanos());
        details.put("historyNanos", result.durations().history().toNanos());
        return stream.events();
    }

    private long prepareSnapshot(Tidemark tidemark) {
        EventGenerator generator = new EventGenerator(stream);
        put(tidemark, generator, stream.events() / 2);
        tidemark.process();
        long began = System.nanoTime();
        tidemark.createSnapshot();
        details.put("snapshotNanos", System.nanoTime() - began);
        put(tidemark, generator, stream.events());
        tidemark.process();
        return stream.events();
    }

    private static void put(Tidemark tidemark, EventGenerator generator, long upTo) {
        List<NewAttempt> batch = new ArrayList<>(BATCH);
        while (generator.number() < upTo && generator.next()) {
            batch.add(generator.attempt());
            if (batch.size() == BATCH || generator.number() == upTo) {
                tidemark.put(batch);
                batch.clear();
            }
        }
    }

    private long closedLoop(Tidemark tidemark) {
        // Another seed: the same accounts, other events.
        EventGenerator generator = new EventGenerator(
                new GeneratorOptions(WARM_UP_EVENTS + MEASURED_EVENTS, stream.accounts(), stream.seed() + 1));
        Latencies latencies = new Latencies(MEASURED_EVENTS);
        tidemark.process();
        long began = System.nanoTime();
        while (generator.next()) {
            if (generator.number() == WARM_UP_EVENTS + 1) {
                began = System.nanoTime();
            }
            NewAttempt attempt = generator.attempt();
            long start = System.nanoTime();
            tidemark.put(List.of(attempt));
            tidemark.process();
            EventReport report = tidemark.event(attempt.key());
            long took = System.nanoTime() - start;
            if (report == null || report.state() == EventReport.State.NEW) {
                throw new IllegalStateException("no outcome: " + attempt.key());
            }
            if (generator.number() > WARM_UP_EVENTS) {
                latencies.add(took);
            }
        }
        details.put("loopNanos", System.nanoTime() - began);
        details.putAll(latencies.percentiles());
        return MEASURED_EVENTS;
    }

    private String digest() {
        StateDigest digest = new StateDigest();
        try (Tidemark tidemark = Tidemark.open(home); Cursor<Account> accounts = tidemark.accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                digest.add(account);
            }
        }
        return digest.finish().toString();
    }
}
