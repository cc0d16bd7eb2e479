package io.tidemark.testkit.model;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The ledger as the design's §2 tells it: takes what arrives, one thing after another, and judges it at once.
///
/// Not thread-safe. What the reading methods return are copies.
public final class NaiveLedger {
    /// In place of a position: what arrived was a duplicate and is not kept.
    public static final long DUPLICATE = 0;

    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<String, List<Attempt>> attemptsByKey = new HashMap<>();
    private final Map<String, Standing> standings = new HashMap<>();
    private final List<Attempt> waiting = new ArrayList<>();
    /// The accounts that are paused, each with the position of its pause.
    private final SortedMap<String, Long> paused = new TreeMap<>();
    /// What is held, in the order in which it arrived.
    private final List<Held> held = new ArrayList<>();
    private NaiveBooks books = new NaiveBooks();
    private final List<Judgement> judgements = new ArrayList<>();
    private long duplicates;

    private record Attempt(long position, Arrival.Put put) {
        String key() {
            return put.key();
        }
    }

    private record Standing(OutcomeState state, Attempt attempt, @Nullable RejectionCode code) {}

    private record Held(Attempt attempt, String account) {}

    /// One judgement of one attempt.
    ///
    /// @param position  the attempt's position
    /// @param decidedAt the position at which the judgement takes effect
    /// @param key       the event key
    /// @param state     what it came to
    /// @param code      why, when rejected; otherwise null
    /// @param entries   the entries that it made, the source's first
    public record Judgement(long position, long decidedAt, String key, OutcomeState state, @Nullable RejectionCode code,
            List<Entry> entries) {}

    /// One line in an account's history; amounts in cents.
    ///
    /// @param account         the account
    /// @param sequence        its place there, from 1
    /// @param key             the event key
    /// @param bodyDigest      SHA-256 of the body in lower-case hexadecimal
    /// @param status          what it stands for
    /// @param actualEffect    added to the actual balance
    /// @param availableEffect added to the available balance
    /// @param actualAfter     the actual balance after it
    /// @param availableAfter  the available balance after it
    /// @param epochSecond     the event's own time
    public record Entry(String account, long sequence, String key, String bodyDigest, EntryStatus status,
            long actualEffect, long availableEffect, long actualAfter, long availableAfter, long epochSecond) {}

    /// An account; amounts in cents.
    ///
    /// @param number    the account number
    /// @param customer  whose it is
    /// @param actual    the actual balance
    /// @param available the available balance
    /// @param sequence  the last entry's
    /// @param head      the chain digest in lower-case hexadecimal
    public record Account(String number, String customer, long actual, long available, long sequence, String head) {}

    /// An unsettled deposit or payment.
    ///
    /// @param key     the event that opened it
    /// @param account the account
    /// @param amount  what was declared, in cents
    /// @param left    what is left of it, in cents
    public record Matter(String key, String account, long amount, long left) {}

    /// The ledger after all of that.
    public static NaiveLedger of(List<? extends Arrival> arrivals) {
        NaiveLedger ledger = new NaiveLedger();
        arrivals.forEach(ledger::take);
        return ledger;
    }

    /// The ledger as it was when the record of that position had taken effect.
    public NaiveLedger at(long position) {
        return of(arrivals.subList(0, Math.toIntExact(Math.min(position, arrivals.size()))));
    }

    /// Takes what arrives next.
    ///
    /// @return its position, or [#DUPLICATE]
    public long take(Arrival arrival) {
        if (arrival instanceof Arrival.Put put) {
            boolean known = attemptsByKey.getOrDefault(put.key(), List.of()).stream()
                    .anyMatch(attempt -> Arrays.equals(attempt.put().bytes(), put.bytes()));
            if (known) {
                duplicates++;
                return DUPLICATE;
            }
        }
        arrivals.add(arrival);
        long position = arrivals.size();
        switch (arrival) {
            case Arrival.Put put -> arrive(new Attempt(position, put));
            case Arrival.Pause pause -> paused.putIfAbsent(pause.account(), position);
            case Arrival.Resume resume -> resume(resume.account(), position);
            case Arrival.Retry retry -> retry(retry.key(), position);
            case Arrival.Reject reject -> reject(reject.key(), position);
            case Arrival.Exclude exclude -> exclude(exclude.keys(), position);
            case Arrival.UseRules _ -> {
                // There is one version, and it holds from the beginning.
            }
        }
        return position;
    }

