package io.tidemark.testkit.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a body as JSON (RFC 8259) with the limits of the design. Members stay in their order; a name that occurs twice in a nested
/// object is refused here, at the top level that is left to the caller.
final class NaiveJson {
    private static final int MAX_NESTING = 64;
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Set<String> CURRENCY_MEMBERS = Set.of("Currency", "VerifiedCurrency");

    /// A JSON value.
    sealed interface Value {}

    record Text(String text) implements Value {}

    /// A number, as it was written.
    record Numeral(String literal) implements Value {}

    record Members(List<Member> list) implements Value {}

    record Elements(List<Value> list) implements Value {}

    /// `true`, `false` or `null`.
    record Word(String word) implements Value {}

    record Member(String name, Value value) {}

    /// The text is not JSON, or beyond a limit.
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson(String what) {
            super(what);
        }
    }

    private final String text;
    private final boolean bracketsAroundCurrency;
    private int at;

    private NaiveJson(String text, boolean bracketsAroundCurrency) {
        this.text = text;
        this.bracketsAroundCurrency = bracketsAroundCurrency;
    }

    /// The text of those bytes.
    static String utf8(byte[] bytes) throws NotJson {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw (NotJson) new NotJson("not UTF-8").initCause(e);
        }
    }

    /// The members of the one object that the text is.
    ///
    /// @param bracketsAroundCurrency whether the top-level members `Currency` and `VerifiedCurrency` are objects written with
    ///                               brackets
    static List<Member> object(String text, boolean bracketsAroundCurrency) throws NotJson {
        NaiveJson json = new NaiveJson(text, bracketsAroundCurrency);
        Value value = json.value(0);
        json.space();
        if (json.at < text.length()) {
            throw new NotJson("something follows the object");
        }
        if (value instanceof Members members) {
            return members.list();
        }
        throw new NotJson("not an object");
    }

    private Value value(int depth) throws NotJson {
        space();
        return switch (peek()) {
            case '{' -> members('}', depth + 1);
            case '[' -> elements(depth + 1);
            case '"' -> new Text(string());
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    /// An object, from its opening character on. An object in brackets ends with `]`.
    private Members members(char end, int depth) throws NotJson {
        limitNesting(depth);
        at++;
        List<Member> list = new ArrayList<>();
        Set<String> names = new HashSet<>();
        space();
        if (peek() == end) {
            at++;
            return new Members(list);
        }
        while (true) {
            space();
            String name = string();
            if (!names.add(name) && depth > 1) {
                throw new NotJson("the member " + name + " occurs twice");
            }
            space();
            expect(':');
            space();
            boolean inBrackets = bracketsAroundCurrency && depth == 1 && CURRENCY_MEMBERS.contains(name)
                    && peek() == '[';
            list.add(new Member(name, inBrackets ? members(']', depth + 1) : value(depth)));
            space();
            if (peek() == end) {
                at++;
                return new Members(list);
            }
            expect(',');
        }
    }

    private Elements elements(int depth) throws NotJson {
        limitNesting(depth);
        at++;
        List<Value> list = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            return new Elements(list);
        }
        while (true) {
            list.add(value(depth));
            space();
            if (peek() == ']') {
                at++;
                return new Elements(list);
            }
            expect(',');
        }
    }

    private static void limitNesting(int depth) throws NotJson {
        if (depth > MAX_NESTING) {
            throw new NotJson("nested deeper than " + MAX_NESTING);
        }
    }

    private String string() throws NotJson {
        expect('"');
        StringBuilder read = new StringBuilder();
        while (peek() != '"') {
            char c = take();
            if (c < ' ') {
                throw new NotJson("a control character in a string");
            }
            read.append(c == '\\' ? escaped() : c);
        }
        at++;
        for (int i = 0; i < read.length(); i++) {
            char c = read.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < read.length() && Character.isLowSurrogate(read.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new NotJson("a lone surrogate");
            }
        }
        return read.toString();
    }

    private char escaped() throws NotJson {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                String digits = "" + take() + take() + take() + take();
                if (!digits.matches("[0-9A-Fa-f]{4}")) {
                    throw new NotJson("not an escape: \\u" + digits);
                }
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> throw new NotJson("not an escape: \\" + c);
        };
    }

    private Word word(String word) throws NotJson {
        if (!text.startsWith(word, at)) {
            throw new NotJson("neither true, false nor null");
        }
        at += word.length();
        return new Word(word);
    }

    private Numeral number() throws NotJson {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new NotJson("no JSON value");
        }
        if (matcher.group().length() > MAX_NUMBER_LENGTH) {
            throw new NotJson("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
        at = matcher.end();
        return new Numeral(matcher.group());
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws NotJson {
        if (at == text.length()) {
            throw new NotJson("it ends too early");
        }
        return text.charAt(at);
    }

    private char take() throws NotJson {
        char c = peek();
        at++;
        return c;
    }

    private void expect(char c) throws NotJson {
        if (take() != c) {
            throw new NotJson("expected " + c);
        }
    }
}
