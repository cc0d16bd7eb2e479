package io.tidemark.app.cli.render;

import io.tidemark.core.port.Cursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A list with columns, of any length: its elements are taken from a cursor one by one while it is shown, which can be done once.
/// Not thread-safe.
///
/// @param <T> what stands in a row
public final class Rows<T> implements Value {
    private final Cursor<T> source;
    private final List<String> names = new ArrayList<>();
    private final List<Function<? super T, ? extends Value>> columns = new ArrayList<>();

    private Rows(Cursor<T> source) {
        this.source = source;
    }

    /// Rows of what that cursor gives. Whoever opened the cursor closes it.
    public static <T> Rows<T> of(Cursor<T> source) {
        return new Rows<>(source);
    }

    /// Rows of a list.
    public static <T> Rows<T> of(List<T> source) {
        Iterator<T> iterator = source.iterator();
        return new Rows<>(new Cursor<>() {
            @Override
            public @Nullable T next() {
                return iterator.hasNext() ? iterator.next() : null;
            }

            @Override
            public void close() {
                // A list holds nothing that could be let go of.
            }
        });
    }

    /// Adds a column.
    ///
    /// @param name  its name, in camel case
    /// @param value what stands in it
    /// @return this
    public Rows<T> column(String name, Function<? super T, ? extends Value> value) {
        names.add(name);
        columns.add(value);
        return this;
    }

    /// The columns' names.
    List<String> names() {
        return List.copyOf(names);
    }

    /// The next row's cells, or null after the last.
    @Nullable
    List<Value> next() {
        T element = source.next();
        if (element == null) {
            return null;
        }
        List<Value> cells = new ArrayList<>(columns.size());
        columns.forEach(column -> cells.add(column.apply(element)));
        return cells;
    }
}
