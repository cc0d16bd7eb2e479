package io.tidemark.app.intake;

import io.tidemark.core.bundle.InputLine;
import io.tidemark.core.bundle.InputLineParser;
import io.tidemark.core.bundle.InputReader;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.NewAttempt;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads inputs and hands on batches of attempts. Runs in a thread of its own, which may be interrupted to end it.
final class BatchReader implements Runnable, InputFiles.Visitor {
    private static final int BATCH_ITEMS = 8192;
    private static final int BATCH_BYTES = 4 << 20;

    private final List<Input> inputs;
    private final @Nullable String source;
    private final BlockingQueue<Batch> queue;
    private final InputLineParser parser = new InputLineParser();
    private List<NewAttempt> attempts = new ArrayList<>();
    private List<Refusal> refusals = new ArrayList<>();
    private long bytes;

    /// A reader of those inputs.
    ///
    /// @param source what to say about attempts whose lines say nothing
    /// @param queue  where batches go
    BatchReader(List<Input> inputs, @Nullable String source, BlockingQueue<Batch> queue) {
        this.inputs = inputs;
        this.source = source;
        this.queue = queue;
    }

    @Override
    public void run() {
        try {
            Throwable failure = null;
            try {
                InputFiles files = new InputFiles(this);
                for (Input input : inputs) {
                    switch (input) {
                        case Input.OfPath(Path path) -> files.visit(path);
                        case Input.OfStream(String name, InputStream stream) -> bundle(name,
                                () -> Compression.contentOf(new Flushing(stream)));
                    }
                }
            } catch (RuntimeException | Error e) {
                // The thread that puts throws it on.
                failure = e;
            }
            queue.put(new Batch(attempts, refusals, true, failure));
        } catch (InterruptedException e) {
            // Nobody waits for more: that is what the interrupt says.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void event(Path file) throws InterruptedException {
        EventKey key = EventKey.parse(String.valueOf(file.getFileName()));
        if (key == null) {
            refused(new Refusal(file.toString(), 0,
                    "the file's name is no event key: NAME.event with up to 128 letters, digits, _ and - is one"));
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] body = in.readNBytes(EventLog.MAX_BODY_BYTES + 1);
            if (body.length > EventLog.MAX_BODY_BYTES) {
                refused(new Refusal(file.toString(), 0, "more than 1 MiB"));
            } else {
                attempt(new NewAttempt(key, Body.of(body), source));
            }
        } catch (IOException e) {
            refused(new Refusal(file.toString(), 0, InputFailure.textOf(e)));
        }
    }

    @Override
    public void bundle(Path file) throws InterruptedException {
        try (InputStream in = Files.newInputStream(file)) {
            InputStream stream = Files.isRegularFile(file) ? in : new Flushing(in);
            bundle(file.toString(), () -> Compression.contentOf(stream, file.toString()));
        } catch (IOException e) {
            refused(new Refusal(file.toString(), 0, InputFailure.textOf(e)));
        }
    }

    /// What stands before the place where a stream fails is put; the piece of a line there is not.
    private void bundle(String name, Content content) throws InterruptedException {
        long number = 0;
        try {
            InputReader lines = new InputReader(content.open());
            for (InputReader.Line line = lines.next(); line != null; line = lines.next()) {
                number = line.number();
                switch (parser.parse(line)) {
                    case InputLine.Attempt(NewAttempt attempt) -> attempt(labelled(attempt));
                    case InputLine.Refused(String reason) -> refused(new Refusal(name, number, reason));
                }
            }
        } catch (Compression.NotAsNamedException e) {
            refused(new Refusal(name, 0, InputFailure.textOf(e)));
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            refused(new Refusal(name, number == 0 ? 0 : number + 1, "the input breaks off: " + InputFailure.textOf(e)));
        }
    }

    private NewAttempt labelled(NewAttempt attempt) {
        return source == null || attempt.source() != null
                ? attempt
                : new NewAttempt(attempt.key(), attempt.body(), source);
    }

    @Override
    public void refused(Refusal refusal) throws InterruptedException {
        refusals.add(refusal);
        flushIfFull();
    }

    private void attempt(NewAttempt attempt) throws InterruptedException {
        attempts.add(attempt);
        bytes += attempt.body().length();
        flushIfFull();
    }

    private void flushIfFull() throws InterruptedException {
        if (attempts.size() + refusals.size() >= BATCH_ITEMS || bytes >= BATCH_BYTES) {
            flush();
        }
    }

    private void flush() throws InterruptedException {
        if (!attempts.isEmpty() || !refusals.isEmpty()) {
            queue.put(new Batch(attempts, refusals, false, null));
            attempts = new ArrayList<>();
            refusals = new ArrayList<>();
            bytes = 0;
        }
    }

    /// What a bundle holds, no longer compressed.
    @FunctionalInterface
    private interface Content {
        InputStream open() throws IOException;
    }

    /// Hands on what there is before it waits for more, so that what a slow sender has sent is on disk while it thinks.
    private final class Flushing extends FilterInputStream {
        Flushing(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            flushBeforeWaiting();
            return super.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            flushBeforeWaiting();
            return super.read(target, offset, length);
        }

        private void flushBeforeWaiting() throws IOException {
            if (available() == 0) {
                try {
                    flush();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }
}
