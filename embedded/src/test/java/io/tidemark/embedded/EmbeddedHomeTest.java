package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A home tells what it is, who owns it, and what of it is lost.
class EmbeddedHomeTest {
    private final ManualClock clock = ManualClock.atNewYear();

    @TempDir
    Path directory;

    private Path home = Path.of("");

    @BeforeEach
    void choosePlace() {
        home = directory.resolve("deep/home");
    }

    @Test
    void aHomeThatIsAbsentIsMadeOnlyWhenAskedTo() {
        assertFails(Kind.MISSING, () -> EmbeddedHome.openForWriting(home, clock)).hasMessageContaining(home.toString());
        assertFails(Kind.MISSING, () -> EmbeddedHome.openForReading(home, InstantSource.system()))
                .hasMessageContaining(home.toString());
        assertThat(home).doesNotExist();
        assertThat(EmbeddedHome.isHome(home)).isFalse();

        EmbeddedHome.create(home, clock).close();

        assertThat(EmbeddedHome.isHome(home)).isTrue();
        EmbeddedHome.openForWriting(home, clock).close();
        EmbeddedHome.openForReading(home, InstantSource.system()).close();
    }

    @Test
    void creatingAHomeThatIsThereOpensItAsItIs() {
        putThree();
        try (EmbeddedHome again = EmbeddedHome.create(home, clock)) {
            assertThat(again.log().lastPosition()).isEqualTo(3);
        }
    }

