package io.tidemark.core.inventory;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Questions that are asked often, ready to be asked on every store.
public enum ReadyQuery {
    /// What touched an account, or was refused there, since a time.
    ACCOUNT_EVENTS("account-events", Parameter.ACCOUNT, Parameter.SINCE),
    /// What is in a bucket and has no outcome in the ledger.
    MISSING_IN_LEDGER("missing-in-ledger", Parameter.BUCKET),
    /// Events and amounts by day of arrival, type and state.
    DAILY_TOTALS("daily-totals");

    private enum Parameter {
        ACCOUNT,
        BUCKET,
        /// ISO-8601 with an offset.
        SINCE
    }

    private final String label;
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Parameter> parameters;

    ReadyQuery(String label, Parameter... parameters) {
        this.label = label;
        this.parameters = List.of(parameters);
    }

    /// The question of that name.
    ///
    /// @throws IllegalArgumentException when there is none, naming those there are
    public static ReadyQuery named(String name) {
        for (ReadyQuery query : values()) {
            if (query.label.equals(name)) {
                return query;
            }
        }
        throw new IllegalArgumentException("there is no ready-made question " + name + "; there are "
                + Arrays.stream(values()).map(query -> query.label).collect(Collectors.joining(", ")));
    }

    /// Its name.
    public String label() {
        return label;
    }

    /// The question in SQL.
    ///
    /// @param arguments what it takes, in order
    /// @throws IllegalArgumentException when they are not what it takes
    public String sql(List<String> arguments) {
        if (arguments.size() != parameters.size()) {
            throw new IllegalArgumentException(label + " takes " + (parameters.isEmpty() ? "nothing more"
                    : parameters.stream().map(Parameter::name).collect(Collectors.joining(" "))));
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(parameters.get(i).name().toLowerCase(Locale.ROOT),
                    literal(parameters.get(i), arguments.get(i)));
        }
        return CatalogSql.fill(label, values);
    }

    private static String literal(Parameter parameter, String argument) {
        return switch (parameter) {
            case ACCOUNT, BUCKET -> CatalogSql.literal(argument);
            case SINCE -> {
                try {
                    yield CatalogSql.literal(OffsetDateTime.parse(argument).toInstant());
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException("not a time in ISO-8601 with an offset, such as"
                            + " 2026-01-02T03:04:05Z: " + argument, e);
                }
            }
        };
    }
}
