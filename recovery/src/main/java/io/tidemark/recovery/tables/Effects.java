package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Judgement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What each accepted event did to accounts and open matters, so that it can be taken out of a [MemoryBook] again. For one thread.
final class Effects {
    private final Map<EventKey, Done> done = new HashMap<>();

    /// What one event did.
    ///
    /// @param attempt the attempt that was accepted
    /// @param entries its entries, as they were decided
    /// @param cents   what it opened, or what it used up of its original's matter
    private record Done(AttemptId attempt, List<Entry> entries, long cents) {}

    /// What an exclusion took out.
    ///
    /// @param what     the exclusion
    /// @param after    how many steps came before it
    /// @param attempts the attempts that lost their effects, pulled follow-ups among them
    /// @param stood    the accounts that lost an effect, and where they stood
    /// @param opened   open matters that have more left than before
    /// @param settled  open matters that are no more
    record Excluded(TableExclusion what, int after, Set<AttemptId> attempts, Map<String, Long> stood,
            List<OpenMatter> opened, List<OpenMatter> settled) {}

    /// Notes what a commit does.
    void happened(BookCommit commit) {
        for (Judgement judgement : commit.judgements()) {
            if (judgement.state() == OutcomeState.ACCEPTED) {
                EventKey key = judgement.before().key();
                Entry first = judgement.entries().getFirst();
                done.put(key, new Done(judgement.attempt().id(), judgement.entries(), cents(key, judgement, first)));
            }
        }
    }

    /// A deposit opens what it names; everything else that opens or uses a matter shows it in what is held.
    private static long cents(EventKey key, Judgement judgement, Entry first) {
        EventType type = key.type();
        return type == EventType.CASH_DEPOSIT ? judgement.cents()
                : Math.abs(first.availableEffect() - first.actualEffect());
    }

    /// Takes the effects of events out of a book, and those of the follow-ups of originals among them.
    ///
    /// @param after how many steps came before
    Excluded exclude(TableExclusion what, int after, MemoryBook book) {
        Set<AttemptId> attempts = new LinkedHashSet<>();
        Map<String, Long> stood = new TreeMap<>();
        Map<EventKey, OpenMatter> before = new TreeMap<>();
        for (EventKey key : new TreeSet<>(what.keys())) {
            Done own = done.remove(key);
            if (own == null) {
                continue;
            }
            takeOut(own, book, attempts, stood);
            EventKey original = key.original();
            EventKey opener = original == null ? key : original;
            OpenMatter open = book.matter(opener);
            if (open != null) {
                before.putIfAbsent(opener, open);
            }
            if (original == null) {
                followUps(key).forEach(followUp -> takeOut(followUp, book, attempts, stood));
                book.put(key, null);
            } else {
                giveBack(original, own, book);
            }
        }
        return changed(what, after, attempts, stood, before, book);
    }

    private Collection<Done> followUps(EventKey original) {
        List<Done> followUps = new ArrayList<>();
        for (EventType type : EventType.values()) {
            if (type.originalType() != null && type.originalType() == original.type()) {
                Done followUp = done.remove(EventKey.of(type, original.requestId()));
                if (followUp != null) {
                    followUps.add(followUp);
                }
            }
        }
        return followUps;
    }

    private static void takeOut(Done event, MemoryBook book, Set<AttemptId> attempts, Map<String, Long> stood) {
        attempts.add(event.attempt());
        for (Entry entry : event.entries()) {
            book.takeOut(entry);
            stood.put(entry.account(), book.sequence(entry.account()));
        }
    }

    /// What a follow-up alone used up is open again.
    private void giveBack(EventKey original, Done followUp, MemoryBook book) {
        Done opened = done.get(original);
        if (opened == null) {
            return;
        }
        OpenMatter left = book.matter(original);
        long used = original.type() == EventType.CASH_DEPOSIT ? opened.cents() : followUp.cents();
        String account = opened.entries().getFirst().account();
        book.put(original, new OpenMatter(original, account, opened.cents(), (left == null ? 0 : left.left()) + used));
    }

    private static Excluded changed(TableExclusion what, int after, Set<AttemptId> attempts, Map<String, Long> stood,
            Map<EventKey, OpenMatter> before, MemoryBook book) {
        List<OpenMatter> opened = new ArrayList<>();
        List<OpenMatter> settled = new ArrayList<>();
        Set<EventKey> openers = new TreeSet<>();
        for (EventKey key : what.keys()) {
            EventKey original = key.original();
            openers.add(original == null ? key : original);
        }
        for (EventKey opener : openers) {
            OpenMatter now = book.matter(opener);
            OpenMatter then = before.get(opener);
            if (now != null && !now.equals(then)) {
                opened.add(now);
            } else if (now == null && then != null) {
                settled.add(then);
            }
        }
        return new Excluded(what, after, attempts, stood, opened, settled);
    }
}
