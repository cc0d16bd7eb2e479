package io.tidemark.aws.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One place in a JSON document. What is asked for and is not there, or is of another kind, is an empty place, so that a path
/// can be followed without looking at each step. Immutable.
///
/// @param value a [Map], a [List], a [String] (numbers are their text), a [Boolean], or null
public record JsonTree(@Nullable Object value) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// Reads a document, or gives null for what is not exactly one.
    public static @Nullable JsonTree read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return null;
            }
            Object tree = readValue(parser);
            return parser.nextToken() == null ? new JsonTree(tree) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    map.put(name, readValue(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(parser));
                }
                yield list;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /// The document in one line.
    ///
    /// @param tree maps, lists, strings, numbers, booleans and null
    public static String write(@Nullable Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object tree) throws IOException {
        switch (tree) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    json.writeFieldName(String.valueOf(member.getKey()));
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Boolean bool -> json.writeBoolean(bool);
            default -> json.writeString(tree.toString());
        }
    }

    /// The member of that name at the end of a path of names.
    public JsonTree at(String... names) {
        Object place = value;
        for (String name : names) {
            place = place instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return new JsonTree(place);
    }

    /// The elements of a list; none where it is no list.
    public List<JsonTree> elements() {
        List<JsonTree> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> elements.add(new JsonTree(element)));
        }
        return elements;
    }

    /// The text of a string or number, or null where there is neither.
    public @Nullable String text() {
        return value instanceof String text ? text : null;
    }
}
