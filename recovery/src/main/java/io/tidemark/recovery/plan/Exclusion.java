package io.tidemark.recovery.plan;

import io.tidemark.core.event.Cents;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What excluding events would come to: tried on a fold of all events, which is what a recovery then does. Immutable.
///
/// @param keys       what is to be written down: the keys of events that were accepted, or that wait; in bytewise order
/// @param events     the events whose effects are taken out, in the order in which they took effect
/// @param waitsEnded the keys among them whose wait ends
/// @param left       events that were asked for and are left as they are
/// @param accounts   the accounts that are reached, in bytewise order; all others stay as they are, to the last digest
/// @param candidates refusals that would pass now and did not before, in arrival order: `retry` has them judged again
/// @param operator   who decides, or null while it is only planned
/// @param reason     why, or null while it is only planned
public record Exclusion(List<EventKey> keys, List<TakenOut> events, List<EventKey> waitsEnded, Left left,
        List<Touched> accounts, List<Candidate> candidates, @Nullable String operator, @Nullable String reason) {

    /// An exclusion with copies of the lists.
    public Exclusion {
        keys = List.copyOf(keys);
        events = List.copyOf(events);
        waitsEnded = List.copyOf(waitsEnded);
        accounts = List.copyOf(accounts);
        candidates = List.copyOf(candidates);
    }

    /// Whether there is nothing to take out.
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /// The accounts that come below zero at some entry for lack of what is taken out.
    public List<Touched> shortfalls() {
        return accounts.stream().filter(account -> account.shortfall() != null).toList();
    }

    /// The exclusion in a sentence.
    ///
    /// @param more what else comes with it, to stand before the full stop; may be empty
    public String sentence(String more) {
        if (isEmpty()) {
            return "There is nothing to exclude.";
        }
        return "Exclude " + counted(events.size(), "event") + " on " + counted(accounts.size(), "account")
                + (waitsEnded.isEmpty() ? "" : ", end " + counted(waitsEnded.size(), "wait")) + more + ".";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// An event whose effects are taken out.
    ///
    /// @param key      its key
    /// @param position the attempt that was accepted
    /// @param accounts the accounts that have an entry of it
    /// @param pulled   whether it goes with its original only, and was not asked for
    public record TakenOut(EventKey key, long position, List<String> accounts, boolean pulled) {
        /// An event with a copy of that list.
        public TakenOut {
            accounts = List.copyOf(accounts);
        }
    }

    /// Events that were asked for and are left as they are.
    ///
    /// @param rejected        keys that stand rejected: they have no effect
    /// @param alreadyExcluded keys that were excluded before
    /// @param unknown         keys under which nothing was put
    public record Left(long rejected, long alreadyExcluded, long unknown) {}

    /// An account that is reached; amounts in cents.
    ///
    /// @param number          the account
    /// @param entries         how many of its entries lose their effect
    /// @param actualBefore    the actual balance as it is
    /// @param availableBefore the available balance as it is
    /// @param actualAfter     the actual balance afterwards
    /// @param availableAfter  the available balance afterwards
    /// @param shortfall       where it comes below zero, or null when it does not
    public record Touched(String number, long entries, long actualBefore, long availableBefore, long actualAfter,
            long availableAfter, @Nullable Shortfall shortfall) {}

    /// Where an account comes below zero.
    ///
    /// @param sequence the first entry that leaves it below zero
    /// @param key      that entry's event
    /// @param lowest   the lowest available balance at any entry, in cents
    public record Shortfall(long sequence, EventKey key, long lowest) {}

    /// A refusal that would pass.
    ///
    /// @param key      the key, which stands rejected
    /// @param position the attempt that would be judged again
    /// @param code     why it was rejected
    public record Candidate(EventKey key, long position, RejectionCode code) {}

    /// The members for a JSON document.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (operator != null && reason != null) {
            tree.put("operator", operator);
            tree.put("reason", reason);
        }
        tree.put("keys", (long) keys.size());
        tree.put("events", events.stream().map(Exclusion::tree).toList());
        tree.put("waitsEnded", waitsEnded.stream().map(EventKey::text).toList());
        tree.put("rejected", left.rejected());
        tree.put("alreadyExcluded", left.alreadyExcluded());
        tree.put("accounts", accounts.stream().map(Exclusion::tree).toList());
        List<Map<String, Object>> below = new ArrayList<>();
        shortfalls().forEach(account -> below.add(shortfallTree(account)));
        tree.put("shortfalls", below);
        tree.put("candidates", candidates.stream().map(candidate -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("key", candidate.key().text());
            members.put("position", candidate.position());
            members.put("code", candidate.code());
            return members;
        }).toList());
        return tree;
    }

    private static Map<String, Object> tree(TakenOut event) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", event.key().text());
        tree.put("position", event.position());
        tree.put("accounts", event.accounts());
        tree.put("withOriginal", event.pulled());
        return tree;
    }

    private static Map<String, Object> tree(Touched account) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("account", account.number());
        tree.put("entries", account.entries());
        tree.put("actualBefore", Cents.format(account.actualBefore()));
        tree.put("availableBefore", Cents.format(account.availableBefore()));
        tree.put("actualAfter", Cents.format(account.actualAfter()));
        tree.put("availableAfter", Cents.format(account.availableAfter()));
        return tree;
    }

    private static Map<String, Object> shortfallTree(Touched account) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Shortfall shortfall = account.shortfall();
        tree.put("account", account.number());
        if (shortfall != null) {
            tree.put("sequence", shortfall.sequence());
            tree.put("key", shortfall.key().text());
            tree.put("lowest", Cents.format(shortfall.lowest()));
        }
        tree.put("availableAfter", Cents.format(account.availableAfter()));
        return tree;
    }
}
