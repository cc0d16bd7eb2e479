package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full or cannot be written. Each test runs the program in a mount namespace of its own, where it may mount a small
/// file system; where the system forbids that, nothing is tested, and that is said.
@Timeout(value = 300)
class NarrowDisksTest {
    @TempDir
    Path folder;

    private Path disk = Path.of("");
    private Path events = Path.of("");

    @BeforeEach
    void checkThatDisksCanBeMounted() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean possible = run("mount -t tmpfs -o size=1m tmpfs " + disk).endsWith("rc=0\n");
        if (!possible) {
            System.err.println("NO FILE SYSTEM CAN BE MOUNTED HERE: FULL AND READ-ONLY DISKS WERE NOT TESTED");
        }
        Assumptions.assumeTrue(possible, "no file system can be mounted here");
        StringBuilder lines = new StringBuilder();
        // Ids that do not compress: what is put needs the room that it seems to need.
        Random ids = new Random(1);
        for (int i = 0; i < 60_000; i++) {
            lines.append(Lines.payment(Long.toHexString(ids.nextLong()) + Long.toHexString(ids.nextLong()) + i,
                    "a" + i * 7919L % 10_007, i + ".50")).append('\n');
        }
        events = Files.writeString(folder.resolve("in.ndjson"), lines);
    }

    /// Runs lines of shell in a mount namespace; `tidemark` is the program. Each line's exit code is told behind its output.
    private String run(String... script) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        StringBuilder shell = new StringBuilder("tidemark() { '" + java
                + "' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                + " --sun-misc-unsafe-memory-access=allow -cp '" + System.getProperty("java.class.path")
                + "' io.tidemark.app.cli.Main \"$@\"; }\n");
        for (String line : script) {
            shell.append(line).append("; echo rc=$?\n");
        }
        Path file = Files.writeString(folder.resolve("script.sh"), shell);
        Process process;
        try {
            process = new ProcessBuilder(List.of("unshare", "-rm", "sh", file.toString())).redirectErrorStream(true)
                    .redirectOutput(out.toFile()).start();
        } catch (IOException e) {
            return "there is no unshare: " + e.getMessage();
        }
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    @Test
    void a_full_disk_is_named_and_the_work_goes_on_when_there_is_room() throws Exception {
        String home = disk.resolve("home").toString();

        String said = run("mount -t tmpfs -o size=2m tmpfs " + disk, "tidemark --home " + home + " put " + events,
                "mount -o remount,size=200m " + disk, "tidemark --home " + home + " put " + events,
                "tidemark --home " + home + " process", "tidemark --home " + home + " verify");

        List<String> lines = said.lines().toList();
        assertThat(lines.get(1)).as(said).startsWith("tidemark: ").contains("the disk is full");
        assertThat(lines.get(2)).as(said).isEqualTo("rc=1");
        assertThat(lines.subList(3, lines.size()).stream().filter(line -> line.startsWith("rc="))).as(said)
                .containsOnly("rc=0");
        assertThat(said).contains("accepted    60000", "proven: everything is what the events say");
    }

    @Test
    void a_home_that_cannot_be_written_is_read_and_otherwise_refused() throws Exception {
        String home = disk.resolve("home").toString();

        String said = run("mount -t tmpfs -o size=200m tmpfs " + disk,
                "tidemark --home " + home + " put " + events + " > /dev/null",
                "tidemark --home " + home + " process > /dev/null",
                "mount -o remount,ro " + disk, "tidemark --home " + home + " put " + events,
                "tidemark --home " + home + " process", "tidemark --home " + home + " status --output csv",
                "tidemark --home " + disk.resolve("other") + " put " + events);

        assertThat(said).contains("cannot lock " + home + ": it may be read but not written");
        assertThat(said).contains("events.processed,60000");
        assertThat(said.lines().filter(line -> line.startsWith("rc=")).skip(4)).as(said).containsExactly("rc=5", "rc=5",
                "rc=0", "rc=5");
        assertThat(said).doesNotContain("\tat ");
    }
}
