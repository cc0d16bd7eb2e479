package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Decision.Effect;
import io.tidemark.core.ledger.OpenMatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a fold knows of exclusions that lie ahead. The state that it keeps is without their effects from the beginning; what is decided
/// before them was decided with these effects. So they are remembered here until their exclusion is reached, and added back for whoever
/// has to see what was seen then.
///
/// Not thread-safe.
public final class Hindsight {
    private final Exclusions exclusions;
    private final Map<String, Pending> accounts = new HashMap<>();
    private final Map<EventKey, Matter> matters = new HashMap<>();
    /// What ends at which position.
    private final TreeMap<Long, List<Runnable>> due = new TreeMap<>();

    /// What an account will lose.
    private static final class Pending {
        private long actual;
        private long available;
        private long entries;
    }

    /// What of an open matter is not as it is kept.
    private static final class Matter {
        /// The matter itself, when its own event is to be excluded; then nothing of it is kept.
        private @Nullable OpenMatter opened;
        private long openedUntil;
        /// What was used up of it by events that are to be excluded, in cents.
        private long used;
        private int uses;
    }

    Hindsight(Exclusions exclusions) {
        this.exclusions = exclusions;
    }

    /// The exclusions, ahead and behind.
    public Exclusions exclusions() {
        return exclusions;
    }

    /// Whether nothing ahead has reached back so far: everything is as it was seen.
    public boolean isEmpty() {
        return accounts.isEmpty();
    }

    /// Whether entries of that account so far will be excluded.
    public boolean concerns(String account) {
        return accounts.containsKey(account);
    }

    /// An account as it was seen, but for its chain digest.
    ///
    /// @param kept the account as it is kept; or null, then null comes back
    public @Nullable Account seen(@Nullable Account kept) {
        Pending pending = kept == null || accounts.isEmpty() ? null : accounts.get(kept.number());
        return pending == null || kept == null ? kept : moved(kept, pending.actual, pending.available);
    }

    /// An account as it is kept.
    ///
    /// @param seen the account as it was seen
    Account kept(Account seen) {
        Pending pending = accounts.isEmpty() ? null : accounts.get(seen.number());
        return pending == null ? seen : moved(seen, -pending.actual, -pending.available);
    }

    private static Account moved(Account account, long actual, long available) {
        return new Account(account.number(), account.customer(), Math.addExact(account.actual(), actual),
                Math.addExact(account.available(), available), account.sequence(), account.head(), account.lastKey(),
                account.lastEpochSecond());
    }

    /// A matter as it was seen: what was open of it, or null.
    ///
    /// @param kept what is open of it as it is kept, or null
    public @Nullable OpenMatter seen(EventKey key, @Nullable OpenMatter kept) {
        Matter matter = matters.isEmpty() ? null : matters.get(key);
        if (matter == null) {
            return kept;
        }
        OpenMatter whole = matter.opened == null ? kept : matter.opened;
        return whole == null || whole.left() == matter.used ? null : whole.withLeft(whole.left() - matter.used);
    }

    /// All open matters as they were seen.
    ///
    /// @param kept as they are kept
    public Map<EventKey, OpenMatter> seen(Map<EventKey, OpenMatter> kept) {
        if (matters.isEmpty()) {
            return kept;
        }
        Map<EventKey, OpenMatter> seen = new HashMap<>(kept);
        matters.keySet().forEach(key -> {
            OpenMatter matter = seen(key, kept.get(key));
            if (matter == null) {
                seen.remove(key);
            } else {
                seen.put(key, matter);
            }
        });
        return seen;
    }

    /// Where the effects of an accepted attempt will be taken out: by its own key, or with its original.
    ///
    /// @return 0 when they stay
    long takenOutAt(EventKey key, long attempt, long decidedAt) {
        if (exclusions.isEmpty()) {
            return 0;
        }
        long own = exclusions.takenOutAt(key, attempt, decidedAt);
        EventKey original = matters.isEmpty() ? null : key.original();
        Matter matter = original == null ? null : matters.get(original);
        long pulled = matter == null || matter.opened == null ? 0 : matter.openedUntil;
        return own == 0 || (pulled != 0 && pulled < own) ? pulled : own;
    }

    /// An effect is not kept, but was seen until then.
    void remember(Effect effect, long until) {
        String account = effect.account().number();
        Pending pending = accounts.computeIfAbsent(account, _ -> new Pending());
        pending.actual = Math.addExact(pending.actual, effect.actual());
        pending.available = Math.addExact(pending.available, effect.available());
        pending.entries++;
        at(until, () -> {
            pending.actual -= effect.actual();
            pending.available -= effect.available();
            if (--pending.entries == 0) {
                accounts.remove(account);
            }
        });
    }

    /// A matter is not kept, but was seen until then.
    void rememberOpened(OpenMatter opened, long until) {
        Matter matter = new Matter();
        matter.opened = opened;
        matter.openedUntil = until;
        matters.put(opened.key(), matter);
        at(until, () -> matters.remove(opened.key(), matter));
    }

    /// What was used up of a matter is kept as if it were open still, but was seen to be used until then.
    void rememberUsed(EventKey original, long cents, long until) {
        Matter matter = matters.computeIfAbsent(original, _ -> new Matter());
        matter.used += cents;
        matter.uses++;
        at(until, () -> {
            matter.used -= cents;
            if (--matter.uses == 0 && matter.opened == null) {
                matters.remove(original, matter);
            }
        });
    }

    private void at(long position, Runnable end) {
        due.computeIfAbsent(position, _ -> new ArrayList<>()).add(end);
    }

    /// An exclusion is reached: what it takes out is seen no more.
    void reach(long position) {
        List<Runnable> ends = due.remove(position);
        if (ends != null) {
            ends.forEach(Runnable::run);
        }
    }

    /// How much of a matter an accepted follow-up uses up: all of a deposit, of a payment what it pays or gives back.
    static long use(OpenMatter matter, Effect effect) {
        return matter.key().type() == EventType.CASH_DEPOSIT
                ? matter.left()
                : effect.available() - effect.actual();
    }
}