    private void arrive(Attempt attempt) {
        attemptsByKey.computeIfAbsent(attempt.key(), _ -> new ArrayList<>()).add(attempt);
        String account = holder(attempt, attempt.position());
        if (account == null) {
            process(attempt, attempt.position());
        } else {
            held.add(new Held(attempt, account));
        }
    }

    private void resume(String account, long position) {
        if (paused.remove(account) == null) {
            return;
        }
        for (Held each : List.copyOf(held)) {
            if (each.account().equals(account)) {
                String other = holder(each.attempt(), each.attempt().position());
                if (other == null) {
                    held.remove(each);
                    process(each.attempt(), position);
                } else {
                    held.set(held.indexOf(each), new Held(each.attempt(), other));
                }
            }
        }
    }

    /// The paused account that an attempt is held for, or null.
    ///
    /// @param before what is held counts only when it came before that position
    private @Nullable String holder(Attempt attempt, long before) {
        NaiveKey key = NaiveKey.parse(attempt.key());
        if (key == null) {
            return null;
        }
        String sameKey = lastHeld(attempt.key(), before);
        if (sameKey != null) {
            return sameKey;
        }
        Standing standing = standings.get(attempt.key());
        if (standing != null && standing.state() != OutcomeState.REJECTED) {
            return null;
        }
        NaiveBody body;
        try {
            body = NaiveBody.read(key.type(), attempt.put().bytes());
        } catch (NaiveBody.Refused _) {
            return null;
        }
        List<String> touched = new ArrayList<>(List.of(body.source(), body.target()));
        String original = key.original();
        if (original != null) {
            String heldOriginal = lastHeld(original, before);
            if (heldOriginal != null) {
                return heldOriginal;
            }
            Matter matter = books.openMatters().get(original);
            if (matter != null && !key.type().equals("verify_cash_deposit")) {
                touched.add(matter.account());
            }
        }
        return touched.stream().filter(account -> paused.containsKey(account)).findFirst().orElse(null);
    }

    private @Nullable String lastHeld(String key, long before) {
        return held.stream().filter(each -> each.attempt().key().equals(key) && each.attempt().position() < before)
                .map(Held::account).reduce((_, later) -> later).orElse(null);
    }

    /// Takes an attempt that is not held.
    private void process(Attempt attempt, long decidedAt) {
        Standing standing = standings.get(attempt.key());
        if (standing != null && standing.state() != OutcomeState.REJECTED) {
            // The first stands: this one is refused, and nothing is said about the key.
            judgements.add(new Judgement(attempt.position(), decidedAt, attempt.key(), OutcomeState.REJECTED,
                    RejectionCode.KEY_CONFLICT, List.of()));
            return;
        }
        judge(attempt, decidedAt);
    }

    private void retry(String key, long position) {
        Standing standing = standings.get(key);
        if (standing != null && standing.state() == OutcomeState.REJECTED
                && holder(standing.attempt(), Long.MAX_VALUE) == null) {
            judge(standing.attempt(), position);
        }
    }

    private void reject(String key, long position) {
        Standing standing = standings.get(key);
        if (standing != null && standing.state() == OutcomeState.WAITING) {
            waiting.remove(standing.attempt());
            conclude(standing.attempt(), position, OutcomeState.REJECTED, RejectionCode.REJECTED_BY_OPERATOR,
                    List.of());
        }
    }

    /// Writes all books once more, from the first entry on, without the effects of those keys that were accepted, and of the follow-ups
    /// that were accepted for them. What was decided stays.
    private void exclude(List<String> keys, long position) {
        Set<String> excluded = new TreeSet<>();
        keys.stream().filter(key -> acceptedKeys().containsKey(key)).forEach(excluded::add);
        NaiveBooks rewritten = new NaiveBooks();
        judgements.replaceAll(judgement -> {
            NaiveKey key = NaiveKey.parse(judgement.key());
            boolean out = excluded.contains(judgement.key())
                    || (key != null && key.original() != null && excluded.contains(key.original()));
            return key == null || judgement.state() != OutcomeState.ACCEPTED
                    ? judgement
                    : new Judgement(judgement.position(), judgement.decidedAt(), judgement.key(), judgement.state(),
                            null,
                            rewritten.rewrite(key, judgement.entries(), books, out));
        });
        books = rewritten;
        new TreeSet<>(keys).forEach(key -> reject(key, position));
    }

