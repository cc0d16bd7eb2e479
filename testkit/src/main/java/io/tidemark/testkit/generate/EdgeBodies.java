package io.tidemark.testkit.generate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Bodies of a type at every edge that the format decides, on both sides of it. Whether a body is right is not said here: the
/// naive model and the codec have to agree on it.
public final class EdgeBodies {
    private static final Set<String> CASH = Set.of("cash_deposit", "verify_cash_deposit", "cash_withdrawal");

    private final String type;
    private final BodyDraft right;
    private final List<EdgeBody> bodies = new ArrayList<>();

    private EdgeBodies(String type) {
        this.type = type;
        this.right = BodyDraft.ofType(type);
    }

    /// The bodies for a type.
    ///
    /// @param type the type as in a key, such as `cash_deposit`
    public static List<EdgeBody> of(String type) {
        EdgeBodies edges = new EdgeBodies(type);
        edges.addForms();
        edges.addStringsAndNames();
        edges.addSizes();
        edges.addRequiredMembers();
        edges.addTimes();
        edges.addAccounts();
        AmountLiterals.ALL.forEach(literal -> {
            edges.addIfPresent("Amount", literal);
            edges.addIfPresent("RejectedAmount", literal);
        });
        if (CASH.contains(type)) {
            edges.addCurrencies();
        }
        edges.addBrackets();
        return List.copyOf(edges.bodies);
    }

    private void add(String name, String body) {
        bodies.add(EdgeBody.of(name, body));
    }

    private void add(String name, byte[] body) {
        bodies.add(new EdgeBody(name, body));
    }

    private void addIfPresent(String member, String literal) {
        if (right.has(member)) {
            add(member + " is " + literal, right.with(member, literal).compact());
        }
    }

    private void addForms() {
        String body = right.compact();
        add("compact", body);
        add("spaced", right.spaced());
        add("a byte order mark", "\ufeff" + body);
        for (String end : new String[] {"x", "{}", "]", "}", ",", "\u0000", "\u00a0", "\f", "\u000b", "1", "null",
                "// end",
                "/* end */", "#"}) {
            add("followed by " + end, body + end);
        }
        for (String extra : new String[] {"NaN", "Infinity", "-Infinity", "0x10", "01", "-01", "+1", ".5", "1.", "-",
                "--1",
                "1e", "1e+", "1.e5", "1E5", "-0", "1e-0", "tru", "True", "nul", "true", "false", "null", "'a'",
                "undefined", "", "{", "[1,]", "[,1]", "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{1:1}", "{a:1}", "[1 2]",
                "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[{\"b\":1,\"b\":1}]", "[1,2]",
                "{\"a\":[{}]}", "[[],{}]", "/*c*/1", "1//c\n", "[\"a\":1]"}) {
            add("an unjudged member is " + extra, right.with("Extra", extra).compact());
        }
        add("a trailing comma", body.substring(0, body.length() - 1) + ",}");
        add("a leading comma", "{," + body.substring(1));
        add("no end", body.substring(0, body.length() - 1));
        add("the wrong end", body.substring(0, body.length() - 1) + "]");
        for (String other : new String[] {"", " ", "[]", "[" + body + "]", "null", "1", "\"" + "a\"", "{}", "{ }",
                "{}{}"}) {
            add("the whole is " + other, other);
        }
        add("a member twice", right.also("EventTimeStamp", "1700000000").compact());
        add("a member twice, once escaped", right.also("\\u0045ventTimeStamp", "1700000000").compact());
        add("an unjudged member twice", right.also("Extra", "1").also("Extra", "1").compact());
        add("an escaped member name", body.replaceFirst("EventTimeStamp", "Event\\\\u0054imeStamp"));
        add("UTF-16", body.getBytes(StandardCharsets.UTF_16));
        add("UTF-16BE without mark", body.getBytes(StandardCharsets.UTF_16BE));
    }

    private void addStringsAndNames() {
        for (String text : new String[] {"\\ud800", "\\udc00", "\\ud83d\\ude00", "\\ude00\\ud83d",
                "\\ud83d\\ud83d\\ude00",
                "\\ud83dx", "\ud83d\ude00", "\\ud83d\ud83d\ude00", "\\u12g4", "\\u123", "\\x41", "\\'",
                "\\/\\b\\f\\n\\r\\t",
                "a\tb", "a\nb", "a\u0000b", "\\u0000", "\u007f", "\u2028", "\ufeff", "\ufffe", "\\uFFFF", "\\\"",
                "\\\\", "\\"}) {
            add("an unjudged text is " + text, right.with("Reference", "\"" + text + "\"").compact());
            add("an unjudged name is " + text, right.with(text, "1").compact());
        }
        byte[] body = right.with("Reference", "\"<>\"").compact().getBytes(StandardCharsets.UTF_8);
        addBytes(body, "an overlong encoding", 0xc0, 0x80);
        addBytes(body, "an overlong slash", 0xe0, 0x80, 0xaf);
        addBytes(body, "an encoded surrogate", 0xed, 0xa0, 0x80);
        addBytes(body, "an encoded pair of surrogates", 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80);
        addBytes(body, "a byte that never occurs", 0xff);
        addBytes(body, "a continuation alone", 0x80);
        addBytes(body, "a sequence cut short", 0xe2, 0x82);
        addBytes(body, "a code point too high", 0xf4, 0x90, 0x80, 0x80);
        addBytes(body, "the highest code point", 0xf4, 0x8f, 0xbf, 0xbf);
        addBytes(body, "the lowest of four bytes", 0xf0, 0x90, 0x80, 0x80);
        addBytes(body, "an overlong sequence of four bytes", 0xf0, 0x8f, 0xbf, 0xbf);
        addBytes(body, "five bytes", 0xf8, 0x88, 0x80, 0x80, 0x80);
    }

