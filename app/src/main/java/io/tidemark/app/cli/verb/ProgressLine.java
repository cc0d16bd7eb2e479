package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Moments;
import io.tidemark.core.pipeline.Progress;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// Shows how far long work has come, with its rate and the time it will still take: on a terminal one line that is written over,
/// otherwise a plain line now and then. Short work is not shown at all. Used by one thread at a time.
public final class ProgressLine implements Progress, AutoCloseable {
    private static final long TERMINAL_INTERVAL_MS = 200;
    private static final long PLAIN_INTERVAL_MS = 10_000;
    private static final long SILENT_MS = 1000;
    /// `\r` and the terminal's "erase to the end of the line".
    private static final String REWRITE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean terminal;
    private final InstantSource clock;
    private final String work;
    private final String unit;
    private final BooleanSupplier cut;
    private final long beganMs;
    private long nextMs;
    private boolean written;

    /// Progress on that stream.
    ///
    /// @param cut when true, the work is cut off
    ProgressLine(PrintStream err, boolean terminal, InstantSource clock, String work, String unit,
            BooleanSupplier cut) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        this.work = work;
        this.unit = unit;
        this.cut = cut;
        beganMs = clock.millis();
        nextMs = beganMs + (terminal ? SILENT_MS : PLAIN_INTERVAL_MS);
    }

    /// The work has come that far.
    ///
    /// @param total 0 when it is not known
    /// @throws CancellationException when the work is to be cut off
    @Override
    public void at(long done, long total) {
        if (cut.getAsBoolean()) {
            throw new CancellationException("interrupted; what was done stays, run the same again to go on");
        }
        long now = clock.millis();
        if (now < nextMs) {
            return;
        }
        nextMs = now + (terminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
        String line = line(done, total, now - beganMs);
        if (terminal) {
            err.print(REWRITE + line);
            err.flush();
            written = true;
        } else {
            err.println(line);
        }
    }

    private String line(long done, long total, long elapsedMs) {
        long perSecond = elapsedMs <= 0 ? 0 : done * 1000 / elapsedMs;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s %,d", work, done));
        if (total > 0) {
            line.append(String.format(Locale.ROOT, " of %,d %s (%d%%)", total, unit, done * 100 / total));
        } else {
            line.append(' ').append(unit);
        }
        line.append(String.format(Locale.ROOT, ", %,d/s", perSecond));
        if (total > done && perSecond > 0) {
            line.append(", ").append(Moments.duration((total - done) / perSecond)).append(" to go");
        }
        return line.toString();
    }

    /// Takes the line off the terminal again.
    @Override
    public void close() {
        if (written) {
            err.print(REWRITE);
            err.flush();
            written = false;
        }
    }
}
