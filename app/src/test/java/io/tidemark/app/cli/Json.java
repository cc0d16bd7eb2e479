package io.tidemark.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what commands print as JSON into maps and lists; numbers as `Long`.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// The object that a command printed, alone.
    @SuppressWarnings("unchecked") // an object is always read as a map with text keys
    static Map<String, @Nullable Object> object(Shell.Run run) throws IOException {
        return (Map<String, @Nullable Object>) read(run);
    }

    /// The array that a command printed, alone.
    @SuppressWarnings("unchecked") // an array is always read as a list
    static List<Map<String, @Nullable Object>> array(Shell.Run run) throws IOException {
        return (List<Map<String, @Nullable Object>>) read(run);
    }

    private static Object read(Shell.Run run) throws IOException {
        try (JsonParser parser = FACTORY.createParser(run.out())) {
            Object value = value(parser, parser.nextToken());
            if (value == null || parser.nextToken() != null) {
                throw new IOException("not one JSON document: " + run.text());
            }
            return value;
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    members.put(name, value(parser, parser.nextToken()));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(value(parser, next));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }
}
