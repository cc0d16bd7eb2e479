package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.app.generate.GeneratedFile;
import io.tidemark.app.generate.GeneratedInput;
import io.tidemark.app.generate.GeneratorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    private Path folder;

    private Shell shell;
    private Path events;

    @BeforeEach
    void writeEvents() throws IOException {
        shell = new Shell(folder.resolve("demo"), InstantSource.system());
        events = folder.resolve("events.ndjson.gz");
        try (GeneratedFile file = GeneratedFile.begin(events);
                GeneratedInput input = new GeneratedInput(new GeneratorOptions(1_000, 20, 2))) {
            input.transferTo(file.stream());
            file.publish();
        }
    }

    @Test
    void it_tells_its_story_and_ends_with_the_home_and_what_to_try() {
        Shell.Run run = shell.run("demo", "--events", events.toString()).succeeds();

        assertThat(run.text()).contains("1/7", "7/7", "[proven]").doesNotContain("[WRONG]");
        assertThat(run.lines()).anySatisfy(line -> assertThat(line).contains("--home " + shell.home() + " status"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_program_gets_one_json_document() {
        Shell.Run run = shell.run("--output", "json", "demo", "--events", events.toString()).succeeds();

        assertThat(run.text()).startsWith("{").contains("\"proven\"").doesNotContain("1/7");
        assertThat(run.err()).contains("1/7");
    }

    @Test
    void its_home_can_be_used_afterwards() {
        shell.run("demo", "--events", events.toString()).succeeds();

        shell.run("verify").succeeds();
        shell.run("accounts").succeeds();
    }

    @Test
    void any_other_directory_is_refused() throws IOException {
        Files.createDirectories(shell.home());

        shell.run("demo", "--events", events.toString()).fails(ExitCodes.REFUSED, shell.home().toString());

        assertThat(shell.home()).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        shell.run("demo", "--events", folder.resolve("nothing.ndjson").toString()).fails(ExitCodes.INCOMPLETE,
                "nothing.ndjson");

        assertThat(shell.home()).doesNotExist();
    }

    @Test
    void a_file_that_breaks_off_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(events);
        Path half = Files.write(folder.resolve("half.ndjson.gz"), Arrays.copyOf(whole, whole.length / 2));

        shell.run("demo", "--events", half.toString()).fails(ExitCodes.INCOMPLETE, "half.ndjson.gz");

        assertThat(shell.home()).doesNotExist();
    }
}
