package io.tidemark.recovery.tables;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Judgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What was decided, as it is kept: the entries of excluded events stand in their places without effect, and all balances and heads
/// are as if they had never had one. For one thread.
final class KeptHistory {
    private final List<Round.Taken> taken;
    private final List<Effects.Excluded> excluded;
    private final Set<String> reached = new TreeSet<>();
    private final List<Round.Taken> kept;
    private final Map<String, Account> accounts = new TreeMap<>();
    /// Of the accounts that were reached, as it was before each exclusion, the last one first; empty until it is asked for.
    private final List<Map<String, List<Entry>>> earlier = new ArrayList<>();

    KeptHistory(List<Round.Taken> taken, List<Effects.Excluded> excluded) {
        this.taken = taken;
        this.excluded = excluded;
        excluded.forEach(each -> reached.addAll(each.stood().keySet()));
        kept = keep(excluded.size(), accounts, new HashMap<>());
    }

    /// The accounts that any exclusion reached, in bytewise order.
    Set<String> reached() {
        return reached;
    }

    /// All accounts at the end, by number.
    Map<String, Account> accounts() {
        return accounts;
    }

    /// The commits to load, in order, and what exclusions did to open matters in their places.
    List<Round.Taken> commits() {
        return kept;
    }

    /// The history of an account as it is kept.
    List<Entry> history(String number) {
        List<Entry> history = new ArrayList<>();
        for (Round.Taken one : kept) {
            for (Judgement judgement : one.commit().judgements()) {
                judgement.entries().stream().filter(entry -> entry.account().equals(number)).forEach(history::add);
            }
        }
        return history;
    }

    /// The history of an account as it was kept before each of the exclusions, the last one first; empty for an account that none reached.
    ///
    /// @param number the account
    List<List<Entry>> earlier(String number) {
        if (!reached.contains(number)) {
            return List.of();
        }
        if (earlier.isEmpty()) {
            for (int known = excluded.size() - 1; known >= 0; known--) {
                Map<String, List<Entry>> entries = new HashMap<>();
                var _ = keep(known, new TreeMap<>(), entries);
                earlier.add(entries);
            }
        }
        return earlier.stream().map(entries -> entries.getOrDefault(number, List.of())).toList();
    }

    /// The head of a history at one of its sequences.
    static Sha256 head(List<Entry> history, long sequence) {
        ChainDigester chain = new ChainDigester();
        Sha256 head = Sha256.ZERO;
        for (Entry entry : history.subList(0, Math.toIntExact(sequence))) {
            head = chain.next(head, entry);
        }
        return head;
    }

    /// @param known how many of the exclusions are known of
    private List<Round.Taken> keep(int known, Map<String, Account> states, Map<String, List<Entry>> entries) {
        Set<AttemptId> without = new HashSet<>();
        excluded.subList(0, known).forEach(each -> without.addAll(each.attempts()));
        ChainDigester chain = new ChainDigester();
        List<Round.Taken> commits = new ArrayList<>(taken.size());
        int place = 0;
        for (Round.Taken one : taken) {
            addMatters(known, place++, one, commits);
            BookCommit commit = one.commit();
            Map<String, Account> changed = new TreeMap<>();
            List<Judgement> judgements = new ArrayList<>();
            for (Judgement judgement : commit.judgements()) {
                List<Entry> own = new ArrayList<>();
                for (Entry decided : judgement.entries()) {
                    Account before = states.get(decided.account());
                    if (before == null) {
                        before = Account.opened(decided.account(), customer(commit, decided.account()));
                    }
                    Entry entry = entry(decided, before, without.contains(judgement.attempt().id()));
                    Account after = before.after(entry, chain.next(before.head(), entry));
                    states.put(entry.account(), after);
                    changed.put(entry.account(), after);
                    own.add(entry);
                    if (reached.contains(entry.account())) {
                        entries.computeIfAbsent(entry.account(), _ -> new ArrayList<>()).add(entry);
                    }
                }
                judgements.add(new Judgement(judgement.before(), judgement.attempt(), judgement.digest(),
                        judgement.state(), judgement.rejection(), judgement.refusedAt(), own, judgement.cents(),
                        judgement.account(), judgement.cause(), judgement.inForce()));
            }
            commits.add(new Round.Taken(one.step(), new BookCommit(judgements, List.copyOf(changed.values()),
                    commit.seen(), commit.opened(), commit.settled(), commit.seenKeys(), commit.awaited()),
                    one.decidedMicros()));
        }
        addMatters(known, place, taken.isEmpty() ? null : taken.getLast(), commits);
        return commits;
    }

    private void addMatters(int known, int place, Round.@Nullable Taken near, List<Round.Taken> commits) {
        for (Effects.Excluded each : excluded.subList(0, known)) {
            if (each.after() == place && near != null) {
                commits.add(new Round.Taken(near.step(), new BookCommit(List.of(), List.of(), Map.of(), each.opened(),
                        each.settled(), Map.of(), null), each.what().decidedMicros()));
            }
        }
    }

    private static String customer(BookCommit commit, String number) {
        return commit.accounts().stream().filter(account -> account.number().equals(number)).map(Account::customer)
                .findFirst().orElse(number);
    }

    private static Entry entry(Entry decided, Account before, boolean excluded) {
        long actual = excluded ? 0 : decided.actualEffect();
        long available = excluded ? 0 : decided.availableEffect();
        return new Entry(decided.account(), decided.sequence(), decided.key(), decided.bodyDigest(),
                excluded ? EntryStatus.EXCLUDED : decided.status(), actual, available,
                Math.addExact(before.actual(), actual), Math.addExact(before.available(), available),
                decided.epochSecond());
    }
}
