package io.tidemark.app.owner;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client at its owner: one thread reads what it sends, one runs its command, one sends what the command says.
final class Session {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Wire wire;
    private final Service service;
    private final Outbox outbox;
    private final CallerInput input;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch delivered = new CountDownLatch(1);
    private Service.@Nullable Command command;
    private boolean stopped;

    Session(Wire wire, Service service) {
        this.wire = wire;
        this.service = service;
        outbox = new Outbox(wire);
        input = new CallerInput(outbox);
    }

    /// Serves the client until it is gone. Called by the thread that reads.
    void serve(Greeting greeting) {
        boolean begun = false;
        try (wire) {
            wire.write(Frame.Kind.GREETING, greeting.text());
            Frame first = wire.read();
            if (first != null && first.kind() == Frame.Kind.REQUEST && begin(Request.decoded(first.bytes()))) {
                begun = true;
                for (Frame frame = wire.read(); frame != null; frame = wire.read()) {
                    take(frame);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // It is gone, or says what no client says: either way nothing more is done for it.
        } finally {
            stop();
            input.giveUp();
            outbox.giveUp();
            if (!begun) {
                ended.countDown();
                delivered.countDown();
            }
        }
    }

    private void take(Frame frame) throws IOException {
        switch (frame.kind()) {
            case INPUT -> input.take(frame.bytes());
            case INPUT_END -> input.end();
            case STOP -> stop();
            case GREETING, REQUEST, WANT, OUT, ERR, EXIT ->
                    throw new IOException("a client does not send " + frame.kind());
        }
    }

    private synchronized boolean begin(Request request) {
        if (stopped) {
            return false;
        }
        OutputStream out = new BufferedOutputStream(outbox.stream(Frame.Kind.OUT), BUFFER_BYTES);
        Service.Command made = service.command(request, input, out, outbox.stream(Frame.Kind.ERR));
        command = made;
        Thread.ofPlatform().daemon().name("tidemark-said").start(() -> {
            outbox.deliver();
            endSaying();
            delivered.countDown();
        });
        Thread.ofPlatform().daemon().name("tidemark-command").start(() -> run(made, out));
        return true;
    }

    private void run(Service.Command made, OutputStream out) {
        try {
            int code = made.run();
            flush(out);
            outbox.send(Frame.Kind.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(code).array(), 0, Integer.BYTES);
        } finally {
            outbox.end();
            ended.countDown();
        }
    }

    private static void flush(OutputStream out) {
        try {
            out.flush();
        } catch (IOException e) {
            // There is nobody left to hear of it.
        }
    }

    /// Where a command ended without a code, the client learns of it in this way.
    private void endSaying() {
        try {
            wire.endWriting();
        } catch (IOException e) {
            // The client has gone first.
        }
    }

    /// Asks the command to end early; one that did not begin does not begin any more.
    void stop() {
        Service.Command running;
        synchronized (this) {
            stopped = true;
            running = command;
        }
        if (running != null) {
            running.stop();
            input.stop();
            outbox.hurry();
        } else {
            end();
        }
    }

    /// Waits until the command has ended, however long that takes, and then a little for the client to hear of it.
    void await(long millis) throws InterruptedException {
        ended.await();
        delivered.await(millis, TimeUnit.MILLISECONDS);
        end();
    }

    private void end() {
        try {
            wire.close();
        } catch (IOException e) {
            // It was on its way out anyway.
        }
    }
}
