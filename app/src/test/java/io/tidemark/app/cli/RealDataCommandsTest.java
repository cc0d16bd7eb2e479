package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A year of a bank's real transactions and the lab's own samples through the command line, where the environment variable
/// `TIDEMARK_REAL_DATA` names the folder that has them.
class RealDataCommandsTest {
    @TempDir
    Path folder;

    private Path data = Path.of("");
    private Shell shell = new Shell(Path.of(""), ManualClock.atNewYear());

    @BeforeEach
    void findTheData() {
        String named = System.getenv("TIDEMARK_REAL_DATA");
        if (named == null) {
            System.err.println("TIDEMARK_REAL_DATA IS NOT SET: THE COMMAND LINE WAS NOT TESTED WITH REAL DATA");
        }
        Assumptions.assumeTrue(named != null, "TIDEMARK_REAL_DATA is not set");
        data = Path.of(String.valueOf(named));
        shell = new Shell(folder.resolve("home"), ManualClock.atNewYear());
    }

    private List<String> expectedAccounts() throws IOException {
        return Files.readAllLines(data.resolve("berka-1993-expected.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(','))).toList();
    }

    @Test
    void a_real_year_gives_the_balances_and_digests_of_an_independent_model() throws IOException {
        assertThat(shell.run("put", data.resolve("berka-1993.ndjson.gz").toString()).succeeds().lines())
                .containsExactly("put         39543", "duplicates  0", "refused     0");
        shell.run("process").succeeds();

        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).isEqualTo(expectedAccounts());
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1", "7, 1000, 2", "2, 100000, 4"})
    void parts_batches_and_threads_do_not_change_a_digest(int parts, int batch, int threads) throws IOException {
        List<String> lines;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(data.resolve("berka-1993.ndjson.gz")))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        int size = lines.size() / parts + 1;
        for (int part = 0; part < parts; part++) {
            List<String> some = lines.subList(part * size, Math.min(lines.size(), (part + 1) * size));
            // Commits of one record are slow; the beginning shows as much as the whole.
            int limit = batch == 1 ? 50 : size;
            List<String> first = some.subList(0, Math.min(limit, some.size()));
            Path file = shell.file("part" + part + ".ndjson", first.toArray(String[]::new));
            shell.run("put", file.toString()).succeeds();
            shell.run("process", "--batch", String.valueOf(batch), "--threads", String.valueOf(threads)).succeeds();
            shell.run("put", shell.file("rest.ndjson", some.subList(first.size(), some.size()).toArray(String[]::new))
                    .toString()).succeeds();
        }
        shell.run("process").succeeds();

        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).isEqualTo(expectedAccounts());
    }

    @Test
    void the_labs_samples_come_to_what_they_must() throws IOException {
        shell.run("put", data.resolve("lab-samples.ndjson").toString()).succeeds();
        shell.run("process").succeeds();

        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines())
                .isEqualTo(Files.readAllLines(data.resolve("lab-samples-expected.csv")));
        for (String line : Files.readAllLines(data.resolve("lab-samples-outcomes.csv")).stream().skip(1).toList()) {
            String key = line.substring(0, line.indexOf(','));
            String[] outcome = line.substring(line.indexOf(',') + 1).split(" ", -1);
            String report = shell.run("event", key, "--output", "json").succeeds().text();
            assertThat(report).contains("\"state\": \"" + outcome[0] + "\"");
            if (outcome.length > 1) {
                assertThat(report).contains("\"code\": \"" + outcome[1] + "\"");
            }
        }
    }
}
