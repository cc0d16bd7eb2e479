package io.tidemark.core.pipeline;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Decision;
import io.tidemark.core.ledger.Decision.Effect;
import io.tidemark.core.ledger.Decision.MatterChange;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.pipeline.Prepared.PreparedAttempt;
import java.util.ArrayList;
import java.util.List;

/// Writes accepted events down: their entries, the accounts after them, open matters. What a later record excludes is written without
/// effect and left to the [Hindsight]. Not thread-safe.
final class Booking {
    private final WorkingState state;
    private final Hindsight hindsight;
    private final ChainDigester chain = new ChainDigester();

    /// @param state     is changed
    /// @param hindsight what is excluded later
    Booking(WorkingState state, Hindsight hindsight) {
        this.state = state;
        this.hindsight = hindsight;
    }

    /// Writes an accepted event down.
    ///
    /// @param decidedAt the position at which it takes effect
    /// @param accepted  what the rules make of it, by what was seen then
    /// @return its entries, the source's first
    List<Entry> enter(PreparedAttempt prepared, Event event, long decidedAt, Decision.Accepted accepted) {
        EventKey key = prepared.attempt().key();
        long until = hindsight.takenOutAt(key, prepared.attempt().position(), decidedAt);
        List<Effect> effects = accepted.effects();
        List<Entry> entries;
        if (effects.size() == 1) {
            entries = List.of(apply(effects.getFirst(), prepared, event, until));
        } else {
            entries = new ArrayList<>(effects.size());
            for (Effect effect : effects) {
                entries.add(apply(effect, prepared, event, until));
            }
        }
        if (hindsight.exclusions().isEmpty()) {
            switch (accepted.matter()) {
                case MatterChange.None _ -> {}
                case MatterChange.Put put -> state.put(put.matter());
                case MatterChange.Settle settle -> state.settle(settle.matter());
            }
        } else {
            changeMatter(key, accepted, until);
        }
        return entries;
    }

    /// @param until where the effect is taken out again; 0 when it stays
    private Entry apply(Effect effect, PreparedAttempt prepared, Event event, long until) {
        EventKey key = prepared.attempt().key();
        Account seen = effect.account();
        long seenActual = Math.addExact(seen.actual(), effect.actual());
        long seenAvailable = Math.addExact(seen.available(), effect.available());
        // Below zero it may be for lack of what was excluded; then what comes in helps, and nothing goes out.
        if ((seenAvailable < 0 && effect.available() < 0) || seenActual < seenAvailable) {
            throw new IllegalStateException("account " + seen.number() + " would come to " + seenActual + " actual and "
                    + seenAvailable + " available cents by " + key);
        }
        Account before = hindsight.kept(seen);
        boolean stays = until == 0;
        long actual = stays ? effect.actual() : 0;
        long available = stays ? effect.available() : 0;
        Entry entry = new Entry(before.number(), before.sequence() + 1, key, prepared.bodyDigest(),
                stays ? effect.status() : EntryStatus.EXCLUDED, actual, available,
                Math.addExact(before.actual(), actual), Math.addExact(before.available(), available),
                event.epochSecond());
        if (!stays) {
            hindsight.remember(effect, until);
        }
        state.put(before.after(entry, chain.next(before.head(), entry)));
        return entry;
    }

    /// Changes the open matter that an accepted event opens or refers to: as it is kept, which is not always as it was seen.
    private void changeMatter(EventKey key, Decision.Accepted accepted, long until) {
        EventKey original = key.original();
        if (original == null) {
            if (accepted.matter() instanceof MatterChange.Put(OpenMatter opened)) {
                if (until != 0) {
                    hindsight.rememberOpened(opened, until);
                } else {
                    state.put(opened);
                }
            }
            return;
        }
        OpenMatter kept = state.openMatter(original);
        OpenMatter seen = hindsight.seen(original, kept);
        if (seen == null) {
            throw new IllegalStateException("nothing is open of " + original + " for " + key);
        }
        long use = Hindsight.use(seen, accepted.effects().getFirst());
        if (until != 0) {
            hindsight.rememberUsed(original, use, until);
        } else if (kept == null) {
            throw new IllegalStateException(key + " stays, and its original does not");
        } else if (kept.left() == use) {
            state.settle(kept);
        } else {
            state.put(kept.withLeft(kept.left() - use));
        }
    }
}
