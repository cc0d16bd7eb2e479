package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.BookContents.Sheet;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.replay.RecoveryResult.Unchanged;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a recovery of tables does about exclusions: those that hold already, and the one that it carries out. One use.
final class Excluding {
    private final TableStores stores;
    private final List<TableExclusion> all;
    /// Decisions that are not in effect.
    private final List<TableExclusion> undone;
    private final @Nullable TableExclusion fresh;

    /// @param planned  what the plan excludes, or null
    /// @param now      when it is decided
    /// @param left     the times whose records no longer hold
    /// @param toMicros the moment that the recovery goes to, in microseconds since 1970: what was decided later is not in effect
    Excluding(TableStores stores, @Nullable Exclusion planned, Instant now, LeftHistory left, long toMicros) {
        this.stores = stores;
        List<TableExclusion> written = TableExclusion.all(stores.exclusions());
        all = new ArrayList<>(left.inEffect(written, toMicros));
        undone = written.stream().filter(each -> !all.contains(each)).toList();
        fresh = planned == null || planned.isEmpty() ? null
                : decision(planned, TableExclusion.nextId(written, now), TableRecovery.micros(now));
        if (fresh != null) {
            all.add(fresh);
        }
    }

    private static TableExclusion decision(Exclusion planned, String id, long nowMicros) {
        String operator = planned.operator();
        String reason = planned.reason();
        if (operator == null || reason == null) {
            throw new IllegalArgumentException("nobody said who excludes these events, and why");
        }
        Set<EventKey> waits = new HashSet<>(planned.waitsEnded());
        return new TableExclusion(id, nowMicros, operator, reason,
                planned.keys().stream().filter(key -> !waits.contains(key)).toList(), planned.waitsEnded(),
                Map.of());
    }

    /// All exclusions that hold, the one that is carried out last.
    ///
    /// @param asOf what is left out because it arrived later, or null for nothing
    List<TableExclusion> all(@Nullable AsOf asOf) {
        return asOf == null ? all : all.stream().map(asOf::closedUp).toList();
    }

    /// Those that are not in effect, because they were decided later than the moment that was gone to, in words.
    List<String> undone() {
        return undone.stream()
                .map(each -> "an exclusion of " + each.keys().size() + " events that was decided later is not"
                        + " in effect: " + each.operator() + ": " + each.reason())
                .toList();
    }

    private boolean isUndone(EventKey key) {
        EventKey original = key.original();
        return undone.stream()
                .anyMatch(each -> each.keys().contains(key) || (original != null && each.keys().contains(original)));
    }

    /// Holds the tables in force against what was found, account by account. What is excluded there must be excluded by a decision: otherwise
    /// one was removed, and events would come back. Where something is excluded now, the accounts that this does not reach must be the same to
    /// the last digest, and the others the same but for what is taken out.
    ///
    /// @param sight    how the tables in force were found
    /// @param attempts how many attempts are known of
    /// @return null when nothing is excluded now, or when there is nothing to hold it against
    @Nullable
    Unchanged hold(Sight sight, Replay.Replayed replayed, long attempts, Differences differences) {
        if (!sight.accounts()) {
            return null;
        }
        boolean compares = fresh != null && sight.control().inDoubt() == null;
        Set<EventKey> without = new HashSet<>();
        replayed.excluded().forEach(each -> each.attempts().forEach(attempt -> without.add(attempt.key())));
        Set<String> reached = compares ? replayed.excluded().getLast().stood().keySet() : Set.of();
        long same = 0;
        long concerned = 0;
        try (Cursor<Sheet> sheets = stores.generations().contents(sight.control().generation()).sheets()) {
            for (Sheet sheet = sheets.next(); sheet != null; sheet = sheets.next()) {
                sheet.entries().stream().filter(entry -> entry.status() == EntryStatus.EXCLUDED
                        && !without.contains(entry.key()) && !isUndone(entry.key()))
                        .forEach(entry -> differences.add(forgotten(entry)));
                if (compares && !isMet(replayed.kept(), sheet, reached.contains(sheet.number()))) {
                    differences.add(Difference.ofAccount(Kind.ACCOUNT, sheet.number(),
                            States.text(sheet.account()) + " in the tables in force",
                            "another history by what was recorded"));
                } else if (reached.contains(sheet.number())) {
                    concerned++;
                } else {
                    same++;
                }
            }
        }
        return compares ? new Unchanged(attempts, same, concerned) : null;
    }

    private static Difference forgotten(Entry entry) {
        return new Difference(Kind.ENTRY, entry.account(), entry.key().text(), entry.sequence(), null,
                "excluded in the tables in force",
                "no decision on record excludes it: restore what was removed from exclusions/");
    }

    private static boolean isMet(KeptHistory kept, Sheet sheet, boolean reached) {
        Account before = sheet.account();
        return before != null && before.head().equals(head(kept, before, reached));
    }

    /// The head that an account had at its sequence by what was recorded, before this exclusion.
    private static @Nullable Sha256 head(KeptHistory kept, Account before, boolean reached) {
        Account now = kept.accounts().get(before.number());
        if (!reached && now != null && now.sequence() == before.sequence()) {
            return now.head();
        }
        List<Entry> history = reached ? kept.earlier(before.number()).getFirst() : kept.history(before.number());
        return before.sequence() > history.size() ? null : KeptHistory.head(history, before.sequence());
    }

    /// Writes the decision down that is carried out, if there is one: from then on it holds. The tables in force are marked first, so that
    /// whoever is killed behind it leaves word that they lack it.
    ///
    /// @param control what the control item says
    /// @return what it says afterwards
    ControlItem.State writeDown(ControlItem.State control, Replay.Replayed replayed) {
        if (fresh == null) {
            return control;
        }
        ControlItem.State marked = control
                .withInDoubt("events were excluded, and these tables may still have their effects");
        stores.control().update(control, marked);
        fresh.standing(replayed.excluded().getLast().stood()).publish(stores.exclusions());
        return marked;
    }
}
