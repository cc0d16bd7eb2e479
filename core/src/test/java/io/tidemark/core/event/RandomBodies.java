package io.tidemark.core.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Bodies drawn from a seed: lifelike ones with some unusual turns, and what is left of them after bytes were changed.
final class RandomBodies {
    private static final EventType[] TYPES = EventType.values();
    private static final String[] AMOUNTS = {"'123.45'", "'1'", "'900.00'", "'0.5'", "123.45", "17",
            "'1000000000000000'", "0",
            "'0.00'", "1e2", "1.000", "-1", "'x'", "''", "null", "'1000000000000000.01'", "0.1", "00.1", "1.5"};
    private static final String[] TIMES = {"1234567890", "725875202", "1234567890.125", "0", "253402300799",
            "253402300800",
            "253402300799.5", "253402300798.5", "1.5e9", "-1", "01", "1.", "'1'"};
    private static final String[] ACCOUNTS = {"'000576'", "'A-17'", "'CZ6508000000192000145399'", "''", "'a b'", "'ä'",
            "17",
            "null", "'1234567890123456789012345678901234'", "'12345678901234567890123456789012345'", "'\\u0031'"};
    private static final String[] TEXTS = {"'VKLAD'", "'Some Free Form Text'", "'výběr €'", "'😀'", "''", "'a\\nb'",
            "'\\ud83d\\ude00'",
            "'\\ud83d'", "'[]{}:,'", "'\u007f'"};
    private static final String[] SCALARS = {"true", "false", "null", "0", "-0", "-1.5", "1e5", "12345678901234567890",
            "tru", "+1",
            "1.0000000000000000000000000000000000000000000000000000000000001", "{}", "[]", "{'a':[1,{'b':null}]}",
            "[1,'x']"};
    private static final String[] NAMES = {"LocationType", "Reference", "Verified", "SourceInstitution", "Reason", "x",
            "", "é",
            "\\u0041mount", "Amounts", "Currencx", "EventTimeStamq", "CustomerNumber", "Currency", "VerifiedCurrency",
            "Amount",
            "RejectedAmount", "SourceAccount", "TargetAccount", "EventTimeStamp"};
    private static final String[] DENOMINATIONS = {"500-euro-bills", "1-euro", "2-euro-coins", "20-cents",
            "5-cent-coin", "1-cent",
            "01-euro", "1-euro-note", "999999999-euro", "1234567890-cent", "-euro", "1-cents-coin"};
    private static final String[] COUNTS = {"0", "1", "2", "3", "7", "10", "12345678", "99999999999999999999", "-0",
            "1.0", "1e1", "'1'",
            "null", "01"};
    private static final String[] SPACES = {"", "", "", "", "", " ", "\n    ", "\t", "\r\n", "\u00a0"};
    private static final byte[] STRUCTURE = "{}[]\":,\\ 0123456789-+.eEtfn\u0000\n/'#u"
            .getBytes(StandardCharsets.US_ASCII);

    private final Random random;

    RandomBodies(long seed) {
        random = new Random(seed);
    }

    EventType type() {
        return pick(TYPES);
    }

    /// A body with many a fault in its values, but mostly of the form of JSON.
    byte[] body(EventType type) {
        List<String> members = new ArrayList<>();
        members.add(member("EventTimeStamp", usually(TIMES)));
        if (type != EventType.OUTGOING_PAYMENT_VERIFIED) {
            members.add(member("Amount", usually(AMOUNTS)));
            members.add(member("SourceAccount", usually(ACCOUNTS)));
            members.add(member("TargetAccount", usually(ACCOUNTS)));
        }
        if (type == EventType.OUTGOING_PAYMENT_REJECTED || rarely()) {
            members.add(member("RejectedAmount", usually(AMOUNTS)));
        }
        if (random.nextInt(4) == 0) {
            members.add(member("CustomerNumber", pick(random.nextBoolean() ? TEXTS : SCALARS)));
        }
        if (random.nextInt(2) == 0) {
            members.add(member(random.nextBoolean() ? "Currency" : "VerifiedCurrency", counts()));
        }
        int others = random.nextInt(rarely() ? 24 : 5);
        for (int i = 0; i < others; i++) {
            String name = rarely() ? pick(NAMES) : pick(NAMES) + i;
            members.add(member(name, random.nextInt(3) == 0 ? pick(SCALARS) : usually(TEXTS)));
        }
        if (rarely()) {
            members.remove(random.nextInt(members.size()));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(members, random);
        }
        String separator = rarely() ? space() + "," + space() : ",";
        return utf8(space() + "{" + String.join(separator, members) + "}" + space());
    }

    private String counts() {
        if (rarely()) {
            return pick(SCALARS);
        }
        if (random.nextBoolean()) {
            // What adds up to the first of the amounts.
            return "{'100-euro-bills':1,'20-euro-bills':1,'1-euro-bills':3,'20-cents':2,'5-cents':1}";
        }
        List<String> counts = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            counts.add(member(usually(DENOMINATIONS), usually(COUNTS)));
        }
        boolean brackets = rarely();
        return (brackets ? "[" : "{") + String.join(",", counts) + (brackets ? "]" : "}");
    }

    /// The same bytes but for some that were changed, left out, doubled or moved.
    byte[] mutated(byte[] body) {
        byte[] mutant = body;
        for (int i = random.nextInt(3); i >= 0 && mutant.length > 0; i--) {
            int at = random.nextInt(mutant.length);
            int end = Math.min(mutant.length, at + 1 + random.nextInt(rarely() ? 40 : 3));
            byte[] piece = Arrays.copyOfRange(mutant, at, end);
            mutant = switch (random.nextInt(6)) {
                case 0 -> spliced(mutant, at, end, new byte[0]);
                case 1 -> spliced(mutant, at, at, piece);
                case 2 -> spliced(mutant, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 3 -> spliced(mutant, at, at, new byte[] {(byte) random.nextInt(256)});
                case 4 -> spliced(mutant, at, at + 1, new byte[] {STRUCTURE[random.nextInt(STRUCTURE.length)]});
                default -> {
                    int to = random.nextInt(mutant.length + 1);
                    yield spliced(mutant, to, to, piece);
                }
            };
        }
        return mutant;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] result = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
        return result;
    }

    private String member(String name, String value) {
        String space = rarely() ? space() : "";
        return "'" + name + "'" + space + ":" + space + value;
    }

    private String space() {
        return pick(SPACES);
    }

    private boolean rarely() {
        return random.nextInt(12) == 0;
    }

    /// Mostly one of the first, which are in order.
    private String usually(String[] values) {
        return values[random.nextInt(rarely() ? values.length : Math.min(3, values.length))];
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    static byte[] utf8(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
