package io.tidemark.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidemark.core.event.BodyMembers.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a body by the strict rules of RFC 8259 and narrower ones of our own, and takes out the members that rules look at.
///
/// All of the body is read, also what nobody will look at: a body is malformed by its form as a whole.
final class BodyReader {
    /// The deepest nesting of objects and arrays; the body itself is the first level.
    static final int MAX_DEPTH = 64;
    /// The longest number literal, in characters.
    static final int MAX_NUMBER_LENGTH = 100;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // Names that collide in a hash table are no reason to refuse a body.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(EventDecoder.MAX_BODY_BYTES)
                    .build())
            .build();

    private final JsonParser parser;
    private final EventType type;
    private final boolean hasEscapes;
    private final BodyMembers members = new BodyMembers();

    private BodyReader(JsonParser parser, EventType type, boolean hasEscapes) {
        this.parser = parser;
        this.type = type;
        this.hasEscapes = hasEscapes;
    }

    /// Reads a body of that type.
    ///
    /// @throws MalformedBodyException when it is not one JSON object by the strict rules
    static BodyMembers read(EventType type, byte[] bytes, int offset, int length) throws MalformedBodyException {
        boolean hasEscapes = checkBytes(bytes, offset, length);
        try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
            return new BodyReader(parser, type, hasEscapes).readBody();
        } catch (JsonProcessingException e) {
            throw new MalformedBodyException("not JSON: " + OneLine.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssertionError("reading from memory does not fail", e);
        }
    }

    /// Checks what the parser is lenient about or guesses from the first bytes: the encoding.
    ///
    /// @return whether the body has a backslash; without one no string can hold a lone surrogate
    private static boolean checkBytes(byte[] bytes, int offset, int length) throws MalformedBodyException {
        boolean ascii = true;
        boolean backslash = false;
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b == 0) {
                // Two bytes a character begin with one; the parser would take the hint.
                throw new MalformedBodyException("not JSON: it holds a zero byte");
            }
            ascii &= b > 0;
            backslash |= b == '\\';
        }
        if (ascii) {
            return backslash;
        }
        try {
            CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            if (text.charAt(0) == '\uFEFF') {
                throw new MalformedBodyException("not JSON: it begins with a byte order mark");
            }
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException("not UTF-8");
        }
        return backslash;
    }

    private BodyMembers readBody() throws IOException, MalformedBodyException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedBodyException("not a JSON object");
        }
        Set<String> names = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            checkText(name);
            if (!names.add(name)) {
                readSecond(name);
            } else {
                parser.nextToken();
                readMember(name);
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedBodyException("something follows the JSON object");
        }
        return members;
    }

    private void readSecond(String name) throws IOException, MalformedBodyException {
        boolean allowed = type == EventType.INCOMING_PAYMENT && name.equals("SourceAccount");
        if (!allowed || members.secondSourceAccount != null) {
            throw duplicate(name);
        }
        parser.nextToken();
        members.secondSourceAccount = readValue();
    }

    private void readMember(String name) throws IOException, MalformedBodyException {
        switch (name) {
            case "EventTimeStamp" -> members.timeStamp = readValue();
            case "Amount" -> members.amount = readValue();
            case "RejectedAmount" -> members.rejectedAmount = readValue();
            case "SourceAccount" -> members.sourceAccount = readValue();
            case "TargetAccount" -> members.targetAccount = readValue();
            case "CustomerNumber" -> members.customerNumber = readValue();
            default -> {
                if (name.equals(countsName(type))) {
                    members.counts = readCounts();
                } else {
                    passOver();
                }
            }
        }
    }

    /// The member whose currency counts are judged in events of that type, or null.
    private static @Nullable String countsName(EventType type) {
        return switch (type) {
            case CASH_DEPOSIT, CASH_WITHDRAWAL -> "Currency";
            case VERIFY_CASH_DEPOSIT -> "VerifiedCurrency";
            case INCOMING_PAYMENT, OUTGOING_PAYMENT_UNVERIFIED, OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED,
                    INTER_ACCOUNT_TRANSFER -> null;
        };
    }

    private Value readValue() throws IOException, MalformedBodyException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            checkText(text);
            return new Value.Text(text);
        }
        passOver();
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Numeral(parser.getText());
            case VALUE_NULL -> Value.Other.NULL;
            case VALUE_TRUE, VALUE_FALSE -> Value.Other.TRUE_OR_FALSE;
            case START_ARRAY -> Value.Other.ARRAY;
            default -> Value.Other.OBJECT;
        };
    }

    private @Nullable Value readCounts() throws IOException, MalformedBodyException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return readValue();
        }
        CurrencyCounts counts = new CurrencyCounts();
        String wrong = null;
        Set<String> names = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            checkText(name);
            if (!names.add(name)) {
                throw duplicate(name);
            }
            JsonToken token = parser.nextToken();
            passOver();
            if (wrong == null && (token != JsonToken.VALUE_NUMBER_INT || !counts.add(name, parser.getText()))) {
                wrong = "\"" + OneLine.of(name) + "\" is not a count of notes or coins";
            }
        }
        return wrong == null ? new Value.Counts(counts.sumCents()) : new Value.MisshapenCounts(wrong);
    }

    /// Reads to the end of the value at hand. The parser refuses too deep a nesting, so the recursion is bounded.
    private void passOver() throws IOException, MalformedBodyException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Set<String> names = new HashSet<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    checkText(name);
                    if (!names.add(name)) {
                        throw duplicate(name);
                    }
                    parser.nextToken();
                    passOver();
                }
            }
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    passOver();
                }
            }
            case VALUE_STRING -> {
                if (hasEscapes) {
                    checkText(parser.getText());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
                    throw new MalformedBodyException("a number of more than " + MAX_NUMBER_LENGTH + " characters");
                }
            }
            default -> {
                // true, false and null hold nothing that could be wrong.
            }
        }
    }

    private void checkText(String text) throws MalformedBodyException {
        if (!hasEscapes) {
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MalformedBodyException("a lone surrogate in a string");
            }
        }
    }

    private static MalformedBodyException duplicate(String name) {
        return new MalformedBodyException("a second member \"" + OneLine.of(name) + "\"");
    }
}
