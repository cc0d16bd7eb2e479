package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PutCommandTest {
    @TempDir
    Path folder;

    private Shell shell = new Shell(Path.of(""), ManualClock.atNewYear());

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), ManualClock.atNewYear());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(String text) {
        return Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> keys() {
        return shell.run("ls", "--output", "csv").succeeds().lines().stream().skip(1)
                .map(line -> line.split(",", -1)[3])
                .toList();
    }

    @Test
    void the_home_is_made_and_what_is_there_already_is_counted_as_duplicate() {
        Path file = shell.file("in.ndjson", Lines.SALARY, Lines.withdrawal("w1", "1", "10"), Lines.SALARY);

        assertThat(shell.run("put", file.toString()).succeeds().lines()).containsExactly("put         2",
                "duplicates  1", "refused     0");
        assertThat(shell.run("put", file.toString(), "--output", "json").succeeds().text())
                .isEqualTo("{\n  \"put\": 0,\n  \"duplicates\": 3,\n  \"refused\": 0\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"key\": \"a.event\"}", "{\"body\": {}}", "{\"key\": \"../a.event\", \"body\": {}}",
            "{\"key\": \"a/b.event\", \"body\": {}}", "{\"key\": \"a\", \"body\": {}}",
            "{\"key\": \"a.event\", \"body\": {}, \"raw\": \"x\"}", "{\"key\": \"a.event\", \"raw\": \"\\ud800\"}",
            "this is not JSON", "[1, 2]", "{\"key\": \"a.event\", \"body\": }", "{\"key\": 7, \"body\": {}}",
            "{\"key\": \"a.event\", \"body\": {}, \"source\": \"\"}"})
    void a_line_that_is_no_event_line_is_named_with_file_and_line_and_the_rest_is_put(String bad) {
        Path file = shell.file("in.ndjson", Lines.SALARY, bad, Lines.withdrawal("w1", "1", "10"));

        Shell.Run run = shell.run("put", file.toString()).fails(4, "refused: " + file + ":2: ");

        assertThat(run.lines()).contains("put         2", "refused     1");
        assertThat(keys()).containsExactly("incoming_payment_salary.event", "cash_withdrawal_w1.event");
    }

    @Test
    void refusals_stand_in_the_answer_too() throws IOException {
        Path file = shell.file("in.ndjson", "nonsense");

        assertThat(String.valueOf(Json.object(shell.run("put", "--output", "json", file.toString())).get("refusals")))
                .contains("file=" + file, "line=1", "reason=");
    }

    @Test
    void a_line_of_a_hundred_megabytes_is_refused_without_being_held() {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        InputStream longLine = InputStream.nullInputStream();
        for (int i = 0; i < 100; i++) {
            longLine = new SequenceInputStream(longLine, new ByteArrayInputStream(piece));
        }
        InputStream input = new SequenceInputStream(longLine,
                new ByteArrayInputStream(("\n" + Lines.SALARY + "\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(shell.run(input, "put", "-").fails(4, "refused: -:1: ", "1048576 bytes").lines())
                .contains("put         1");
    }

    @Test
    void a_truncated_gzip_gives_what_stands_before_the_break() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append(Lines.payment("p" + i, "a" + i * 7919 % 1000, i + ".50")).append('\n');
        }
        byte[] whole = gzip(text.toString());
        Path file = shell.file("in.ndjson.gz", Arrays.copyOf(whole, whole.length / 2));

        Shell.Run run = shell.run("put", file.toString()).fails(4, "refused: " + file + ":", "breaks off");

        List<String> put = keys();
        assertThat(put).hasSizeBetween(100, 4900);
        assertThat(put.getLast()).isEqualTo("incoming_payment_p" + (put.size() - 1) + ".event");
        assertThat(run.lines()).contains("put         " + put.size(), "refused     1");
    }

    @Test
    void what_calls_itself_gzip_and_is_none_is_named() {
        Path file = shell.file("in.ndjson.gz", new byte[] {0x1f, (byte) 0x8b, 7, 7, 7, 7});

        shell.run("put", file.toString()).fails(4, "refused: " + file + ": ");
    }

    @Test
    void compression_is_known_by_the_bytes_whatever_the_name() throws IOException {
        Path gzip = shell.file("one.ndjson", gzip(Lines.SALARY + "\n"));
        Path zstd = shell.file("two.data", zstd(Lines.withdrawal("w1", "1", "10") + "\n"));
        Path plain = shell.file("three.data", Lines.withdrawal("w2", "1", "10"));

        shell.run("put", gzip.toString(), zstd.toString(), plain.toString()).succeeds();

        assertThat(keys()).containsExactly("incoming_payment_salary.event", "cash_withdrawal_w1.event",
                "cash_withdrawal_w2.event");
    }

    @ParameterizedTest
    @CsvSource({"in.ndjson.gz, gzip", "in.ndjson.zst, zstd"})
    void what_is_named_as_compressed_and_is_plain_text_is_refused_as_a_whole(String name, String kind) {
        Path file = shell.file(name, Lines.SALARY + "\n");

        Shell.Run run = shell.run("put", file.toString()).fails(4,
                "refused: " + file + ": its name says that it is compressed by " + kind + ", and it is not");

        assertThat(run.lines()).contains("put         0", "refused     1");
    }

    @Test
    void archives_that_were_joined_are_read_to_the_end() throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(gzip(Lines.SALARY + "\n"));
        joined.write(gzip(Lines.withdrawal("w1", "1", "10") + "\n"));

        shell.run(new ByteArrayInputStream(joined.toByteArray()), "put", "-").succeeds();

        assertThat(keys()).hasSize(2);
    }

    @Test
    void a_single_event_file_is_put_byte_for_byte_whatever_it_holds() throws IOException {
        byte[] bytes = {0, (byte) 0xff, '\r', '\n', 0x1f, (byte) 0x8b};
        Path file = shell.file("cash_deposit_7.event", bytes);

        shell.run("put", file.toString()).succeeds();

        assertThat(shell.run("cat", "cash_deposit_7.event").succeeds().out()).isEqualTo(bytes);
    }

    @Test
    void an_event_file_of_a_megabyte_is_put_and_a_longer_one_is_refused() {
        Path longest = shell.file("longest.event", new byte[1 << 20]);
        Path longer = shell.file("longer.event", new byte[(1 << 20) + 1]);

        shell.run("put", longest.toString()).succeeds();
        shell.run("put", longer.toString()).fails(4, "refused: " + longer + ": ", "1 MiB");
    }

    @Test
    void a_name_that_is_no_key_is_refused() {
        shell.run("put", shell.file("white space.event", "{}").toString()).fails(4, "white space.event: ", "key");
    }

    @Test
    void a_folder_is_taken_bytewise_by_path_and_other_files_in_it_are_refused() {
        shell.file("in/b.ndjson", Lines.line("b", "{}"));
        shell.file("in/a/z.event", "{}");
        shell.file("in/a-b.event", "{}");
        shell.file("in/a/B.event", "{}");
        shell.file("in/Z.event", "{}");
        shell.file("in/.hidden.event", "{}");
        shell.file("in/notes.txt", "nothing");

        shell.run("put", folder.resolve("in").toString()).fails(4, "notes.txt: ");

        assertThat(keys()).containsExactly("Z.event", "a-b.event", "B.event", "z.event", "b.event");
    }

    @Test
    void a_file_that_is_not_there_is_refused_and_the_others_are_put() {
        Path file = shell.file("in.ndjson", Lines.SALARY);

        assertThat(shell.run("put", folder.resolve("absent.ndjson").toString(), file.toString())
                .fails(4, "absent.ndjson: there is no such file").lines()).contains("put         1");
    }

    @Test
    void a_lines_own_source_wins_over_the_given_one() throws IOException {
        shell.runWithInput("""
                {"key": "a.event", "body": {}, "source": "line"}
                {"key": "b.event", "body": {}}
                """, "put", "-", "--source", "given").succeeds();

        assertThat(Json.array(shell.run("ls", "--output", "json").succeeds())).extracting(item -> item.get("source"))
                .containsExactly("line", "given");
    }

    @Test
    void a_dry_run_checks_and_leaves_nothing() {
        Path file = shell.file("in.ndjson", Lines.SALARY, "nonsense");

        assertThat(shell.run("put", "--dry-run", file.toString()).fails(4, file + ":2: ").lines())
                .containsExactly("dry run  true", "checked  1", "refused  1");
        assertThat(shell.home()).doesNotExist();
    }

    @Test
    void bytes_that_are_no_event_can_be_put_and_are_judged_by_process() {
        shell.runWithInput("{\"key\": \"whatever.event\", \"raw\": \"no event\"}\n", "put", "-").succeeds();

        assertThat(shell.run("process").succeeds().lines()).contains("rejected    1", "  UNKNOWN_EVENT_TYPE  1");
    }

    @Test
    void a_body_comes_back_exactly_as_it_stood_in_its_line() {
        String body = "{ \"b\":1 ,\t\"a\" : [ 1.0,  \"\\u00e9\" ] }";

        shell.runWithInput("  {\"x\": 1, \"body\": " + body + " , \"key\": \"a.event\"}", "put", "-").succeeds();

        assertThat(shell.run("cat", "a.event").succeeds().text()).isEqualTo(body);
    }

    @Test
    void a_folder_that_holds_other_things_is_not_made_a_home() throws IOException {
        Files.createDirectories(shell.home());
        Files.writeString(shell.home().resolve("letters.txt"), "dear reader");

        shell.runWithInput(Lines.SALARY, "put", "-").fails(4, "is no home", "letters.txt");
    }
}
