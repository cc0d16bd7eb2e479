package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.tidemark.app.reading.StatusReading;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.testkit.time.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events that are put while somebody looks for lost ones are not taken for lost.
class PutsMeanwhileTest {
    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.atNewYear();
    private final AtomicInteger puts = new AtomicInteger();
    private EmbeddedHome home;
    private Stores busy;

    @BeforeEach
    void begin() {
        home = EmbeddedHome.create(directory.resolve("home"), clock);
        Stores stores = home.stores();
        put(stores.log());
        try (Processor processor = new Processor(stores, ActiveLedger.open(stores, () -> "g1"),
                FoldRun.Options.DEFAULT)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        }
        busy = new Stores(busy(stores.log()), stores.buckets(), stores.bundles(), stores.control(),
                stores.generations(),
                stores.snapshots(), stores.receipts());
    }

    @AfterEach
    void end() {
        home.close();
    }

    @Test
    void by_what_processes() {
        int before = puts.get();

        assertThatNoException().isThrownBy(() -> ActiveLedger.requireEvents(busy.log()));

        assertThat(puts.get()).as("puts meanwhile").isGreaterThan(before + 1);
    }

    @Test
    void by_status() {
        assertThat(StatusReading.of(busy, ActiveLedger.inspect(busy), null).lost()).isNull();
    }

    @Test
    void by_a_plan() {
        assertThat(new Planner(busy, InstantSource.system()).plan(PlanRequest.DEFAULT, Progress.NONE).loss()).isNull();
    }

    @Test
    void by_a_verification() {
        try (LedgerReader ledger = Objects.requireNonNull(ActiveLedger.openForReading(busy))) {
            assertThat(new Verifier(busy, clock).verify(ledger, VerifyOptions.DEFAULT, Progress.NONE).damage())
                    .isEmpty();
        }
    }

    @Test
    void what_is_acknowledged_is_never_beyond_what_is_there() throws InterruptedException {
        EventLog log = home.stores().log();
        AtomicBoolean done = new AtomicBoolean();
        Thread putting = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 500; i++) {
                put(log);
            }
            done.set(true);
        });
        long looks = 0;
        while (!done.get()) {
            long acknowledged = log.acknowledgedPosition();
            assertThat(acknowledged).isLessThanOrEqualTo(log.lastPosition());
            looks++;
        }
        putting.join();
        assertThat(looks).isPositive();
        assertThat(log.acknowledgedPosition()).isEqualTo(501);
    }

    /// A log to which something is put whenever somebody has asked how far it goes.
    private EventLog busy(EventLog log) {
        return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class},
                (_, method, arguments) -> {
                    try {
                        Object answer = method.invoke(log, arguments);
                        if (method.getName().endsWith("Position") && method.getParameterCount() == 0) {
                            put(log);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void put(EventLog log) {
        log.put(List.of(new NewAttempt(
                EventKey.of("incoming_payment_" + puts.incrementAndGet() + EventKey.SUFFIX), Body
                        .of("{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"1\"}"
                                .getBytes(StandardCharsets.UTF_8)),
                null)));
    }
}