    @Test
    void aDirectoryThatHoldsOtherThingsIsNotMadeAHome() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("thesis.txt"), "years of work");

        assertFails(Kind.MISSING, () -> EmbeddedHome.create(home, clock)).hasMessageContaining("thesis.txt");
        assertThat(home.toFile().list()).containsExactly("thesis.txt");

        Files.move(home.resolve("thesis.txt"), home.resolve(".hidden"));
        EmbeddedHome.create(home, clock).close();
    }

    @Test
    void makingAHomeThatWasCutShortIsTakenUpAgain() throws IOException {
        putThree();
        Files.delete(home.resolve("FORMAT"));
        Directories.delete(home.resolve("receipts"));

        try (EmbeddedHome again = EmbeddedHome.create(home, clock)) {
            assertThat(again.log().lastPosition()).isEqualTo(3);
            assertThat(again.directory().resolve("receipts")).isDirectory();
        }
    }

    @Test
    void aHomeOfANewerFormatIsRefusedByEveryWayOfOpening() throws IOException {
        putThree();
        String format = Files.readString(home.resolve("FORMAT"));
        assertThat(format).startsWith("tidemark home 1 ");
        Files.writeString(home.resolve("FORMAT"), format.replace("home 1 ", "home 2 "));

        for (ThrowingCallable way : List.<ThrowingCallable>of(() -> EmbeddedHome.create(home, clock),
                () -> EmbeddedHome.openForWriting(home, clock),
                () -> EmbeddedHome.openForReading(home, InstantSource.system()))) {
            assertFails(Kind.UNSUPPORTED_FORMAT, way).hasMessageContaining("format 2").hasMessageContaining("newer");
        }
        Files.writeString(home.resolve("FORMAT"), "something else");
        assertFails(Kind.DAMAGED, () -> EmbeddedHome.openForReading(home, InstantSource.system()))
                .hasMessageContaining("FORMAT");
    }

    @Test
    void aSecondOwnerIsToldWhoTheFirstIs() {
        try (EmbeddedHome owner = EmbeddedHome.create(home, clock)) {
            for (int i = 0; i < 3; i++) {
                assertFails(Kind.LOCKED, () -> EmbeddedHome.openForWriting(home, clock))
                        .hasMessageContaining("process " + ProcessHandle.current().pid())
                        .hasMessageContaining("since 2026-01-01T00:00:00Z");
            }
            assertThat(owner.log().put(Puts.numbered(0, 1))).containsExactly(1);
            EmbeddedHome.openForReading(home, InstantSource.system()).close();
        }
        EmbeddedHome.openForWriting(home, clock).close();
    }

    @Test
    void anotherProcessIsKeptOutAsLongAsTheOwnerLives() throws IOException, InterruptedException {
        try (EmbeddedHome _ = EmbeddedHome.create(home, clock)) {
            // An opening that fails must not let go of the owner's lock.
            assertFails(Kind.LOCKED, () -> EmbeddedHome.openForWriting(home, clock));
            assertThat(openElsewhere()).contains("LOCKED")
                    .contains("process " + ProcessHandle.current().pid() + " since");
        }
        assertThat(openElsewhere()).contains("opened");
    }

    private String openElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                OtherOwner.class.getName(), home.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /// Another process that wants to own a home.
    static final class OtherOwner {
        private OtherOwner() {}

        /// Opens the home that the argument names, and says what came of it.
        @SuppressWarnings("SystemOut") // it is how the processes talk
        public static void main(String[] arguments) {
            try (EmbeddedHome _ = EmbeddedHome.openForWriting(Path.of(arguments[0]), ManualClock.atNewYear())) {
                System.out.println("opened");
            } catch (StorageException e) {
                System.out.println(e.kind() + " " + e.getMessage());
            }
        }
    }

    @Test
    void lostEventsAreNamedAndNeverMadeAnew() throws IOException {
        putThree();
        Directories.delete(home.resolve("events"));

        try (EmbeddedHome owner = EmbeddedHome.create(home, clock)) {
            assertFails(Kind.MISSING, owner::log).hasMessageContaining("events");
            assertThat(owner.snapshots().list()).isEmpty();
            assertThat(owner.generations().list()).containsExactly("g1");
        }
        try (EmbeddedHome reader = EmbeddedHome.openForReading(home, InstantSource.system())) {
            assertFails(Kind.MISSING, reader::control).hasMessageContaining("events");
        }
        assertThat(home.resolve("events")).doesNotExist();
    }

    @Test
    void damagedEventsAreNamed() throws IOException {
        putThree();
        Files.writeString(home.resolve("events/CURRENT"), "MANIFEST-999999\n");

        try (EmbeddedHome owner = EmbeddedHome.openForWriting(home, clock)) {
            assertFails(Kind.DAMAGED, owner::log).hasMessageContaining("events");
        }
        try (EmbeddedHome reader = EmbeddedHome.openForReading(home, InstantSource.system())) {
            assertFails(Kind.DAMAGED, reader::log).hasMessageContaining("events");
        }
    }

    @Test
    void aLedgerDirectoryThatIsGoneHoldsNoGenerations() throws IOException {
        putThree();
        Directories.delete(home.resolve("ledger"));

        try (EmbeddedHome owner = EmbeddedHome.openForWriting(home, clock)) {
            assertThat(owner.generations().list()).isEmpty();
            assertFails(Kind.MISSING, () -> owner.generations().open("g1"));
            assertFails(Kind.MISSING, () -> owner.generations().openForReading("g1"));
            owner.generations().create("g2").close();
            assertThat(owner.generations().list()).containsExactly("g2");
        }
    }

    @Test
    void aLedgerOfAnotherHomeIsRefused() throws IOException {
        putThree();
        Path other = directory.resolve("other");
        EmbeddedHome.create(other, clock).close();
        Files.move(home.resolve("ledger/g1"), other.resolve("ledger/g1"));

        try (EmbeddedHome owner = EmbeddedHome.openForWriting(other, clock)) {
            assertFails(Kind.DAMAGED, () -> owner.generations().open("g1")).hasMessageContaining("another home");
            assertFails(Kind.DAMAGED, () -> owner.generations().openForReading("g1"))
                    .hasMessageContaining("another home");
        }
    }

    @Test
    void aReaderWritesNothing() throws IOException {
        putThree();
        Map<String, String> before = everything();
        for (int i = 0; i < 2; i++) {
            try (EmbeddedHome reader = EmbeddedHome.openForReading(home, InstantSource.system())) {
                assertThat(reader.isWritable()).isFalse();
                assertThat(Puts.scan(reader.log(), 1)).hasSize(3);
                assertThat(reader.log().attempts(Puts.key("n1"))).hasSize(1);
                reader.generations().openForReading("g1").close();
                assertFails(Kind.READ_ONLY, () -> reader.buckets().move(Map.of(), 3));
                assertFails(Kind.READ_ONLY, () -> reader.generations().create("g2"));
                assertFails(Kind.READ_ONLY, () -> reader.generations().open("g1"));
                assertFails(Kind.READ_ONLY, () -> reader.generations().delete("g1"));
                assertFails(Kind.READ_ONLY, () -> reader.snapshots().begin("s1"));
                assertFails(Kind.READ_ONLY, () -> reader.snapshots().delete("s1"));
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void unfinishedWorkIsClearedAwayByTheNextOwner() throws IOException {
        putThree();
        Files.createDirectories(home.resolve("tmp/snapshot-1-s"));
        Files.writeString(home.resolve("tmp/snapshot-1-s/accounts.ndjson.zst"), "half");

        EmbeddedHome.openForWriting(home, clock).close();

        assertThat(home.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void whatWasClosedRefusesFurtherWork() {
        EmbeddedHome closed = EmbeddedHome.create(home, clock);
        var log = closed.log();
        closed.close();
        closed.close();

        assertThatThrownBy(() -> log.put(Puts.numbered(0, 1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.scan(1, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(closed::log).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyPutIsForcedToDiskAndWritesAreCounted() {
        try (EmbeddedHome owner = EmbeddedHome.create(home, clock)) {
            owner.log();
            for (int i = 0; i < 5; i++) {
                long syncs = owner.syncs();
                long bytes = owner.bytesWritten();
                owner.log().put(Puts.numbered(10 * i, 10 * i + 10));
                assertThat(owner.syncs()).isGreaterThan(syncs);
                assertThat(owner.bytesWritten()).isGreaterThan(bytes);
            }
            long syncs = owner.syncs();
            owner.log().put(Puts.numbered(0, 50));
            assertThat(owner.syncs()).as("syncs after duplicates only").isEqualTo(syncs);
        }
    }

    private void putThree() {
        try (EmbeddedHome owner = EmbeddedHome.create(home, clock); LedgerStore _ = owner.generations().create("g1")) {
            owner.log().put(Puts.numbered(0, 3));
        }
    }

    private Map<String, String> everything() throws IOException {
        Map<String, String> everything = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                everything.put(file.toString(), Files.getLastModifiedTime(file) + (Files.isDirectory(file)
                        ? ""
                        : " " + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).hashCode()));
            }
        }
        return everything;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(Kind kind, ThrowingCallable call) {
        AbstractThrowableAssert<?, ? extends Throwable> failure = assertThatThrownBy(call)
                .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        return failure;
    }
}
