package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.app.generate.GeneratedInput;
import io.tidemark.app.generate.GeneratorOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
    private final StopSignal stop = new StopSignal();

    @TempDir
    private Path folder;

    private Shell.Run generate(String arguments) {
        return new Shell(folder.resolve("home"), InstantSource.system()).runAsGiven(InputStream.nullInputStream(), stop,
                ("generate " + arguments).split(" "));
    }

    private static byte[] stream(long events, int accounts, long seed) throws IOException {
        try (InputStream input = new GeneratedInput(new GeneratorOptions(events, accounts, seed))) {
            return input.readAllBytes();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] joined(List<Path> files) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files) {
            all.write(Files.readAllBytes(file));
        }
        return all.toByteArray();
    }

    @Test
    void the_standard_output_gets_the_lines_and_nothing_else() throws IOException {
        Shell.Run run = generate("--events 500 --accounts 20 --seed 3 --out -").succeeds();

        assertThat(run.out()).isEqualTo(stream(500, 20, 3));
    }

    @Test
    void a_file_gets_the_lines_and_the_standard_output_the_counts() throws IOException {
        Path file = folder.resolve("events.ndjson");

        Shell.Run run = generate("--events 500 --accounts 20 --seed 3 --output csv --out " + file).succeeds();

        assertThat(file).hasBinaryContent(stream(500, 20, 3));
        assertThat(run.text()).contains("500");
    }

    @Test
    void a_file_is_compressed_when_its_name_says_so() throws IOException {
        Path file = folder.resolve("events.ndjson.gz");

        generate("--events 500 --accounts 20 --seed 3 --out " + file).succeeds();

        try (InputStream content = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(content.readAllBytes()).isEqualTo(stream(500, 20, 3));
        }
    }

    @Test
    void a_folder_gets_files_whose_names_are_in_the_order_of_the_events() throws IOException {
        Path inbox = folder.resolve("inbox");

        generate("--events 25000 --accounts 20 --seed 3 --rate 1000000 --out " + inbox).succeeds();

        assertThat(files(inbox)).hasSize(3);
        assertThat(joined(files(inbox))).isEqualTo(stream(25_000, 20, 3));
    }

    @Test
    void files_that_are_there_are_not_written_over_in_a_folder() throws IOException {
        generate("--events 10 --seed 1 --out " + folder).succeeds();
        byte[] before = joined(files(folder));

        generate("--events 10 --seed 2 --out " + folder).fails(ExitCodes.REFUSED, "exists already");

        assertThat(joined(files(folder))).isEqualTo(before);
    }

    @Test
    void a_run_that_is_asked_to_end_leaves_no_half_file() throws IOException {
        stop.request();

        assertThat(generate("--events 100000 --rate 1 --out " + folder).code()).isEqualTo(ExitCodes.INTERRUPTED);

        assertThat(files(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--events 0 --out -", "--events 10 --accounts 0 --out -", "--events 10 --rate 0 --out -",
            "--events ten --out -", "--events 10", "--events 10 --out events.txt"})
    void a_wrong_command_line_is_one_line_and_exit_code_2(String arguments) {
        assertThat(generate(arguments).fails(ExitCodes.USAGE, "--").out()).isEmpty();
    }
}