    /// Puts bytes between the angle brackets of a body.
    private void addBytes(byte[] body, String name, int... inserted) {
        int at = 0;
        while (body[at] != '<') {
            at++;
        }
        byte[] whole = Arrays.copyOf(body, body.length + inserted.length);
        for (int i = 0; i < inserted.length; i++) {
            whole[at + 1 + i] = (byte) inserted[i];
        }
        System.arraycopy(body, at + 1, whole, at + 1 + inserted.length, body.length - at - 1);
        add(name, whole);
    }

    private void addSizes() {
        for (int nesting : new int[] {62, 63, 64, 65}) {
            add("arrays nested to " + nesting,
                    right.with("Extra", "[".repeat(nesting) + "]".repeat(nesting)).compact());
            add("objects nested to " + nesting,
                    right.with("Extra", "{\"a\":".repeat(nesting) + "1" + "}".repeat(nesting)).compact());
        }
        for (String number : new String[] {"1".repeat(100), "1".repeat(101), "-" + "1".repeat(99),
                "-" + "1".repeat(100),
                "0." + "1".repeat(98), "0." + "1".repeat(99), "1e" + "0".repeat(97) + "1",
                "1e" + "0".repeat(98) + "1"}) {
            add("a number of " + number.length() + " characters", right.with("Extra", number).compact());
        }
        int size = right.with("Extra", "\"\"").compact().length();
        for (int over : new int[] {-1, 0, 1}) {
            String padding = "x".repeat(64 * 1024 + over - size);
            add("64 KiB and " + over + " bytes", right.with("Extra", "\"" + padding + "\"").compact());
        }
        String umlauts = "ü".repeat((64 * 1024 - size) / 2);
        add("64 KiB of two-byte characters", right.with("Extra", "\"" + umlauts + "\"").compact());
        add("over 64 KiB of two-byte characters", right.with("Extra", "\"" + umlauts + "ü\"").compact());
        add("64 KiB with space behind", right.compact() + " ".repeat(64 * 1024 - right.compact().length()));
        add("over 64 KiB with space behind", right.compact() + " ".repeat(64 * 1024 - right.compact().length() + 1));
    }

    private void addRequiredMembers() {
        for (String member : new String[] {"EventTimeStamp", "Amount", "RejectedAmount", "SourceAccount",
                "TargetAccount"}) {
            add("without " + member, right.without(member).compact());
            if (right.has(member)) {
                add("with " + member.toLowerCase(java.util.Locale.ROOT), right.without(member)
                        .with(member.toLowerCase(java.util.Locale.ROOT), "1").compact());
            }
            // Where the type does not know the member, it is kept and not judged.
            for (String literal : new String[] {"null", "true", "[]", "{}", "[1]", "{\"a\":1}", "\"\"", "7", "\"7\""}) {
                add(member + " is " + literal, right.with(member, literal).compact());
            }
        }
        for (String literal : new String[] {"\"C 7\"", "7", "null", "true", "{}", "\"\""}) {
            add("CustomerNumber is " + literal, right.with("CustomerNumber", literal).compact());
        }
    }

    private void addTimes() {
        for (String literal : new String[] {"0", "-0", "-0.0", "-1", "-0.5", "-1e-999999999", "0.999", "1700000000.5",
                "17e8",
                "1.7E+9", "253402300799", "253402300799.0", "253402300799.5", "253402300800", "2534023007990e-1",
                "1e11", "1e12", "1e999999999", "1e-999999999", "0e999999999", "1e99999999999999999999",
                "1e-99999999999999999999", "0e99999999999999999999", "9223372036854775808", "\"1700000000\"",
                "0." + "0".repeat(98), "-0." + "0".repeat(97), "253402300799." + "0".repeat(87)}) {
            add("EventTimeStamp is " + literal, right.with("EventTimeStamp", literal).compact());
        }
    }

