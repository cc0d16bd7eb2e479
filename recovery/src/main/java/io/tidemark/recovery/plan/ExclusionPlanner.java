package io.tidemark.recovery.plan;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Decision;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.plan.Exclusion.Candidate;
import io.tidemark.recovery.plan.Exclusion.Touched;
import io.tidemark.recovery.plan.Trial.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds out what excluding events would come to, by folding all events as a recovery would that knows of it. Changes nothing and needs no
/// ledger.
public final class ExclusionPlanner {
    private final EventLog log;
    private final Selector selector;

    ExclusionPlanner(EventLog log) {
        this.log = log;
        selector = new Selector(log);
    }

    /// A planner over a log that events were put into later than they arrived.
    ///
    /// @param arrivals when the attempt at a position arrived, in microseconds since 1970
    public ExclusionPlanner(EventLog log, LongUnaryOperator arrivals) {
        this.log = log;
        selector = new Selector(log, arrivals);
    }

    /// What the exclusion comes to when it is written down behind the last event.
    ///
    /// @param progress hears of the records folded
    /// @throws PlanRefusedException when an account would come beyond what accounts can hold
    public Exclusion plan(ExclusionRequest request, Progress progress) {
        Map<EventKey, Set<Long>> meant = new HashMap<>();
        long unknown = 0;
        Selection selection = request.selection();
        if (selection == null) {
            for (EventKey key : request.keys()) {
                if (log.firstPosition(key) == 0) {
                    unknown++;
                } else {
                    meant.put(key, Set.of());
                }
            }
        } else {
            selector.find(selection, attempt -> meant.computeIfAbsent(attempt.key(), _ -> new HashSet<>())
                    .add(attempt.position()));
        }
        long last = log.lastPosition();
        Exclusions known = Exclusions.of(log, last);
        Exclusions exclusions = meant.isEmpty() ? known : known.plus(last + 1, meant);
        Trial trial = new Trial(exclusions, last + 1);
        if (meant.isEmpty()) {
            return result(request, trial, unknown, List.of(), List.of());
        }
        try (FoldRun run = new FoldRun(log, WorkingState.empty(), trial, FoldRun.Options.DEFAULT, _ -> {},
                exclusions)) {
            run.to(last, progress, () -> false);
            List<Outcome> stuck = trial.refused().stream().filter(outcome -> !passes(run, outcome)).toList();
            Map<String, Account> before = new TreeMap<>();
            trial.reached().keySet().forEach(number -> before.put(number, account(run, number)));
            run.imagine(new LogRecord.Control(last + 1, 0,
                    new ControlAction.Exclude(List.of(meant.keySet().iterator().next()), 1, 1), "", ""));
            List<Touched> accounts = new ArrayList<>();
            before.forEach((number, account) -> accounts.add(touched(trial, account, account(run, number))));
            List<Candidate> candidates = stuck.stream().filter(outcome -> passes(run, outcome))
                    .map(ExclusionPlanner::candidate).toList();
            return result(request, trial, unknown, accounts, candidates);
        } catch (ArithmeticException e) {
            PlanRefusedException refused = new PlanRefusedException(
                    "without these events a balance would be beyond what accounts can hold; exclude fewer, or those that belong to them");
            refused.initCause(e);
            throw refused;
        }
    }

    private static boolean passes(FoldRun run, Outcome refusal) {
        return run.wouldDecide(refusal.position()) instanceof Decision.Accepted;
    }

    private static Candidate candidate(Outcome refusal) {
        if (refusal.rejection() == null) {
            throw new IllegalStateException("not a refusal: " + refusal);
        }
        return new Candidate(refusal.key(), refusal.position(), refusal.rejection().code());
    }

    /// An account as it is seen at the fold's position.
    private static Account account(FoldRun run, String number) {
        @Nullable Account account = run.hindsight().seen(run.state().account(number));
        if (account == null) {
            throw new IllegalStateException("no account " + number + ", which has entries");
        }
        return account;
    }

    private static Touched touched(Trial trial, Account before, Account after) {
        String number = before.number();
        Trial.Reached reached = trial.reached().get(number);
        if (reached == null) {
            throw new IllegalStateException("account " + number + " was not reached");
        }
        long limit = Rules.MAX_BALANCE_CENTS;
        if (Math.abs(after.actual()) > limit || Math.abs(after.available()) > limit) {
            throw new PlanRefusedException("without these events account " + number
                    + " would be beyond what accounts can hold; exclude fewer, or those that belong to them");
        }
        return new Touched(number, reached.entries(), before.actual(), before.available(), after.actual(),
                after.available(), reached.shortfall());
    }

    private static Exclusion result(ExclusionRequest request, Trial trial, long unknown, List<Touched> accounts,
            List<Candidate> candidates) {
        Map<EventKey, Standing> standings = trial.standings();
        List<EventKey> keys = standings.entrySet().stream()
                .filter(key -> key.getValue() == Standing.EXCLUDED || key.getValue() == Standing.WAITING)
                .map(Map.Entry::getKey).sorted().toList();
        List<EventKey> waits = keys.stream().filter(key -> standings.get(key) == Standing.WAITING).toList();
        return new Exclusion(keys, trial.events(), waits, new Exclusion.Left(count(standings, Standing.REJECTED),
                count(standings, Standing.EXCLUDED_BEFORE), unknown), accounts, candidates, request.operator(),
                request.reason());
    }

    private static long count(Map<EventKey, Standing> standings, Standing wanted) {
        return standings.values().stream().filter(standing -> standing == wanted).count();
    }
}
