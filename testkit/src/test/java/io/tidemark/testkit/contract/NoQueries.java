package io.tidemark.testkit.contract;

import io.tidemark.core.port.Queries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers every question with nothing.
final class NoQueries implements Queries {
    @Override
    public List<Table> tables() {
        return List.of();
    }

    @Override
    public Answer query(String sql) {
        return new Answer() {
            @Override
            public List<String> columns() {
                return List.of();
            }

            @Override
            public @Nullable List<@Nullable Object> next() {
                return null;
            }

            @Override
            public void close() {}
        };
    }
}
