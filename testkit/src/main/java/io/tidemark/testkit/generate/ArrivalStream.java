package io.tidemark.testkit.generate;

import io.tidemark.testkit.model.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Draws a stream of arrivals from a seed. The same seed and size give the same stream, on every machine.
///
/// Every stream has a temper of its own, drawn first: how many accounts and keys there are, how large amounts are, how much is wrong.
public final class ArrivalStream {
    private static final List<String> TYPES = List.of("cash_deposit", "verify_cash_deposit", "cash_withdrawal",
            "incoming_payment", "outgoing_payment_unverified", "outgoing_payment_verified", "outgoing_payment_rejected",
            "inter_account_transfer");
    /// How often each of the types is drawn, of 100.
    private static final List<Integer> WEIGHTS = List.of(14, 14, 10, 20, 14, 9, 9, 10);
    private static final List<String> ACCOUNTS = List.of("1", "10", "1-", "A");
    private static final List<String> ODD_KEYS = List.of("deposit.event", "cash_deposit.event", "cash_deposit_.event",
            "cash_deposit_a_b.event", "Cash_deposit_1.event", "cash_deposit_" + "1".repeat(65) + ".event", "_1.event",
            "cash-deposit_1.event", "verify_cash_deposit__1.event", "x".repeat(128) + ".event");

    private final SplittableRandom random;
    private final int accounts;
    private final int requestIds;
    private final AmountScale scale;
    private final int edgesPercent;
    private final int controlPercent;
    private final List<Arrival> drawn = new ArrayList<>();
    /// The account and amount that an original was last drawn with, by request-id and type.
    private final Map<String, Drawn> originals = new HashMap<>();

    private record Drawn(String account, long cents) {}

    private enum AmountScale {
        SMALL, LARGE, MIXED
    }

    private ArrivalStream(long seed) {
        random = new SplittableRandom(seed);
        accounts = 1 + random.nextInt(ACCOUNTS.size());
        requestIds = 2 + random.nextInt(5);
        scale = switch (random.nextInt(6)) {
            case 0 -> AmountScale.LARGE;
            case 1 -> AmountScale.MIXED;
            default -> AmountScale.SMALL;
        };
        edgesPercent = random.nextInt(20);
        controlPercent = random.nextInt(20);
    }

    /// The stream of a seed.
    ///
    /// @param size how many arrivals
    public static List<Arrival> of(long seed, int size) {
        ArrivalStream stream = new ArrivalStream(seed);
        while (stream.drawn.size() < size) {
            stream.drawn.add(stream.next());
        }
        return List.copyOf(stream.drawn);
    }

    private Arrival next() {
        if (chance(6)) {
            Arrival.Put earlier = earlierPut();
            if (earlier != null) {
                return again(earlier);
            }
        }
        boolean afterReject = !drawn.isEmpty() && drawn.getLast() instanceof Arrival.Reject && chance(30);
        if (afterReject || chance(controlPercent)) {
            return control();
        }
        String type = type();
        if (chance(edgesPercent)) {
            List<EdgeBody> edges = EdgeBodiesByType.of(type);
            return new Arrival.Put(key(type), edges.get(random.nextInt(edges.size())).bytes(), source());
        }
        if (chance(3)) {
            String odd = ODD_KEYS.get(random.nextInt(ODD_KEYS.size()));
            return new Arrival.Put(odd, bytes(BodyDraft.ofType(type).compact()), source());
        }
        return event(type);
    }

    private Arrival.@Nullable Put earlierPut() {
        for (int tries = 0; tries < 4 && !drawn.isEmpty(); tries++) {
            if (drawn.get(random.nextInt(drawn.size())) instanceof Arrival.Put put) {
                return put;
            }
        }
        return null;
    }

    /// The same bytes from perhaps another source, or other bytes that say the same.
    private Arrival again(Arrival.Put earlier) {
        if (chance(50) || earlier.bytes().length > 60_000) {
            return new Arrival.Put(earlier.key(), earlier.bytes(), source());
        }
        byte[] longer = new byte[earlier.bytes().length + 1];
        longer[0] = ' ';
        System.arraycopy(earlier.bytes(), 0, longer, 1, earlier.bytes().length);
        return new Arrival.Put(earlier.key(), longer, source());
    }

    private Arrival control() {
        Arrival.Put earlier = earlierPut();
        String key = earlier == null || chance(25) ? key(type()) : earlier.key();
        if (!drawn.isEmpty() && drawn.getLast() instanceof Arrival.Reject reject && chance(50)) {
            // What was just taken out of its wait is judged again: it may have to wait again.
            return new Arrival.Retry(reject.key());
        }
        return switch (random.nextInt(9)) {
            case 0 -> new Arrival.UseRules(1);
            case 1, 2, 3, 4 -> new Arrival.Reject(followUpOf(key));
            default -> new Arrival.Retry(key);
        };
    }

    /// The key of a follow-up: only those wait.
    private static String followUpOf(String key) {
        return key.replaceFirst("^cash_deposit", "verify_cash_deposit").replaceFirst("payment_unverified",
                "payment_verified");
    }

