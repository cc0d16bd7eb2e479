package io.tidemark.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.core.port.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisasterTest {
    private static final GeneratorOptions EVENTS = new GeneratorOptions(6_000, 120, 7);
    private static final Duration THAWING = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    /// Remembers what was claimed.
    private static class Listener implements Narrator {
        private final List<Integer> steps = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        @Override
        public void step(int number, String title) {
            steps.add(number);
        }

        @Override
        public void say(String text) {
            told.add(text);
        }

        @Override
        public void table(List<String> header, List<List<String>> rows) {
            assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(header));
        }

        @Override
        public void check(boolean holds, String claim) {
            told.add((holds ? "[proven] " : "[WRONG] ") + claim);
        }
    }

    private Demo.Result run(Narrator narrator) throws IOException {
        return Disaster.run(folder.resolve("demo"), DemoEvents.generated(EVENTS), TidemarkOptions.DEFAULT, THAWING,
                narrator, () -> false);
    }

    @Test
    void a_ledger_lost_in_live_traffic_is_recovered_over_all_tiers_as_if_it_had_never_failed() throws IOException {
        Listener listener = new Listener();

        Demo.Result result = run(listener);

        assertThat(result.failed()).as(String.join("\n", listener.told)).isEmpty();
        assertThat(listener.steps).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(result.checks()).isEqualTo(14);
        try (Tidemark tidemark = Tidemark.open(result.home())) {
            assertThat(tidemark.historyGap()).isNull();
            assertThat(tidemark.account(result.sample())).isNotNull();
        }
    }

    @Test
    void a_bundle_that_is_gone_by_then_is_not_talked_away() throws IOException {
        Listener breaker = new Listener() {
            @Override
            public void step(int number, String title) {
                super.step(number, title);
                if (number == 5) {
                    loseFirstBundle();
                }
            }
        };

        assertThatThrownBy(() -> run(breaker)).isInstanceOf(StorageException.class).hasMessageContaining("is missing");
        assertThat(breaker.told).noneMatch(each -> each.startsWith("[proven] the recovery is done"));
    }

    private void loseFirstBundle() {
        try (Stream<Path> files = Files.walk(folder.resolve("demo"))) {
            Files.delete(files.filter(each -> each.toString().endsWith(".ndjson.zst")
                    && each.toString().contains("bundles")).sorted()
                    .findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_ends_when_it_is_asked_to() {
        assertThatThrownBy(() -> Disaster.run(folder.resolve("demo"), DemoEvents.generated(EVENTS),
                TidemarkOptions.DEFAULT, THAWING, new Listener(), () -> true))
                .isInstanceOf(CancellationException.class);
    }
}