    private void judge(Attempt attempt, long decidedAt) {
        NaiveKey key = NaiveKey.parse(attempt.key());
        if (key == null) {
            conclude(attempt, decidedAt, OutcomeState.REJECTED, RejectionCode.UNKNOWN_EVENT_TYPE, List.of());
            return;
        }
        NaiveBody body;
        try {
            body = NaiveBody.read(key.type(), attempt.put().bytes());
        } catch (NaiveBody.Refused e) {
            conclude(attempt, decidedAt, OutcomeState.REJECTED, e.code(), List.of());
            return;
        }
        String original = key.original();
        Standing originalStanding = original == null ? null : standings.get(original);
        if (original != null && originalStanding == null) {
            waiting.add(attempt);
            conclude(attempt, decidedAt, OutcomeState.WAITING, null, List.of());
            return;
        }
        if (originalStanding != null && originalStanding.state() == OutcomeState.REJECTED) {
            conclude(attempt, decidedAt, OutcomeState.REJECTED, RejectionCode.ORIGINAL_REJECTED, List.of());
            return;
        }
        NaiveBooks.Result result = books.enter(key, body, NaiveBooks.hex(NaiveBooks.sha256(attempt.put().bytes())));
        conclude(attempt, decidedAt, result.code() == null ? OutcomeState.ACCEPTED : OutcomeState.REJECTED,
                result.code(), result.entries());
    }

    /// Writes down how an attempt came out, and judges what waited for it.
    private void conclude(Attempt attempt, long decidedAt, OutcomeState state, @Nullable RejectionCode code,
            List<Entry> entries) {
        judgements.add(new Judgement(attempt.position(), decidedAt, attempt.key(), state, code, entries));
        standings.put(attempt.key(), new Standing(state, attempt, code));
        List<Attempt> released = waiting.stream().filter(followUp -> waitsFor(followUp, attempt.key()))
                .sorted(Comparator.comparingLong(Attempt::position)).toList();
        waiting.removeAll(released);
        released.forEach(followUp -> judge(followUp, decidedAt));
    }

    private static boolean waitsFor(Attempt followUp, String original) {
        NaiveKey key = NaiveKey.parse(followUp.key());
        return key != null && original.equals(key.original());
    }

    /// The position of the last thing that is kept.
    public long position() {
        return arrivals.size();
    }

    /// What arrived and is kept, in order: the first has position 1.
    public List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /// How many attempts were duplicates.
    public long duplicates() {
        return duplicates;
    }

    /// Every judgement, in the order in which it took effect.
    public List<Judgement> judgements() {
        return List.copyOf(judgements);
    }

    /// The last judgement of each attempt, by its position: how the attempt stands.
    public SortedMap<Long, Judgement> standingByPosition() {
        SortedMap<Long, Judgement> last = new TreeMap<>();
        judgements.forEach(judgement -> last.put(judgement.position(), judgement));
        return last;
    }

    /// All accounts, by number.
    public SortedMap<String, Account> accounts() {
        return books.accounts();
    }

    /// The entries of an account, in order; empty for an account that was never opened.
    public List<Entry> entries(String account) {
        return books.entries(account);
    }

    /// What is open, by the key that opened it.
    public SortedMap<String, Matter> openMatters() {
        return books.openMatters();
    }

    /// The positions of the attempts that wait, in the order in which they arrived.
    public List<Long> waiting() {
        return waiting.stream().map(Attempt::position).sorted().toList();
    }

    /// The paused accounts, each with the position of its pause.
    public SortedMap<String, Long> paused() {
        return Collections.unmodifiableSortedMap(paused);
    }

    /// The positions of the attempts that are held, in order, each with the paused account.
    public SortedMap<Long, String> held() {
        SortedMap<Long, String> positions = new TreeMap<>();
        held.forEach(each -> positions.put(each.attempt().position(), each.account()));
        return positions;
    }

    /// The keys that stand rejected, with the attempt that `retry` would judge again.
    public SortedMap<String, Long> rejectedKeys() {
        return keysStanding(OutcomeState.REJECTED);
    }

    /// The keys that were accepted, with the attempt in force.
    public SortedMap<String, Long> acceptedKeys() {
        return keysStanding(OutcomeState.ACCEPTED);
    }

    private SortedMap<String, Long> keysStanding(OutcomeState state) {
        SortedMap<String, Long> keys = new TreeMap<>();
        standings.forEach((key, standing) -> {
            if (standing.state() == state) {
                keys.put(key, standing.attempt().position());
            }
        });
        return Collections.unmodifiableSortedMap(keys);
    }

    /// The state digest in lower-case hexadecimal.
    public String stateDigest() {
        StringBuilder lines = new StringBuilder();
        for (Account account : accounts().values()) {
            lines.append(account.number()).append('|').append(account.sequence()).append('|').append(account.head())
                    .append('\n');
        }
        return NaiveBooks.hex(NaiveBooks.sha256(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