    private Arrival event(String type) {
        String requestId = requestId(type);
        String original = switch (type) {
            case "verify_cash_deposit" -> "cash_deposit";
            case "outgoing_payment_verified", "outgoing_payment_rejected" -> "outgoing_payment_unverified";
            default -> type;
        };
        Drawn known = original.equals(type) ? null : originals.get(original + requestId);
        long cents = known == null ? cents() : near(known.cents());
        String account = known == null || chance(10) ? account() : known.account();
        BodyDraft body = BodyDraft.EMPTY.with("EventTimeStamp", time());
        switch (type) {
            case "cash_deposit", "verify_cash_deposit", "incoming_payment" -> body = body.with("TargetAccount",
                    quoted(account));
            case "cash_withdrawal", "outgoing_payment_unverified" -> body = body.with("SourceAccount",
                    quoted(account));
            case "inter_account_transfer" -> body = body.with("SourceAccount", quoted(account)).with("TargetAccount",
                    quoted(account()));
            default -> {
                // Answers to a payment name no account.
            }
        }
        if (!type.equals("outgoing_payment_verified")) {
            body = body.with(type.equals("outgoing_payment_rejected") ? "RejectedAmount" : "Amount", amount(cents));
        }
        if (type.contains("cash") && chance(30)) {
            body = body.with(type.equals("verify_cash_deposit") ? "VerifiedCurrency" : "Currency", counts(cents));
        }
        if (chance(15)) {
            body = body.with("CustomerNumber", quoted("C" + random.nextInt(3)));
        }
        if (chance(30)) {
            body = body.with("Reference", "\"Miete für März \\u20ac \\\"7\\\" " + random.nextInt(100) + "\"");
        }
        originals.put(type + requestId, new Drawn(account, cents));
        return new Arrival.Put(type + "_" + requestId + ".event", bytes(chance(85) ? body.compact() : body.spaced()),
                source());
    }

    private String type() {
        // Only many large payments reach the limit of a balance.
        if (scale == AmountScale.LARGE && chance(30)) {
            return "incoming_payment";
        }
        int at = random.nextInt(100);
        for (int i = 0; i < TYPES.size(); i++) {
            at -= WEIGHTS.get(i);
            if (at < 0) {
                return TYPES.get(i);
            }
        }
        throw new IllegalStateException("the weights do not add up to 100");
    }

    private String key(String type) {
        return type + "_" + requestId(type) + ".event";
    }

    /// Payments that come in have more keys than the others, so that there is some money about.
    private String requestId(String type) {
        return "" + (1 + random.nextInt(type.equals("incoming_payment") ? 5 * requestIds : requestIds));
    }

    private String account() {
        return chance(3) ? "nobody" : ACCOUNTS.get(random.nextInt(accounts));
    }

    private @Nullable String source() {
        return chance(80) ? null : "branch " + random.nextInt(3);
    }

    private String time() {
        return switch (random.nextInt(12)) {
            case 0 -> "1700000000." + random.nextInt(1000);
            case 1 -> "1.7e9";
            case 2 -> "0";
            default -> "" + (1_700_000_000 + random.nextInt(1_000_000));
        };
    }

    private long cents() {
        boolean large = scale == AmountScale.LARGE || (scale == AmountScale.MIXED && chance(40));
        if (!large) {
            return random.nextLong(1, chance(50) ? 500 : 20_000);
        }
        long limit = 100_000_000_000_000_000L;
        return switch (random.nextInt(4)) {
            case 0 -> limit - random.nextInt(3);
            case 1 -> limit / 2;
            default -> limit;
        };
    }

    /// The amount itself, a part of it, or a little more than it.
    private long near(long cents) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> cents;
            case 3 -> Math.max(1, cents / 2);
            case 4 -> Math.max(1, cents - 1);
            default -> Math.min(cents + 1, 100_000_000_000_000_000L);
        };
    }

    private String amount(long cents) {
        String plain = cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
        return switch (random.nextInt(8)) {
            case 0 -> plain;
            case 1 -> cents + "e-2";
            case 2 -> cents % 100 == 0 ? "\"" + cents / 100 + "\"" : plain + "00";
            case 3 -> cents % 10 == 0 ? "\"" + plain.substring(0, plain.length() - 1) + "\"" : quoted(plain);
            default -> quoted(plain);
        };
    }

    /// Counts that add up to the amount, mostly.
    private String counts(long cents) {
        long hundreds = cents / 10_000;
        long rest = cents % 10_000 + (chance(10) ? 1 : 0);
        String pairs = "\"100-euro-bills\":" + hundreds + (rest == 0 ? "" : ",\"1-cent\":" + rest);
        return chance(20) ? "[" + pairs + "]" : "{" + pairs + "}";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The edges of each type, made once.
    private static final class EdgeBodiesByType {
        private static final Map<String, List<EdgeBody>> BODIES = new HashMap<>();

        static synchronized List<EdgeBody> of(String type) {
            // The large ones say nothing more in a stream than they say alone, and would fill the screen when one fails.
            return BODIES.computeIfAbsent(type,
                    t -> EdgeBodies.of(t).stream().filter(body -> body.bytes().length < 1000).toList());
        }
    }
}
