package io.tidemark.recovery.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of an object that was read, asked for by name and type. Immutable.
public final class JsonObject {
    private final Map<?, ?> members;

    private JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /// Reads a document that is an object.
    ///
    /// @throws IOException when it is anything else
    public static JsonObject read(byte[] json) throws IOException {
        return of("the document", JsonDocument.read(json));
    }

    private static JsonObject of(String what, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(map);
        }
        throw new IOException(what + " is not an object");
    }

    /// The string under that name.
    ///
    /// @throws IOException when there is none
    public String string(String name) throws IOException {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("\"" + name + "\" is not a string");
    }

    /// The whole number under that name.
    ///
    /// @throws IOException when there is none
    public long number(String name) throws IOException {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw new IOException("\"" + name + "\" is not a whole number");
    }

    /// Whether there is a member of that name.
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /// The object under that name.
    ///
    /// @throws IOException when there is none
    public JsonObject object(String name) throws IOException {
        return of("\"" + name + "\"", members.get(name));
    }

    /// The list of objects under that name.
    ///
    /// @throws IOException when there is none
    public List<JsonObject> objects(String name) throws IOException {
        if (!(members.get(name) instanceof List<?> list)) {
            throw new IOException("\"" + name + "\" is not a list");
        }
        List<JsonObject> objects = new ArrayList<>(list.size());
        for (Object element : list) {
            objects.add(of("an element of \"" + name + "\"", element));
        }
        return objects;
    }

    /// All members, which must be whole numbers.
    ///
    /// @throws IOException when one is not
    public Map<String, Long> numbers() throws IOException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (Object name : members.keySet()) {
            numbers.put((String) name, number((String) name));
        }
        return numbers;
    }
}
