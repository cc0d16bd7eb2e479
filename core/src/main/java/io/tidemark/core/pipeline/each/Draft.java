package io.tidemark.core.pipeline.each;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Event;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Decision;
import io.tidemark.core.ledger.Decision.Effect;
import io.tidemark.core.ledger.Decision.MatterChange;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.LedgerView;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Original;
import io.tidemark.core.ledger.Outcome.RefusedAt;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A commit in the making: what is read of the book, once, and what is to change. What one judgement changes the next one sees.
final class Draft implements LedgerView {
    private static final Rejection UNKNOWN_TYPE = new Rejection(RejectionCode.UNKNOWN_EVENT_TYPE,
            "the key is not <type>_<request-id>.event of a known type");

    private final AccountBook book;
    private final ChainDigester chain = new ChainDigester();
    private final List<Judgement> judgements = new ArrayList<>();
    /// Every account that was looked at, as it is after what was drafted so far; those that do not exist map to null.
    private final Map<String, @Nullable Account> accounts = new HashMap<>();
    private final Map<String, Account> changed = new LinkedHashMap<>();
    private final Map<String, Account> seen = new LinkedHashMap<>();
    private final Map<EventKey, KeyRecord> seenKeys = new LinkedHashMap<>();
    private final Map<EventKey, OpenMatter> matters = new LinkedHashMap<>();
    /// What this draft has decided of originals: their accounts, or "" for those that it rejected.
    private final Map<EventKey, String> originals = new HashMap<>();
    private final List<OpenMatter> settled = new ArrayList<>();
    private final Map<EventKey, OpenMatter> opened = new LinkedHashMap<>();
    private @Nullable KeyRecord undecided;
    private @Nullable KeyRecord awaited;
    private @Nullable String cause;

    private final Map<EventKey, KeyRecord> known = new HashMap<>();

    Draft(AccountBook book) {
        this.book = book;
    }

    /// Takes the record of an original as it was just read, instead of reading it again. What is drafted is committed on condition of
    /// that record all the same.
    Draft knowing(KeyRecord original) {
        known.put(original.key(), original);
        return this;
    }

    /// Judges an attempt by how its key stands.
    void judge(ReadAttempt attempt, KeyRecord before) {
        boolean taken = before.standing() == KeyStanding.ACCEPTED || before.standing() == KeyStanding.WAITING;
        if (attempt.stored().id().key().type() != null && taken) {
            Rejection conflict = new Rejection(RejectionCode.KEY_CONFLICT,
                    before.standing() == KeyStanding.ACCEPTED
                            ? "other bytes were accepted under this key"
                            : "other bytes wait under this key");
            refuse(attempt, before, conflict, false);
        } else {
            judgeAfresh(attempt, before);
        }
    }

    /// Judges an attempt whose key does not stand accepted, or whose wait is over.
    void judgeAfresh(ReadAttempt attempt, KeyRecord before) {
        EventKey key = attempt.stored().id().key();
        switch (attempt.decoded()) {
            case null -> refuse(attempt, before, UNKNOWN_TYPE, true);
            case Rejection rejection -> refuse(attempt, before, rejection, true);
            case Event event -> {
                undecided = null;
                switch (Rules.decide(this, key, event)) {
                    case Decision.Accepted accepted -> accept(attempt, before, event, accepted);
                    case Decision.Refused refused -> refuse(attempt, before, refused.rejection(), true);
                    case Decision.Waits _ -> {
                        awaited = undecided;
                        add(attempt, before, OutcomeState.WAITING, null, null, List.of(), true);
                    }
                }
            }
        }
    }

    /// Says on whose decision the next judgement is made.
    ///
    /// @param why the operator and the reason
    Draft causedBy(String why) {
        cause = why;
        return this;
    }

    /// Notes that the bytes are those of an earlier attempt.
    void duplicate(ReadAttempt attempt, KeyRecord before) {
        add(attempt, before, null, null, null, List.of(), false);
    }

    /// Refuses an attempt.
    ///
    /// @param inForce whether the key stands by it from now on
    void refuse(ReadAttempt attempt, KeyRecord before, Rejection rejection, boolean inForce) {
        EventKey key = attempt.stored().id().key();
        if (inForce) {
            originals.put(key, "");
        }
        String number = attempt.account();
        RefusedAt at = null;
        if (number != null) {
            Account account = account(number);
            at = new RefusedAt(number, account == null ? 0 : account.sequence());
        }
        add(attempt, before, OutcomeState.REJECTED, rejection, at, List.of(), inForce);
    }

