package io.tidemark.testkit.model;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.testkit.model.NaiveLedger.Account;
import io.tidemark.testkit.model.NaiveLedger.Entry;
import io.tidemark.testkit.model.NaiveLedger.Matter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Accounts, entries and open matters: the part of the model that a single event changes once it is known that its key, its
/// body and its original allow it.
final class NaiveBooks {
    private static final long MAX_BALANCE = 1_000_000_000_000_000_000L;

    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final Map<String, List<Entry>> entries = new HashMap<>();
    /// Every deposit and payment that was accepted, settled (0 left) or not.
    private final Map<String, Matter> matters = new HashMap<>();

    /// What an event came to: entries, or a code and no entries.
    record Result(@Nullable RejectionCode code, List<Entry> entries) {}

    /// A change of one account.
    private record Effect(String account, EntryStatus status, long actual, long available) {}

    SortedMap<String, Account> accounts() {
        return new TreeMap<>(accounts);
    }

    List<Entry> entries(String account) {
        return List.copyOf(entries.getOrDefault(account, List.of()));
    }

    SortedMap<String, Matter> openMatters() {
        SortedMap<String, Matter> open = new TreeMap<>();
        matters.values().stream().filter(matter -> matter.left() > 0).forEach(matter -> open.put(matter.key(), matter));
        return open;
    }

    /// Judges one event and, when nothing speaks against it, writes it down.
    Result enter(NaiveKey key, NaiveBody body, String bodyDigest) {
        RejectionCode code = refusal(key, body);
        if (code != null) {
            return new Result(code, List.of());
        }
        if (key.type().equals("cash_deposit") || key.type().equals("incoming_payment")) {
            String customer = body.customer().isEmpty() ? body.target() : body.customer();
            accounts.putIfAbsent(body.target(), new Account(body.target(), customer, 0, 0, 0, "0".repeat(64)));
        }
        List<Entry> written = new ArrayList<>();
        for (Effect effect : effects(key, body)) {
            written.add(write(effect, key, bodyDigest, body.epochSecond()));
        }
        changeMatters(key, body);
        return new Result(null, List.copyOf(written));
    }

    /// The first reason against the event, or null. Its original, if it has one, was accepted.
    private @Nullable RejectionCode refusal(NaiveKey key, NaiveBody body) {
        long cents = body.cents();
        return switch (key.type()) {
            case "cash_deposit" -> null;
            case "incoming_payment" -> beyondLimit(body.target(), cents) ? RejectionCode.BALANCE_LIMIT : null;
            case "cash_withdrawal", "outgoing_payment_unverified" -> notCovered(body.source(), cents);
            case "verify_cash_deposit" -> {
                Matter deposit = original(key);
                if (!deposit.account().equals(body.target())) {
                    yield RejectionCode.ACCOUNT_MISMATCH;
                }
                if (deposit.left() == 0) {
                    yield RejectionCode.ALREADY_SETTLED;
                }
                if (cents > deposit.amount()) {
                    yield RejectionCode.AMOUNT_EXCEEDS_DEPOSIT;
                }
                yield beyondLimit(body.target(), cents) ? RejectionCode.BALANCE_LIMIT : null;
            }
            case "outgoing_payment_verified" -> original(key).left() == 0 ? RejectionCode.ALREADY_SETTLED : null;
            case "outgoing_payment_rejected" -> {
                Matter hold = original(key);
                if (hold.left() == 0) {
                    yield RejectionCode.ALREADY_SETTLED;
                }
                if (cents > hold.left()) {
                    yield RejectionCode.AMOUNT_EXCEEDS_HOLD;
                }
                Account account = accounts.get(hold.account());
                yield account != null && Math.addExact(account.available(), cents) > MAX_BALANCE
                        ? RejectionCode.BALANCE_LIMIT
                        : null;
            }
            case "inter_account_transfer" -> {
                if (body.source().equals(body.target())) {
                    yield RejectionCode.SAME_ACCOUNT;
                }
                if (!accounts.containsKey(body.source()) || !accounts.containsKey(body.target())) {
                    yield RejectionCode.UNKNOWN_ACCOUNT;
                }
                RejectionCode funds = notCovered(body.source(), cents);
                if (funds != null) {
                    yield funds;
                }
                yield beyondLimit(body.target(), cents) ? RejectionCode.BALANCE_LIMIT : null;
            }
            default -> throw new IllegalArgumentException(key.type());
        };
    }

    private @Nullable RejectionCode notCovered(String number, long cents) {
        Account account = accounts.get(number);
        if (account == null) {
            return RejectionCode.UNKNOWN_ACCOUNT;
        }
        return account.available() < cents ? RejectionCode.INSUFFICIENT_FUNDS : null;
    }

    private boolean beyondLimit(String number, long cents) {
        Account account = accounts.get(number);
        if (account == null) {
            return cents > MAX_BALANCE;
        }
        return Math.addExact(account.actual(), cents) > MAX_BALANCE
                || Math.addExact(account.available(), cents) > MAX_BALANCE;
    }

