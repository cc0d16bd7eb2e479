package io.tidemark.app.generate;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.NewAttempt;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Walks through a generated stream, one line after the other, in arrival order.
///
/// A line is what `put` reads: an object with `key`, `source`, and `body` or (where the body is not JSON) `raw`. A new
/// generator stands before the first line. Nothing is allocated for most lines; what the accessors hand out tells of the
/// line that [#next()] reached last. Not thread-safe.
public final class EventGenerator {
    private static final int REPEATS_PER_MILLE = 6;

    private final GeneratorOptions options;
    private final Stage stage;
    private final DailyBusiness daily;
    private final LaterBusiness later;
    private final Mishaps mishaps;

    /// A generator before the first line of that stream.
    public EventGenerator(GeneratorOptions options) {
        this.options = options;
        stage = new Stage(options);
        Bodies bodies = new Bodies(stage);
        daily = new DailyBusiness(stage, bodies);
        later = new LaterBusiness(stage, bodies);
        mishaps = new Mishaps(stage, bodies);
    }

    /// Goes on to the next line.
    ///
    /// @return whether there is one; once there is none, the last line stays
    public boolean next() {
        if (stage.now() == options.events()) {
            return false;
        }
        stage.beginLine();
        int due = stage.agenda.poll(stage.now());
        if (due >= 0) {
            later.carryOut(due);
        } else if (stage.population.opensNext(stage.chance)) {
            daily.openAccount();
        } else if (!mishaps.happens()) {
            daily.carryOn();
        }
        if (stage.chance.perMille(REPEATS_PER_MILLE)) {
            stage.agenda.addLine(stage.now(), stage.delay(), stage.line.keep());
        }
        stage.line.finish();
        return true;
    }

    /// The number of the line, from 1; 0 before the first.
    public long number() {
        return stage.now();
    }

    /// Writes the line in UTF-8, with a line feed at its end.
    ///
    /// @throws IOException when the stream does not take it
    public void writeTo(OutputStream out) throws IOException {
        ByteText line = stage.line.whole();
        out.write(line.array(), 0, line.length());
    }

    /// The line as an attempt, as `put` would understand it; it keeps its value when the generator goes on.
    public NewAttempt attempt() {
        return new NewAttempt(EventKey.of(stage.line.key().toText()), Body.of(stage.line.body().toBytes()),
                stage.line.source().label());
    }

    /// What the line is meant to come to.
    Expected expected() {
        return stage.expected();
    }

    /// The code that the line is meant to be refused with, or null.
    @Nullable
    RejectionCode expectedCode() {
        return stage.code();
    }

    /// The line's bytes, for the stream that reads lines without copying them twice.
    ByteText line() {
        return stage.line.whole();
    }
}
