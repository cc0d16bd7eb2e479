package io.tidemark.testkit.generate;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.List;

/// Puts arrivals into an event log, so that a real pipeline can be held against the naive model.
public final class ArrivalsIntoLog {
    private ArrivalsIntoLog() {}

    /// Puts all of them in order; attempts that follow each other are put together.
    public static void put(EventLog log, List<? extends Arrival> arrivals) {
        List<NewAttempt> together = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.Put put) {
                together.add(attempt(put));
                continue;
            }
            putAll(log, together);
            log.control(action(arrival), "operator", "generated");
        }
        putAll(log, together);
    }

    private static void putAll(EventLog log, List<NewAttempt> together) {
        if (!together.isEmpty()) {
            log.put(List.copyOf(together));
            together.clear();
        }
    }

    /// The attempt as a log takes it.
    public static NewAttempt attempt(Arrival.Put put) {
        return new NewAttempt(EventKey.of(put.key()), Body.of(put.bytes()), put.source());
    }

    /// The action of a control record.
    ///
    /// @throws IllegalArgumentException when it is none
    public static ControlAction action(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Retry retry -> new ControlAction.Retry(EventKey.of(retry.key()));
            case Arrival.Reject reject -> new ControlAction.Reject(EventKey.of(reject.key()));
            case Arrival.UseRules rules -> new ControlAction.UseRules(rules.version());
            case Arrival.Exclude exclude ->
                    new ControlAction.Exclude(exclude.keys().stream().map(EventKey::of).toList(),
                            1, 1);
            case Arrival.Pause pause -> new ControlAction.PauseAccount(pause.account());
            case Arrival.Resume resume -> new ControlAction.ResumeAccount(resume.account());
            case Arrival.Put put -> throw new IllegalArgumentException("an attempt is no control record: " + put);
        };
    }
}
