package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.ProcessVerb;
import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.app.owner.Owner;
import io.tidemark.app.owner.OwnerConnection;
import io.tidemark.app.owner.Request;
import io.tidemark.app.owner.Service;
import io.tidemark.app.wiring.Access;
import io.tidemark.app.wiring.Machine;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Sockets that are left over, out of reach or somebody else's; owners and callers that go away.
class OwnerTroubleTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    @BeforeEach
    void makeHome() {
        shell = home("home");
    }

    private Shell home(String name) {
        Shell made = new Shell(folder.resolve(name), clock);
        made.runWithInput(Lines.SALARY, "put", "-").succeeds();
        made.run("process").succeeds();
        return made;
    }

    @Test
    void a_socket_that_a_killed_owner_left_is_in_nobodys_way_and_is_replaced() throws Exception {
        Path socket = shell.home().resolve("SOCKET");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        shell.run("status").succeeds();
        shell.runWithInput(Lines.withdrawal("w1", "1", "1"), "put", "-").succeeds();
        try (Follower follower = Follower.of(shell.home(), clock)) {
            shell.runWithInput(Lines.withdrawal("w2", "1", "1"), "put", "-").succeeds();
            follower.awaitTold("others put: accepted 1, rejected 0, waiting 0; position 3");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void only_its_user_reaches_the_socket_and_nothing_else_is_left_in_the_home() throws Exception {
        try (Follower _ = Follower.of(shell.home(), clock)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.home().resolve("SOCKET"))))
                    .isEqualTo("rw-------");
            assertThat(shell.home().resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void a_home_with_a_long_path_is_served_all_the_same() throws Exception {
        Shell deep = home("d".repeat(120) + "/" + "e".repeat(120));
        try (Follower follower = Follower.of(deep.home(), clock)) {
            assertThat(deep.home().resolve("SOCKET")).exists();
            deep.runWithInput(Lines.withdrawal("w1", "1", "1"), "put", "-").succeeds();
            follower.awaitTold("position 2");
        }
    }

    /// A service that answers with one line.
    private static Service saying(String line, boolean busy) {
        return new Service() {
            @Override
            public boolean isBusy() {
                return busy;
            }

            @Override
            public Command command(Request request, InputStream in, OutputStream out, OutputStream err) {
                return new Command() {
                    @Override
                    public int run() {
                        try {
                            out.write(line.getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            return 1;
                        }
                        return 0;
                    }

                    @Override
                    public void stop() {
                        // It ends by itself.
                    }
                };
            }
        };
    }

    @Test
    void an_owner_of_another_version_is_named_and_reading_goes_beside_it() throws Exception {
        try (Owner _ = Owner.serve(shell.home(), saying("no", false), "99.0", _ -> {})) {
            shell.runWithInput(Lines.withdrawal("w1", "1", "1"), "put", "-").fails(5,
                    shell.home() + " is in use by process "
                            + ProcessHandle.current().pid() + ", which is Tidemark 99.0 (protocol 1); this is "
                            + Machine.programVersion() + " (protocol 1)");
            assertThat(shell.run("status").succeeds().text()).contains("up to date");
            assertThat(shell.run("verify").succeeds().text()).contains("proven");
        }
    }

    @Test
    void reading_goes_beside_an_owner_that_makes_everybody_wait() throws Exception {
        try (Owner _ = Owner.serve(shell.home(), saying("answered there", true), Machine.programVersion(), _ -> {})) {
            assertThat(shell.run("status").succeeds().text()).contains("up to date");
            assertThat(shell.run("snapshot", "create").succeeds().text()).isEqualTo("answered there");
        }
    }

    @Test
    void a_caller_that_goes_away_in_the_middle_of_a_put_leaves_what_was_acknowledged_and_the_owner_goes_on()
            throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            CountDownLatch gone = new CountDownLatch(1);
            InputStream unfinished = new SequenceInputStream(
                    new ByteArrayInputStream((Lines.withdrawal("w1", "1", "1") + "\n" + "{\"key\": \"half")
                            .getBytes(StandardCharsets.UTF_8)),
                    new Endless(gone));
            OwnerConnection owner = Objects
                    .requireNonNull(OwnerConnection.open(shell.home(), Machine.programVersion()));
            Thread caller = Thread.ofPlatform().start(() -> runToTheBitterEnd(owner, unfinished));
            follower.awaitTold("position 2");
            owner.close();
            caller.join();

            shell.runWithInput(Lines.withdrawal("w1", "1", "1") + "\n" + Lines.withdrawal("w2", "1", "1"), "put", "-")
                    .succeeds();
            follower.awaitTold("position 3");
            gone.countDown();
        }
        assertThat(Json.object(shell.run("status", "--output", "json").succeeds())).containsEntry("position", 3L);
    }

    private void runToTheBitterEnd(OwnerConnection owner, InputStream in) {
        try {
            owner.run(
                    new Request(List.of("--home", shell.home().toString(), "put", "-"), folder.toString(), "tester",
                            false,
                            Map.of()),
                    in, new ByteArrayOutputStream(), new ByteArrayOutputStream(), new CountDownLatch(1)::await);
        } catch (IOException e) {
            // As it must be: the connection is gone.
        }
    }

    /// Has nothing to read for so long.
    private static final class Endless extends InputStream {
        private final CountDownLatch end;
        private final Runnable first;

        Endless(CountDownLatch end) {
            this(end, () -> {});
        }

        /// @param first is done when somebody begins to read
        Endless(CountDownLatch end, Runnable first) {
            this.end = end;
            this.first = first;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            first.run();
            try {
                end.await();
                return -1;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void an_owner_that_ends_asks_its_commands_to_end_and_lets_them_say_so() throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            InputStream ending = new Endless(new CountDownLatch(1), follower::stop);
            Shell.Run put = shell.run(ending, "put", "-");
            assertThat(put.code()).isEqualTo(130);
            assertThat(put.err()).contains("interrupted; what is counted is on disk, put the same again to go on");
        }
        shell.run("status").succeeds();
    }

    @Test
    void commands_are_asked_to_end_at_once_though_the_owner_itself_is_held_up() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        PrintStream heldUp = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(@Nullable String line) {
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        StopSignal stop = new StopSignal();
        GlobalOptions globals = new GlobalOptions();
        CommandLine owner = new CommandLine(new TidemarkCommand(globals)).addSubcommand("process", new ProcessVerb(
                new CommandContext(InputStream.nullInputStream(), new ByteArrayOutputStream(), heldUp, false, stop,
                        clock,
                        "owner", Map.of(), globals),
                (visit, _) -> {
                    begun.countDown();
                    boolean asked = waits(visit.stop());
                    ended.countDown();
                    return asked ? 42 : 1;
                }));
        owner.setCaseInsensitiveEnumValuesAllowed(true);
        CompletableFuture<Integer> following = started(
                () -> owner.execute("--home", shell.home().toString(), "process", "--follow"));
        while (!Files.exists(shell.home().resolve("SOCKET"))) {
            assertThat(following).isNotDone();
            Thread.onSpinWait();
        }
        CompletableFuture<Integer> visit = started(() -> shell.run("snapshot", "create").code());
        assertThat(begun.await(Follower.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        stop.request();
        assertThat(visit.get(Follower.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(42);
        assertThat(following.get(Follower.PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
    }

    private static boolean waits(StopSignal stop) {
        try {
            return stop.await(TimeUnit.SECONDS.toMillis(Follower.PATIENCE_SECONDS / 2));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<Integer> started(Supplier<Integer> work) {
        return CompletableFuture.supplyAsync(work, runnable -> Thread.ofPlatform().daemon().start(runnable));
    }

    @Test
    void an_application_serves_its_home_when_it_asks_for_that() throws Exception {
        try (Tidemark tidemark = Tidemark.open(shell.home(), TidemarkOptions.DEFAULT.withClock(clock))) {
            shell.runWithInput(Lines.withdrawal("w1", "1", "1"), "put", "-").fails(5, "is in use by process");
            try (Owner _ = TidemarkCommandLine.serve(tidemark, _ -> {})) {
                shell.runWithInput(Lines.withdrawal("w1", "1", "1"), "put", "-").succeeds();
            }
            assertThat(tidemark.process().toPosition()).isEqualTo(2);
        }
        try (Tidemark reading = Tidemark.open(shell.home(), TidemarkOptions.DEFAULT.withAccess(Access.READ))) {
            assertThatThrownBy(() -> TidemarkCommandLine.serve(reading, _ -> {}))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("opened for reading");
        }
        assertThat(shell.home().resolve("SOCKET")).doesNotExist();
    }
}
