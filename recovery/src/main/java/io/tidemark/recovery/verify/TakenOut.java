package io.tidemark.recovery.verify;

import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.ControlAction.Exclude;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.verify.Recall.Recalled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the second reader makes of exclusions. Its fold keeps accounts as decisions saw them; an event that is excluded further on is
/// entered without effect, and an account's entries say its balance less what will go. Where the exclusion stands, the fold's own figures
/// give it up too. Not thread-safe.
final class TakenOut {
    /// By the position where they are excluded: keys, in bytewise order.
    private final TreeMap<Long, List<String>> keys = new TreeMap<>();
    private final Map<String, List<Long>> positions = new HashMap<>();
    private final TreeMap<Long, List<Entered>> entered = new TreeMap<>();
    private final TreeMap<Long, List<Used>> used = new TreeMap<>();
    private final TreeMap<Long, List<FoldedMatter>> opened = new TreeMap<>();
    /// Accounts whose figures are still with what will be excluded.
    private final Map<FoldedAccount, Leaving> leaving = new HashMap<>();
    private final Set<FoldedAccount> excluded = new HashSet<>();
    /// Where the event at hand is excluded; 0 when it is not.
    private long until;

    /// What entries of an account so far moved that will be excluded.
    private static final class Leaving {
        private long actual;
        private long available;
        private int entries;
    }

    private record Entered(FoldedAccount account, long actual, long available) {}

    private record Used(FoldedMatter matter, long cents) {}

    /// @param upTo the last position that is looked at
    TakenOut(EventLog log, long upTo) {
        List<String> parts = new ArrayList<>();
        int wanted = 1;
        for (long position : log.exclusions()) {
            if (position <= upTo && log.record(position) instanceof LogRecord.Control control
                    && control.action() instanceof Exclude exclude) {
                if (exclude.part() == 1) {
                    parts.clear();
                    wanted = 1;
                }
                wanted = exclude.part() == wanted ? wanted + 1 : 0;
                exclude.keys().forEach(key -> parts.add(key.text()));
                if (wanted > exclude.parts()) {
                    add(position, parts);
                }
            }
        }
    }

    private void add(long position, List<String> named) {
        List<String> sorted = named.stream().distinct().sorted().toList();
        keys.put(position, sorted);
        sorted.forEach(key -> positions.computeIfAbsent(key, _ -> new ArrayList<>()).add(position));
    }

    /// Whether an account's figures are still with entries that will be excluded.
    boolean concerns(FoldedAccount account) {
        return leaving.containsKey(account);
    }

    /// Whether an account has an excluded entry.
    boolean isExcluded(FoldedAccount account) {
        return excluded.contains(account);
    }

    /// An attempt is about to be judged.
    void begin(Recalled read, long decidedAt) {
        until = positions.isEmpty() ? 0 : firstAfter(read.key(), decidedAt);
    }

    private long firstAfter(String key, long position) {
        return positions.getOrDefault(key, List.of()).stream().filter(each -> each > position)
                .min(Comparator.naturalOrder()).orElse(0L);
    }

    /// Adds an entry of the event at hand. The account's own figures have it already.
    void enter(Judgements judged, FoldedAccount account, EntryStatus status, long actual, long available) {
        if (until == 0) {
            Leaving gone = leaving.isEmpty() ? null : leaving.get(account);
            judged.addEntry(account, status, actual, available, gone == null ? 0 : gone.actual,
                    gone == null ? 0 : gone.available);
            return;
        }
        Leaving gone = leaving.computeIfAbsent(account, _ -> new Leaving());
        gone.actual += actual;
        gone.available += available;
        gone.entries++;
        excluded.add(account);
        entered.computeIfAbsent(until, _ -> new ArrayList<>()).add(new Entered(account, actual, available));
        judged.addEntry(account, EntryStatus.EXCLUDED, 0, 0, gone.actual, gone.available);
    }

    /// The event at hand opens a matter.
    void open(MatterMap matters, FoldedMatter matter) {
        matters.add(matter);
        hold(matter, matter.left);
        matter.until = until;
        if (until != 0) {
            opened.computeIfAbsent(until, _ -> new ArrayList<>()).add(matter);
        }
    }

    /// The event at hand uses up so much of a matter. It is excluded at the latest where the matter's own event is.
    void use(MatterMap matters, FoldedMatter matter, long cents) {
        if (matter.until != 0 && (until == 0 || matter.until < until)) {
            until = matter.until;
        }
        matter.left -= cents;
        hold(matter, -cents);
        if (matter.left == 0) {
            matters.remove(matter);
        }
        if (until != 0) {
            used.computeIfAbsent(until, _ -> new ArrayList<>()).add(new Used(matter, cents));
        }
    }

    private static void hold(FoldedMatter matter, long cents) {
        if (!matter.deposit) {
            matter.account.held += cents;
        }
    }

    /// The fold is at a record that excludes events.
    ///
    /// @return the keys that it excludes; none while more of them are to come
    List<String> reach(long position, Exclude exclude, MatterMap matters) {
        if (exclude.part() < exclude.parts()) {
            return List.of();
        }
        List<String> taken = keys.get(position);
        if (taken == null) {
            throw new DamagedRecordsException(position, position,
                    "the list of exclusions, which is kept with the events, lacks this one");
        }
        entered.getOrDefault(position, List.of()).forEach(entry -> {
            FoldedAccount account = entry.account();
            account.actual -= entry.actual();
            account.available -= entry.available();
            Leaving gone = leaving.computeIfAbsent(account, _ -> new Leaving());
            gone.actual -= entry.actual();
            gone.available -= entry.available();
            if (--gone.entries == 0) {
                leaving.remove(account);
            }
        });
        used.getOrDefault(position, List.of()).forEach(use -> {
            if (use.matter().left == 0) {
                matters.add(use.matter());
            }
            use.matter().left += use.cents();
            hold(use.matter(), use.cents());
        });
        opened.getOrDefault(position, List.of()).forEach(matter -> {
            matters.remove(matter);
            hold(matter, -matter.left);
        });
        return taken;
    }
}
