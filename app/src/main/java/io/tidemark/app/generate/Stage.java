package io.tidemark.app.generate;

import io.tidemark.core.event.RejectionCode;
import org.jspecify.annotations.Nullable;

/// What the parts of the play share: the accounts, the calendar, what is still to come, and the line that is being
/// written. Not thread-safe.
final class Stage {
    final Chance chance;
    final Population population;
    final BankCalendar calendar;
    final Agenda agenda;
    final LineDraft line = new LineDraft();
    final Cash cash = new Cash();

    private final long idSalt;
    private long lastId;
    private long now;
    private Expected expected = Expected.ACCEPTED;
    private @Nullable RejectionCode code;

    Stage(GeneratorOptions options) {
        chance = new Chance(options.seed());
        population = new Population(options.accounts());
        calendar = new BankCalendar(options.accounts());
        // Most answers come within a day or two; the wheel bounds what can be open at a time.
        agenda = new Agenda(Math.clamp(2L * calendar.eventsPerWorkingDay(), 1 << 10, 1 << 20));
        idSalt = Chance.mix(options.seed() + 1);
    }

    /// Goes on to the next line.
    void beginLine() {
        now++;
        line.begin(calendar.next());
        expected = Expected.ACCEPTED;
        code = null;
    }

    /// The number of the line that is being written, from 1.
    long now() {
        return now;
    }

    /// A request-id that no other event of the stream has; ids are scattered, as clients make them.
    long newId() {
        // Mixing keeps different numbers different, so that no two lines draw the same id.
        return Chance.mix(++lastId ^ idSalt);
    }

    /// A delay of some lines: mostly short, at the longest a day or two.
    int delay() {
        return 1 + chance.skewedBelow(agenda.longestDelay());
    }

    void later(Due kind, long id, int account, long cents) {
        agenda.add(now, delay(), kind, id, account, cents);
    }

    /// The line is meant to be refused with that code.
    void refused(RejectionCode withCode) {
        expected = Expected.REJECTED;
        code = withCode;
    }

    /// The line is meant to wait for its original.
    void waits() {
        expected = Expected.WAITING;
    }

    /// The line is one that was sent before.
    void repeated() {
        expected = Expected.DUPLICATE;
    }

    /// What the line is meant to come to when it is judged.
    Expected expected() {
        return expected;
    }

    /// The code that the line is meant to be refused with, or null.
    @Nullable
    RejectionCode code() {
        return code;
    }
}
