package io.tidemark.app.cli.render;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Named members in the order in which they were added. Not thread-safe.
public final class Fields implements Value {
    private final Map<String, Value> members = new LinkedHashMap<>();

    /// Adds a member.
    ///
    /// @param name  its name in JSON, in camel case
    /// @param value what it is
    /// @return this
    public Fields add(String name, Value value) {
        members.put(name, value);
        return this;
    }

    /// Adds text, or nothing.
    ///
    /// @return this
    public Fields add(String name, @Nullable String text) {
        return add(name, Value.of(text));
    }

    /// Adds a number.
    ///
    /// @return this
    public Fields add(String name, long number) {
        return add(name, Value.of(number));
    }

    /// Adds a yes or no.
    ///
    /// @return this
    public Fields add(String name, boolean truth) {
        return add(name, new Truth(truth));
    }

    /// Adds a list.
    ///
    /// @param things what is in it
    /// @param as     shows one of them
    /// @return this
    public <T> Fields addAll(String name, List<T> things, Function<? super T, ? extends Value> as) {
        return add(name, new Items(things.stream().map(as).toList()));
    }

    /// The members by name, in order.
    Map<String, Value> members() {
        return Collections.unmodifiableMap(members);
    }
}
