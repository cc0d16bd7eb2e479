package io.tidemark.aws.athena;

import io.tidemark.core.inventory.AthenaSql.Part;
import io.tidemark.core.port.Queries.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One statement that selects, from the tables of questions alone. Athena would carry out whatever it is sent: what else a statement might do or
/// name is refused before. Immutable.
///
/// @param sql       the statement, without a semicolon at its end
/// @param tables    those of the tables of questions that it names
/// @param with      where its own names of selections begin, behind `WITH`, or -1 when it begins otherwise
/// @param recursive whether those may name themselves
record Question(String sql, Set<String> tables, int with, boolean recursive) {
    /// The table of what is in the buckets.
    static final String INVENTORY = "inventory";
    /// The table of bundles.
    static final String BUNDLES = "bundles";
    /// The table of what is in them.
    static final String BUNDLED = "bundled";
    /// The tables of questions.
    static final List<String> TABLES = List.of(INVENTORY, Part.EVENTS.label(), Part.ENTRIES.label(),
            Part.ACCOUNTS.label(), BUNDLES, BUNDLED);

    private static final Set<String> BEGINNINGS = Set.of("SELECT", "WITH", "VALUES", "(");

    /// A question with a copy of those names.
    Question {
        tables = Set.copyOf(tables);
    }

    /// Reads a statement.
    ///
    /// @throws RefusedException when it is not one statement that selects, or names other tables
    static Question of(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql);
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).is(";")) {
            end--;
        }
        List<SqlToken> statement = tokens.subList(0, end);
        if (statement.stream().anyMatch(token -> token.is(";"))) {
            throw new RefusedException("one statement can be asked at a time", null);
        }
        if (statement.isEmpty() || !BEGINNINGS.contains(statement.getFirst().word())) {
            throw new RefusedException("only a statement that selects can be asked; nothing is changed here", null);
        }
        Set<String> tables = new TableNamesOf(statement, Set.copyOf(TABLES)).find();
        boolean with = statement.getFirst().is("WITH");
        boolean recursive = with && statement.size() > 1 && statement.get(1).is("RECURSIVE");
        String text = end == tokens.size() ? sql : sql.substring(0, tokens.get(end).start());
        return new Question(text, tables, with ? statement.get(recursive ? 1 : 0).end() : -1, recursive);
    }

    /// The statement over selections that stand for tables. Those come first, so that all its own names may use them.
    ///
    /// @param selections the selection that each table is, by its name
    String over(Map<String, String> selections) {
        if (selections.isEmpty()) {
            return sql;
        }
        String named = selections.entrySet().stream()
                .map(selection -> selection.getKey() + " AS (\n" + selection.getValue() + ")")
                .collect(Collectors.joining(",\n"));
        return (recursive ? "WITH RECURSIVE " : "WITH ") + named
                + (with < 0 ? "\n" + sql : "," + sql.substring(with));
    }
}