    private List<Effect> effects(NaiveKey key, NaiveBody body) {
        long cents = body.cents();
        return switch (key.type()) {
            case "cash_deposit" -> List.of(new Effect(body.target(), EntryStatus.PENDING, 0, 0));
            case "verify_cash_deposit", "incoming_payment" -> List
                    .of(new Effect(body.target(), EntryStatus.VERIFIED, cents, cents));
            case "cash_withdrawal" -> List.of(new Effect(body.source(), EntryStatus.VERIFIED, -cents, -cents));
            case "outgoing_payment_unverified" -> List.of(new Effect(body.source(), EntryStatus.PENDING, 0, -cents));
            case "outgoing_payment_verified" -> List
                    .of(new Effect(original(key).account(), EntryStatus.VERIFIED, -original(key).left(), 0));
            case "outgoing_payment_rejected" -> List
                    .of(new Effect(original(key).account(), EntryStatus.REVERSED, 0, cents));
            case "inter_account_transfer" -> List.of(new Effect(body.source(), EntryStatus.VERIFIED, -cents, -cents),
                    new Effect(body.target(), EntryStatus.VERIFIED, cents, cents));
            default -> throw new IllegalArgumentException(key.type());
        };
    }

    private void changeMatters(NaiveKey key, NaiveBody body) {
        switch (key.type()) {
            case "cash_deposit" -> matters.put(key.text(),
                    new Matter(key.text(), body.target(), body.cents(), body.cents()));
            case "outgoing_payment_unverified" -> matters.put(key.text(),
                    new Matter(key.text(), body.source(), body.cents(), body.cents()));
            case "verify_cash_deposit", "outgoing_payment_verified" -> leave(original(key), 0);
            case "outgoing_payment_rejected" -> leave(original(key), original(key).left() - body.cents());
            default -> {
                // The others neither open nor settle anything.
            }
        }
    }

    /// Writes an accepted event down as other books have it, with its effects or without.
    ///
    /// @param key     the event
    /// @param entries what the other books say of it
    /// @param before  the other books
    /// @param out     whether it has no effect
    List<Entry> rewrite(NaiveKey key, List<Entry> entries, NaiveBooks before, boolean out) {
        List<Entry> written = new ArrayList<>();
        for (Entry entry : entries) {
            Account old = before.accounts().get(entry.account());
            accounts.putIfAbsent(entry.account(), new Account(entry.account(),
                    old == null ? entry.account() : old.customer(), 0, 0, 0, "0".repeat(64)));
            boolean none = out || entry.status() == EntryStatus.EXCLUDED;
            written.add(write(
                    none
                            ? new Effect(entry.account(), EntryStatus.EXCLUDED, 0, 0)
                            : new Effect(entry.account(), entry.status(), entry.actualEffect(),
                                    entry.availableEffect()),
                    key, entry.bodyDigest(), entry.epochSecond()));
        }
        Entry first = written.getFirst();
        boolean none = first.status() == EntryStatus.EXCLUDED;
        switch (key.type()) {
            case "cash_deposit", "outgoing_payment_unverified" -> {
                Matter old = before.matters.get(key.text());
                if (old == null) {
                    throw new IllegalStateException("nothing was opened by " + key.text());
                }
                matters.put(key.text(), new Matter(old.key(), old.account(), old.amount(), none ? 0 : old.amount()));
            }
            case "verify_cash_deposit" -> leave(original(key), none ? original(key).left() : 0);
            case "outgoing_payment_verified" -> leave(original(key), original(key).left() + first.actualEffect());
            case "outgoing_payment_rejected" -> leave(original(key), original(key).left() - first.availableEffect());
            default -> {
                // The others neither open nor settle anything.
            }
        }
        return List.copyOf(written);
    }

    private void leave(Matter matter, long left) {
        matters.put(matter.key(), new Matter(matter.key(), matter.account(), matter.amount(), left));
    }

    private Matter original(NaiveKey followUp) {
        Matter matter = matters.get(followUp.original());
        if (matter == null) {
            throw new IllegalStateException("no accepted original for " + followUp.text());
        }
        return matter;
    }

    private Entry write(Effect effect, NaiveKey key, String bodyDigest, long epochSecond) {
        Account before = accounts.get(effect.account());
        if (before == null) {
            throw new IllegalStateException("no account " + effect.account());
        }
        Entry entry = new Entry(before.number(), before.sequence() + 1, key.text(), bodyDigest, effect.status(),
                effect.actual(), effect.available(), Math.addExact(before.actual(), effect.actual()),
                Math.addExact(before.available(), effect.available()), epochSecond);
        String line = String.join("|", entry.account(), "" + entry.sequence(), entry.key(), entry.bodyDigest(),
                entry.status().name(), "" + entry.actualEffect(), "" + entry.availableEffect(),
                "" + entry.actualAfter(), "" + entry.availableAfter());
        String head = hex(sha256(HexFormat.of().parseHex(before.head()), line.getBytes(StandardCharsets.UTF_8)));
        accounts.put(before.number(), new Account(before.number(), before.customer(), entry.actualAfter(),
                entry.availableAfter(), entry.sequence(), head));
        entries.computeIfAbsent(before.number(), _ -> new ArrayList<>()).add(entry);
        return entry;
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