    private void addAccounts() {
        for (String member : new String[] {"SourceAccount", "TargetAccount"}) {
            for (String text : new String[] {"a".repeat(34), "a".repeat(35), "A-z-0-9", "-", "1 ", " 1", "1_2", "1.2",
                    "\u0661",
                    "\u00e4", "\\u0031", "1\\u0030", "1\\n", "1|2", "2"}) {
                add(member + " is " + text, right.with(member, "\"" + text + "\"").compact());
            }
        }
        if (type.equals("incoming_payment")) {
            BodyDraft lab = right.without("TargetAccount").with("SourceAccount", "\"1\"");
            add("SourceAccount alone", lab.compact());
            add("SourceAccount twice", lab.also("SourceAccount", "\"anything at all\"").compact());
            add("SourceAccount twice, the second no text", lab.also("SourceAccount", "{\"a\":1}").compact());
            add("SourceAccount twice, the second null", lab.also("SourceAccount", "null").compact());
            add("SourceAccount twice, the first no account",
                    lab.with("SourceAccount", "\"no account\"").also("SourceAccount", "\"1\"").compact());
            add("SourceAccount twice, the first null",
                    lab.with("SourceAccount", "null").also("SourceAccount", "\"1\"").compact());
            add("SourceAccount twice and TargetAccount",
                    right.also("SourceAccount", "\"a\"").also("SourceAccount", "\"b\"").compact());
            add("SourceAccount twice and TargetAccount null", lab.also("SourceAccount", "\"a\"")
                    .also("TargetAccount", "null").compact());
            add("SourceAccount three times",
                    lab.also("SourceAccount", "\"a\"").also("SourceAccount", "\"b\"").compact());
            add("SourceAccount twice, once escaped", lab.also("Source\\u0041ccount", "\"a\"").compact());
            add("SourceAccount and another member twice",
                    lab.also("SourceAccount", "\"a\"").also("Extra", "1").also("Extra", "1").compact());
        } else {
            add("SourceAccount once more", right.also("SourceAccount", "\"1\"").compact());
            add("SourceAccount twice more",
                    right.also("SourceAccount", "\"1\"").also("SourceAccount", "\"1\"").compact());
        }
    }

    private void addCurrencies() {
        String judged = type.equals("verify_cash_deposit") ? "VerifiedCurrency" : "Currency";
        String other = judged.equals("Currency") ? "VerifiedCurrency" : "Currency";
        for (String counts : CurrencyLiterals.ALL) {
            add(judged + " is " + counts, right.with(judged, counts).compact());
            add(other + " is " + counts, right.with(other, counts).compact());
        }
        add("counts that are wrong in shape and an amount that is wrong in value",
                right.with("Amount", "0").with(judged, "{\"a\":1}").compact());
        add("counts that do not add up and an amount that is wrong in value",
                right.with("Amount", "0").with(judged, "{\"1-euro\":1}").compact());
        add("counts once right and once more", right.with(judged, "{\"10-cents\":123}").also(judged, "null").compact());
        add("null and counts", right.with(judged, "null").also(judged, "{\"10-cents\":123}").compact());
    }

    private void addBrackets() {
        String right123 = "[\"10-euro-bills\":1,\"1-euro\": 2, \"10-cents\" : 3]";
        for (String member : new String[] {"Currency", "VerifiedCurrency"}) {
            BodyDraft lab = right.with(member, right123);
            add(member + " in brackets", lab.compact());
            add(member + " in brackets, spaced", lab.spaced());
            add(member + " in brackets, wrong sum", right.with(member, "[\"10-euro-bills\":1]").compact());
            add(member + " in brackets, wrong shape", right.with(member, "[\"10-bills\":1]").compact());
            add(member + " in brackets, member twice", lab.also("EventTimeStamp", "1").compact());
            add(member + " in brackets, count twice",
                    right.with(member, "[\"1-euro\":1,\"1-euro\":1]").compact());
            add(member + " in brackets that end in a brace", right.with(member, "[\"10-cents\":123}").compact());
            add(member + " in braces that end in a bracket", right.with(member, "{\"10-cents\":123]").compact());
            add(member + " in brackets, trailing comma", right.with(member, "[\"10-cents\":123,]").compact());
            add(member + " in brackets, and trailing bytes", lab.compact() + "x");
            add(member + " in brackets, and a comment", lab.compact() + "/**/");
            add(member + " in brackets inside another member",
                    right.with("Extra", "{\"" + member + "\":[\"10-cents\":123]}").compact());
            add(member + " in brackets inside brackets",
                    right.with(member, "[\"Currency\":[\"10-cents\":123]]").compact());
            add(member + " in brackets, with a bracket in a name", right.with(member, "[\"10-cents]\":123]").compact());
            add(member + " in brackets behind a text that looks like it",
                    right.with("Reference", "\"\\\"" + member + "\\\": [\"").with(member, right123).compact());
            add(member + " as an array of texts", right.with(member, "[\"10-cents\"]").compact());
            add(member + " empty in brackets", right.with(member, "[]").compact());
            add(member + " in brackets and an array elsewhere", lab.with("Extra", "[1,[2],{\"a\":[]}]").compact());
        }
        add("both in brackets", right.with("Currency", right123).with("VerifiedCurrency", right123).compact());
        add("one in brackets, one in braces",
                right.with("Currency", right123).with("VerifiedCurrency", "{\"10-cents\":123}").compact());
        add("counts in brackets under another name", right.with("Counted", right123).compact());
    }
}