    private void accept(ReadAttempt attempt, KeyRecord before, Event event, Decision.Accepted accepted) {
        EventKey key = attempt.stored().id().key();
        List<Entry> entries = new ArrayList<>();
        for (Effect effect : accepted.effects()) {
            entries.add(apply(effect, attempt, event.epochSecond()));
        }
        switch (accepted.matter()) {
            case MatterChange.None _ -> {}
            case MatterChange.Put put -> {
                matters.put(put.matter().key(), put.matter());
                opened.put(put.matter().key(), put.matter());
            }
            case MatterChange.Settle settle -> {
                matters.remove(settle.matter().key());
                // What this very draft opened was never in the book.
                if (opened.remove(settle.matter().key()) == null || !originals.containsKey(settle.matter().key())) {
                    settled.add(settle.matter());
                }
            }
        }
        originals.put(key, entries.getFirst().account());
        add(attempt, before, OutcomeState.ACCEPTED, null, null, entries, true);
    }

    private Entry apply(Effect effect, ReadAttempt attempt, long epochSecond) {
        Account account = effect.account();
        long actual = Math.addExact(account.actual(), effect.actual());
        long available = Math.addExact(account.available(), effect.available());
        // Below zero it may be for lack of what was excluded; then what comes in helps, and nothing goes out.
        if ((available < 0 && effect.available() < 0) || actual < available) {
            throw new IllegalStateException("account " + account.number() + " would come to " + actual + " actual and "
                    + available + " available cents by " + attempt.stored().id());
        }
        Entry entry = new Entry(account.number(), account.sequence() + 1, attempt.stored().id().key(),
                attempt.digest(), effect.status(), effect.actual(), effect.available(), actual, available,
                epochSecond);
        Account after = account.after(entry, chain.next(account.head(), entry));
        accounts.put(after.number(), after);
        changed.put(after.number(), after);
        // An account that the event opens is looked at too: it must not be there.
        seen.putIfAbsent(account.number(), account);
        return entry;
    }

    private void add(ReadAttempt attempt, KeyRecord before, @Nullable OutcomeState state,
            @Nullable Rejection rejection, @Nullable RefusedAt at, List<Entry> entries, boolean inForce) {
        long cents = attempt.cents();
        if (cents == 0 && !entries.isEmpty()) {
            cents = Math.abs(entries.getFirst().actualEffect());
        }
        String account = attempt.account();
        if (account == null) {
            account = entries.isEmpty() ? before.account() : entries.getFirst().account();
        }
        String decider = cause;
        // What it releases is judged for another reason.
        cause = null;
        judgements.add(new Judgement(before, attempt.stored(), attempt.digest(), state, rejection, at,
                List.copyOf(entries), cents, account, decider, inForce));
    }

    /// What is drafted, as a commit.
    BookCommit commit() {
        return new BookCommit(List.copyOf(judgements), List.copyOf(changed.values()), Map.copyOf(seen),
                List.copyOf(opened.values()), List.copyOf(settled), Map.copyOf(seenKeys), awaited);
    }

    @Override
    public @Nullable Account account(String number) {
        if (!accounts.containsKey(number)) {
            Account account = book.account(number);
            accounts.put(number, account);
            seen.put(number, account == null ? Account.opened(number, number) : account);
        }
        return accounts.get(number);
    }

    @Override
    public Original original(EventKey key) {
        String here = originals.get(key);
        if (here != null) {
            OpenMatter matter = matters.get(key);
            if (matter != null) {
                return new Original.Open(matter);
            }
            return here.isEmpty() ? new Original.Rejected() : new Original.Settled(here);
        }
        KeyRecord read = known.get(key);
        KeyRecord record = read == null ? book.key(key) : read;
        return switch (record.standing()) {
            case NEW, WAITING -> {
                undecided = record;
                yield new Original.Undecided();
            }
            case REJECTED -> {
                // It may be corrected, so the decision holds only while it stands so.
                seenKeys.put(key, record);
                yield new Original.Rejected();
            }
            case ACCEPTED -> accepted(record);
        };
    }

    private Original accepted(KeyRecord record) {
        String number = record.account();
        // The account before the matter: a matter changes only together with its account's sequence, which the commit checks.
        if (number == null || account(number) == null) {
            throw new IllegalStateException("the accepted event " + record.key() + " has no account");
        }
        OpenMatter matter = book.matter(number, record.key());
        if (matter == null) {
            return new Original.Settled(number);
        }
        matters.put(record.key(), matter);
        return new Original.Open(matter);
    }
}
