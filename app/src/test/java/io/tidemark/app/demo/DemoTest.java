package io.tidemark.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.generate.GeneratedInput;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.core.port.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final GeneratorOptions FEW = new GeneratorOptions(2_000, 40, 5);

    @TempDir
    private Path folder;

    /// Remembers the story.
    private static class Listener implements Narrator {
        private final List<Integer> steps = new ArrayList<>();
        private final List<String> proven = new ArrayList<>();

        @Override
        public void step(int number, String title) {
            steps.add(number);
        }

        @Override
        public void say(String text) {
            assertThat(text).doesNotContain("\n");
        }

        @Override
        public void table(List<String> header, List<List<String>> rows) {
            assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(header));
        }

        @Override
        public void check(boolean holds, String claim) {
            if (holds) {
                proven.add(claim);
            }
        }
    }

    private Path home() {
        return folder.resolve("demo");
    }

    private static Demo.Result run(Path home, DemoEvents events, Narrator narrator) throws IOException {
        return Demo.run(home, events, TidemarkOptions.DEFAULT, narrator, () -> false);
    }

    private Path lines(String name, long count) throws IOException {
        try (GeneratedInput input = new GeneratedInput(FEW)) {
            String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(folder.resolve(name), String.join("\n", text.lines().limit(count).toList()));
        }
    }

    @Test
    void all_seven_steps_are_taken_and_all_claims_hold() throws IOException {
        Listener listener = new Listener();

        Demo.Result result = run(home(), DemoEvents.generated(FEW), listener);

        assertThat(result.failed()).isEmpty();
        assertThat(listener.steps).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(listener.proven).hasSize(result.checks()).hasSizeGreaterThan(8);
    }

    @Test
    void it_leaves_a_home_to_look_around_in() throws IOException {
        Demo.Result result = run(home(), DemoEvents.generated(FEW), new Listener());

        try (Tidemark tidemark = Tidemark.open(result.home())) {
            assertThat(tidemark.account(result.sample())).isNotNull();
            assertThat(tidemark.snapshots().list()).hasSize(3);
        }
    }

    @Test
    void its_own_home_is_made_anew() throws IOException {
        run(home(), DemoEvents.generated(FEW), new Listener());

        Demo.Result again = run(home(), DemoEvents.generated(new GeneratorOptions(500, 20, 6)), new Listener());

        assertThat(again.isProven()).isTrue();
        try (Tidemark tidemark = Tidemark.open(again.home())) {
            assertThat(tidemark.status().position()).isLessThanOrEqualTo(500);
        }
    }

    @Test
    void a_directory_that_it_did_not_make_is_left_alone() throws IOException {
        Files.createDirectories(home());
        Path file = Files.writeString(home().resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> run(home(), DemoEvents.generated(FEW), new Listener()))
                .isInstanceOf(DemoRefusedException.class).hasMessageContaining("--home");
        try (Stream<Path> files = Files.list(home())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void an_ordinary_home_is_left_alone() throws IOException {
        Tidemark.open(home()).close();

        assertThatThrownBy(() -> run(home(), DemoEvents.generated(FEW), new Listener()))
                .isInstanceOf(DemoRefusedException.class);
    }

    @Test
    void a_home_of_its_own_that_is_in_use_is_left_alone() throws IOException {
        run(home(), DemoEvents.generated(FEW), new Listener());
        try (Tidemark tidemark = Tidemark.open(home())) {
            assertThatThrownBy(() -> run(home(), DemoEvents.generated(FEW), new Listener()))
                    .isInstanceOfSatisfying(StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.LOCKED));
            assertThat(tidemark.status().position()).isPositive();
        }
    }

    @Test
    void what_does_not_hold_is_named() throws IOException {
        Listener breaker = new Listener() {
            @Override
            public void step(int number, String title) {
                super.step(number, title);
                if (number == 4) {
                    damageFirstSnapshot();
                }
            }
        };

        Demo.Result result = run(home(), DemoEvents.generated(FEW), breaker);

        assertThat(result.isProven()).isFalse();
        assertThat(result.failed()).allSatisfy(claim -> assertThat(claim).contains("snapshots"));
        assertThat(breaker.proven).hasSize(result.checks() - result.failed().size());
    }

    private void damageFirstSnapshot() {
        try (Stream<Path> snapshots = Files.list(home().resolve("snapshots"))) {
            Path accounts = snapshots.sorted().findFirst().orElseThrow().resolve("accounts.ndjson.zst");
            byte[] bytes = Files.readAllBytes(accounts);
            bytes[bytes.length / 2] ^= 1;
            // Written anew, because a published snapshot is read-only.
            Files.delete(accounts);
            Files.write(accounts, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_file_of_a_few_lines_will_do() throws IOException {
        Listener listener = new Listener();

        Demo.Result result = run(home(), DemoEvents.of(lines("few.ndjson", 3)), listener);

        assertThat(result.failed()).isEmpty();
        assertThat(listener.steps).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void a_file_without_lines_is_refused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.ndjson"), "");

        assertThatThrownBy(() -> DemoEvents.of(empty)).isInstanceOf(DemoRefusedException.class)
                .hasMessageContaining("no events");
    }

    @Test
    void a_file_of_which_nothing_can_be_put_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.ndjson"), "{\"no\": \"key\"}\nnonsense\n");

        assertThatThrownBy(() -> run(home(), DemoEvents.of(file), new Listener()))
                .isInstanceOfSatisfying(DemoRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(DemoRefusedException.Reason.NO_EVENTS));
    }

    @Test
    void it_ends_when_it_is_asked_to_and_can_be_run_again() throws IOException {
        assertThatThrownBy(() -> Demo.run(home(), DemoEvents.generated(FEW), TidemarkOptions.DEFAULT, new Listener(),
                () -> true)).isInstanceOf(CancellationException.class);

        assertThat(run(home(), DemoEvents.generated(FEW), new Listener()).isProven()).isTrue();
    }
}
