package io.tidemark.app.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerTest {
    private static final String PROGRAM = "1";
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path home;

    private final List<Owner> owners = new ArrayList<>();

    /// What a command does in these tests.
    @FunctionalInterface
    private interface Work {
        int with(Request request, InputStream in, OutputStream out, OutputStream err) throws Exception;
    }

    private Owner serve(Work work) throws IOException {
        return serve(work, () -> {});
    }

    private Owner serve(Work work, Runnable stop) throws IOException {
        Owner owner = Owner.serve(home, new Service() {
            @Override
            public boolean isBusy() {
                return false;
            }

            @Override
            public Command command(Request request, InputStream in, OutputStream out, OutputStream err) {
                return new Command() {
                    @Override
                    public int run() {
                        try {
                            return work.with(request, in, out, err);
                        } catch (RuntimeException e) {
                            throw e;
                        } catch (Exception e) {
                            return 99;
                        }
                    }

                    @Override
                    public void stop() {
                        stop.run();
                    }
                };
            }
        }, PROGRAM, _ -> {});
        owners.add(owner);
        return owner;
    }

    @AfterEach
    void close() {
        owners.forEach(Owner::close);
    }

    private OwnerConnection connect() throws IOException {
        return Objects.requireNonNull(OwnerConnection.open(home, PROGRAM));
    }

    /// A client that does not keep to the rules.
    private Wire connectBarely() throws IOException {
        return new Wire(Objects.requireNonNull(OwnerSocket.connect(home)));
    }

    private static Request request(String... args) {
        return new Request(List.of(args), "/", "tester", true, Map.of("TIDEMARK_X", "ä"));
    }

    private String said(int code, InputStream in, String... args) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OwnerConnection connection = connect()) {
            assertThat(connection.run(request(args), in, out, OutputStream.nullOutputStream(), OwnerTest::never))
                    .isEqualTo(code);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void never() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void a_request_arrives_as_it_was_made_and_the_exit_code_goes_back() throws Exception {
        serve((request, _, out, _) -> {
            out.write(request.toString().getBytes(StandardCharsets.UTF_8));
            return 42;
        });
        assertThat(said(42, InputStream.nullInputStream(), "put", "", "ö\n", "-"))
                .isEqualTo(request("put", "", "ö\n", "-").toString());
    }

    @Test
    void input_and_output_of_any_length_come_through_unchanged() throws Exception {
        serve((_, in, out, _) -> (int) in.transferTo(out) & 0x7f);
        String much = "0123456789abcdef".repeat(200_000);
        assertThat(said(much.length() & 0x7f, new ByteArrayInputStream(much.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(much);
    }

    @Test
    void many_are_served_at_once() throws Exception {
        int many = 8;
        CyclicBarrier together = new CyclicBarrier(many);
        serve((request, _, out, _) -> {
            together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            out.write(request.args().getFirst().getBytes(StandardCharsets.UTF_8));
            return 0;
        });
        List<CompletableFuture<String>> said = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String name = "client" + i;
            said.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return said(0, InputStream.nullInputStream(), name);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, runnable -> Thread.ofPlatform().daemon().start(runnable)));
        }
        for (int i = 0; i < many; i++) {
            assertThat(said.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("client" + i);
        }
    }

    @Test
    void a_command_that_crashes_takes_nobody_else_with_it() throws Exception {
        serve((request, _, _, _) -> {
            if (request.args().getFirst().equals("crash")) {
                throw new IllegalStateException("as asked");
            }
            return 0;
        });
        try (OwnerConnection connection = connect()) {
            assertThatThrownBy(() -> connection.run(request("crash"), InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), OwnerTest::never))
                    .isInstanceOf(OwnerException.class).hasMessageContaining("ended before the command did");
        }
        said(0, InputStream.nullInputStream(), "go on");
    }

    @Test
    void a_caller_that_listens_to_nothing_holds_up_no_command() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        serve((_, _, _, err) -> {
            byte[] message = new byte[1 << 20];
            try {
                for (int i = 0; i < 2 * (Outbox.MOST_BYTES >> 20); i++) {
                    err.write(message);
                }
            } finally {
                done.countDown();
            }
            return 0;
        });
        try (Wire wire = connectBarely()) {
            wire.write(Frame.Kind.REQUEST, request("talk").encoded());
            assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_caller_that_goes_away_has_its_command_asked_to_end() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        serve((_, in, _, _) -> {
            begun.countDown();
            return in.read();
        }, stopped::countDown);
        try (Wire wire = connectBarely()) {
            wire.write(Frame.Kind.REQUEST, request("wait").encoded());
            assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobody_is_there_when_it_is_closed() throws Exception {
        Owner owner = serve((_, _, _, _) -> 0);
        owner.close();
        owner.close();
        assertThat(OwnerConnection.open(home, PROGRAM)).isNull();
    }

    @Test
    void the_first_who_closes_leaves_the_socket_of_the_next_alone() throws Exception {
        Owner first = serve((_, _, _, _) -> 1);
        serve((_, _, _, _) -> 2);
        first.close();
        said(2, InputStream.nullInputStream(), "anything");
    }

    @Test
    void what_is_no_request_is_hung_up_on() throws Exception {
        serve((_, _, _, _) -> 0);
        try (Wire wire = connectBarely()) {
            wire.read();
            wire.write(Frame.Kind.REQUEST, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
            assertThat(wire.read()).isNull();
        }
        said(0, InputStream.nullInputStream(), "go on");
    }

    @Test
    void a_greeting_says_what_it_says_and_anything_else_is_none() {
        Greeting greeting = new Greeting(7, "1.2", 3, true);
        assertThat(Greeting.parse(greeting.text() + "later=more\n")).isEqualTo(greeting);
        assertThat(Greeting.parse("HTTP/1.1 200 OK")).isNull();
        assertThat(Greeting.parse("tidemark-owner\nprotocol=x")).isNull();
    }
}
