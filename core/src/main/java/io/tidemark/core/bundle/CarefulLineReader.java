package io.tidemark.core.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.OneLine;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.NewAttempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads any line by Jackson's streaming parser; every refusal comes from here.
final class CarefulLineReader {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // Names that collide in a hash table are no reason to refuse a line, nor to keep them.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // A body's depth and the length of its parts are judged when it is processed; the line's length bounds them here.
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(InputLine.MAX_BYTES)
                    .maxNumberLength(InputLine.MAX_BYTES).maxNameLength(InputLine.MAX_BYTES)
                    .maxStringLength(InputLine.MAX_BYTES).build())
            .build();

    private final JsonParser parser;
    private final String line;
    private @Nullable EventKey key;
    private @Nullable Body body;
    private @Nullable Body raw;
    private @Nullable String source;
    /// The first thing that is wrong with the members' values. Reading goes on, as what is not JSON is refused for that.
    private @Nullable String wrong;

    private CarefulLineReader(JsonParser parser, String line) {
        this.parser = parser;
        this.line = line;
    }

    static InputLine read(byte[] array, int offset, int length) {
        String line;
        try {
            line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, offset, length)).toString();
        } catch (CharacterCodingException _) {
            return new InputLine.Refused("the line is not UTF-8");
        }
        // Characters, not bytes: over bytes the parser guesses at encodings.
        try (JsonParser parser = FACTORY.createParser(withoutSurrogateEscapes(line))) {
            return new CarefulLineReader(parser, line).readLine();
        } catch (JsonProcessingException e) {
            return new InputLine.Refused("not JSON: " + OneLine.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssertionError("reading from memory does not fail", e);
        }
    }

    /// The line with another escape of the same length, that of a private character, for each escape of a surrogate. The
    /// parser refuses lone surrogates, which in a body are for the processing to judge.
    private static char[] withoutSurrogateEscapes(String line) {
        char[] text = line.toCharArray();
        for (int i = line.indexOf('\\'); i >= 0; i = line.indexOf('\\', i + 2)) {
            if (line.startsWith("ud", i + 1) || line.startsWith("uD", i + 1)) {
                int highByte = i + 3 < text.length ? Character.digit(text[i + 3], 16) : -1;
                if (highByte >= 8) {
                    text[i + 2] = 'e';
                    text[i + 3] = (char) ('0' + highByte - 8);
                }
            }
        }
        return text;
    }

    private InputLine readLine() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new InputLine.Refused("not a JSON object");
        }
        Set<String> names = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!names.add(name)) {
                refuse("a second member \"" + OneLine.of(name) + "\"");
            }
            parser.nextToken();
            switch (name) {
                case "key" -> readKey();
                case "body" -> body = utf8(slice());
                case "raw" -> readRaw();
                case "base64" -> readBase64();
                case "source" -> readSource();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            return new InputLine.Refused("not JSON: something follows the object");
        }
        return result(names);
    }

    private InputLine result(Set<String> names) {
        if (!names.contains("key")) {
            return new InputLine.Refused("no key");
        }
        if (wrong != null) {
            return new InputLine.Refused(wrong);
        }
        List<String> forms = Stream.of("body", "raw", "base64").filter(names::contains).toList();
        if (forms.size() > 1) {
            return new InputLine.Refused("both " + forms.get(0) + " and " + forms.get(1));
        }
        Body bytes = body == null ? raw : body;
        if (key == null || bytes == null) {
            return new InputLine.Refused("no body");
        }
        return new InputLine.Attempt(new NewAttempt(key, bytes, source));
    }

    private void refuse(String reason) {
        wrong = wrong == null ? reason : wrong;
    }

    /// Reads to the end of the value at hand.
    ///
    /// @return its text as it stands in the line
    private String slice() throws IOException {
        int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        parser.finishToken();
        return line.substring(from, Math.toIntExact(parser.currentLocation().getCharOffset()));
    }

    /// The string at hand, or null when the value is another or has a lone surrogate.
    private @Nullable String text() throws IOException {
        boolean isString = parser.currentToken() == JsonToken.VALUE_STRING;
        String slice = slice();
        if (!isString) {
            return null;
        }
        try (JsonParser original = FACTORY.createParser(slice)) {
            original.nextToken();
            String text = original.getText();
            return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : null;
        } catch (JsonProcessingException _) {
            // Its form is good: it was read once. What the parser cannot abide is a surrogate that it was spared then.
            return null;
        }
    }

    private static Body utf8(String text) {
        // Valid UTF-8 comes back from characters as exactly the bytes that it was.
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private void readKey() throws IOException {
        boolean isString = parser.currentToken() == JsonToken.VALUE_STRING;
        String text = text();
        key = text == null ? null : EventKey.parse(text);
        if (!isString) {
            refuse("the key is not a string");
        } else if (key == null) {
            refuse("the key is not NAME.event with a NAME of 1 to " + EventKey.MAX_NAME_LENGTH
                    + " letters, digits, _ and -" + (text == null ? "" : ": \"" + OneLine.of(text) + "\""));
        }
    }

    private void readRaw() throws IOException {
        boolean isString = parser.currentToken() == JsonToken.VALUE_STRING;
        String text = text();
        if (text == null) {
            refuse(isString ? "a lone surrogate in raw" : "raw is not a string");
        } else {
            raw = utf8(text);
        }
    }

    private void readBase64() throws IOException {
        String text = text();
        try {
            raw = text == null ? null : Body.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            text = null;
        }
        if (text == null) {
            refuse("base64 is not a string of that alphabet");
        }
    }

    private void readSource() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        source = text();
        if (source == null || source.isEmpty() || source.length() > EventLog.MAX_SOURCE_LENGTH) {
            refuse("the source is not a string of 1 to " + EventLog.MAX_SOURCE_LENGTH + " characters");
        }
    }
}
