package io.tidemark;

import io.tidemark.app.wiring.OpenAws;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.port.Pauses;
import io.tidemark.recovery.tables.GoingForward;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;

/// The pauses of an installation on AWS: of everything and of accounts, which are switches, and the one at a moment that a recovery left.
/// Thread-safe.
final class AwsPauses {
    private final OpenAws aws;

    AwsPauses(OpenAws aws) {
        this.aws = aws;
    }

    /// What the switches say.
    Pauses.State read() {
        return aws.pauses().read();
    }

    /// @throws PausedException while the tables stand still at a moment
    void requireNoMoment() {
        Long pausedAt = aws.control().read().pausedAt();
        if (pausedAt != null) {
            throw new PausedException(moment(pausedAt));
        }
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// Pauses accounts, or everything where none is named.
    ///
    /// @return those that were not paused
    Set<String> pause(Set<String> accounts) {
        return turn(accounts, true);
    }

    /// Ends the pauses of accounts, or of everything where none is named.
    ///
    /// @return those that were paused
    /// @throws PausedException while the tables stand still at a moment: what came after it is not let in by a slip. The switch of a recovery that
    ///                         was killed is another one, and can be turned
    Set<String> resume(Set<String> accounts) {
        if (!accounts.isEmpty() || !read().everything()) {
            requireNoMoment();
        }
        return turn(accounts, false);
    }

    private Set<String> turn(Set<String> accounts, boolean paused) {
        HomePauses.requireNumbers(accounts);
        Pauses pauses = aws.pauses();
        if (accounts.isEmpty()) {
            pauses.pauseEverything(paused);
        }
        Set<String> due = new TreeSet<>(accounts);
        Set<String> before = pauses.read().accounts();
        due.removeIf(account -> before.contains(account) == paused);
        due.forEach(account -> pauses.pauseAccount(account, paused));
        return due;
    }

    /// Ends the pause at a moment.
    Resumed goForward() {
        GoingForward.Gone gone = new GoingForward(aws.tables(), aws.queue()).run(_ -> {});
        Long pausedAt = gone.pausedAt();
        return new Resumed(pausedAt != null, null, pausedAt == null ? null : moment(pausedAt), gone.routed());
    }
}
