package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tidemark.app.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that has no room left, and one that may not be written. The small disk is a file system in memory that only the child
/// process and its own children see; where the system does not let one be made, the test says so and is not counted.
class DiskTroubleTest {
    private static final int LINES = 6_000;
    private static final long SEED = 21;
    private static final int LONGEST_SECONDS = 240;
    /// What the script ends with when it may not mount.
    private static final int NO_MOUNT = 90;

    @TempDir
    private Path work;

    private EventStream stream;

    @BeforeEach
    void writeInput() throws IOException {
        stream = EventStream.generated(LINES, SEED);
        EventStream.write(LINES, SEED, work.resolve("in.ndjson"));
        Files.createDirectory(work.resolve("disk"));
        Files.write(work.resolve("tidemark"), List.of("#!/bin/sh",
                "exec " + String.join(" ", ChildProcess.javaCommand().stream().map(DiskTroubleTest::quoted).toList())
                        + " " + Main.class.getName() + " \"$@\""));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /// What a step of a script left.
    private record Step(int code, String out, String err) {
        void failsOnOneLine(int expected, String said) {
            assertThat(code).as("exit code of a command that said: %s", err).isEqualTo(expected);
            assertThat(err.lines()).as("lines on the standard error").hasSize(1);
            assertThat(err).startsWith("tidemark: ").contains(said);
            assertThat(out).isEmpty();
        }

        void succeeds() {
            assertThat(code).as("exit code of a command that said: %s", err).isZero();
        }
    }

    private Step step(String name) throws IOException {
        return new Step(Integer.parseInt(Files.readString(work.resolve(name + ".code")).strip()),
                Files.readString(work.resolve(name + ".out")), Files.readString(work.resolve(name + ".err")));
    }

    /// Runs a script in which `$W` is the working place, `$D` a directory to work in, and `run NAME ARGS...` runs a command on the
    /// home `$D/home`, or `$H` where that is set, and keeps what it leaves.
    private int script(List<String> shell, String... lines) throws IOException, InterruptedException {
        List<String> text = new ArrayList<>(List.of("W=" + quoted(work.toString()), "D=$W/disk",
                "run() { name=$1; shift; code=0;"
                        + " sh \"$W/tidemark\" --home \"${H:-$D/home}\" \"$@\" >\"$W/$name.out\" 2>\"$W/$name.err\" || code=$?;"
                        + " echo $code >\"$W/$name.code\"; }"));
        text.addAll(List.of(lines));
        Path script = Files.write(work.resolve("script"), text);
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("sh", script.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(work.resolve("script.out").toFile()).start();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("the script has ended").isTrue();
        return process.exitValue();
    }

    /// Runs a script with file systems of its own.
    ///
    /// @return whether that can be done here
    private boolean withOwnMounts(String... lines) throws IOException, InterruptedException {
        List<List<String>> ways = List.of(List.of("unshare", "--mount"),
                List.of("unshare", "--mount", "--user", "--map-root-user"));
        for (List<String> way : ways) {
            if (script(way, "mount -t tmpfs -o size=1m tidemark \"$D\" && umount \"$D\" || exit " + NO_MOUNT) == 0) {
                assertThat(script(way, lines)).as(Files.readString(work.resolve("script.out"))).isZero();
                return true;
            }
        }
        System.out.println("NOT TRIED: this system lets no file system be mounted, not even one of the test's own");
        return false;
    }

    @Test
    void a_full_disk_is_said_in_one_line_and_once_there_is_room_it_goes_on() throws Exception {
        boolean tried = hasUnshare() && withOwnMounts("set -e",
                "mount -t tmpfs -o size=260k tidemark \"$D\"", "run put1 put \"$W/in.ndjson\"", "run status1 status",
                "cp -r \"$D/home\" \"$W/home1\"",
                "mount -o remount,size=60m \"$D\"", "run put2 put \"$W/in.ndjson\"",
                "run process0 process", "run snapshot0 snapshot create",
                "cat /dev/zero >\"$D/filler\" 2>/dev/null || true",
                "run put3 put \"$W/in.ndjson\"", "run process3 process", "run snapshot3 snapshot create",
                "run accounts3 accounts --output csv", "mv \"$D/home/ledger\" \"$D/lost\"",
                "run recover3 recover --yes",
                "rm \"$D/filler\"", "run recover4 recover --yes", "run process4 process",
                "run snapshot4 snapshot create",
                "run list4 snapshot verify", "run verify4 verify", "run accounts4 accounts --output csv",
                "cp -r \"$D/home\" \"$W/home4\"");
        if (!tried) {
            abort("no small disk can be made here");
        }
        step("put1").failsOnOneLine(1, "the disk is full; free some space and try again");
        step("status1").succeeds();
        HomeContent.of(work.resolve("home1")).mustBePrefixOf(stream, 0);
        step("put2").succeeds();
        step("process0").succeeds();
        step("snapshot0").succeeds();
        for (String full : List.of("put3", "process3", "recover3")) {
            step(full).failsOnOneLine(1, "the disk is full; free some space and try again");
        }
        assertThat(step("snapshot3").code()).as(step("snapshot3").err()).isEqualTo(1);
        step("accounts3").succeeds();
        for (String roomy : List.of("recover4", "process4", "snapshot4", "list4", "verify4", "accounts4")) {
            step(roomy).succeeds();
        }
        assertThat(step("accounts4").out()).isEqualTo(step("accounts3").out());
        HomeContent content = HomeContent.of(work.resolve("home4"));
        content.mustBePrefixOf(stream, stream.distinct().size());
        content.mustEqual(content);
        try (Stream<Path> snapshots = Files.list(work.resolve("home4/snapshots"))) {
            assertThat(snapshots).as("nothing of a snapshot that found no room").hasSize(2);
        }
    }

    @Test
    void a_home_that_may_not_be_written_says_so_and_can_be_read() throws Exception {
        String[] prepare = {"run put0 put \"$W/in.ndjson\"", "run process0 process", "run snapshot0 snapshot create",
                "run accounts0 accounts --output csv"};
        String[] tryAll = {"run put1 put \"$W/in.ndjson\"", "run process1 process", "run snapshot1 snapshot create",
                "run recover1 recover --rebuild --yes", "run accounts1 accounts --output csv", "run status1 status",
                "run plan1 plan", "run list1 snapshot verify", "run verify1 verify", "H=$D/other",
                "run new1 put \"$W/in.ndjson\""};
        if (isRoot()) {
            // No permission stops root: the file system itself must.
            List<String> lines = new ArrayList<>(List.of("set -e", "mount -t tmpfs -o size=60m tidemark \"$D\""));
            lines.addAll(List.of(prepare));
            lines.add("mount -o remount,ro \"$D\"");
            lines.addAll(List.of(tryAll));
            if (!hasUnshare() || !withOwnMounts(lines.toArray(String[]::new))) {
                abort("root may write everywhere here");
            }
        } else {
            assertThat(script(List.of(), prepare)).isZero();
            setWritable(false);
            try {
                assertThat(script(List.of(), tryAll)).isZero();
            } finally {
                setWritable(true);
            }
        }
        for (String refused : List.of("put1", "process1", "snapshot1", "recover1", "new1")) {
            step(refused).failsOnOneLine(5, "it may be read but not written");
        }
        for (String reading : List.of("accounts1", "status1", "plan1", "list1", "verify1")) {
            step(reading).succeeds();
        }
        assertThat(step("accounts1").out()).isEqualTo(step("accounts0").out());
    }

    private void setWritable(boolean writable) throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("disk"))) {
            for (Path file : files.toList()) {
                String execute = Files.isDirectory(file) ? "x" : "-";
                Files.setPosixFilePermissions(file,
                        PosixFilePermissions.fromString("r" + (writable ? "w" : "-") + execute + "------"));
            }
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static boolean hasUnshare() {
        return Stream.of("/usr/bin/unshare", "/bin/unshare").anyMatch(file -> Files.isExecutable(Path.of(file)));
    }
}
