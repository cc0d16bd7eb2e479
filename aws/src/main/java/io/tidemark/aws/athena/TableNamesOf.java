package io.tidemark.aws.athena;

import io.tidemark.core.port.Queries.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what a statement names as tables: what stands behind `FROM`, `JOIN` and the commas between, wherever in the statement. A name that is neither
/// a table of questions nor a selection that the statement itself names is refused, and so is every name with a dot, and whatever makes a table of
/// something else. What is not in Trino's language is for Athena to refuse.
final class TableNamesOf {
    /// Words of the language that cannot be names, and with which a list of tables ends.
    private static final Set<String> ENDS = Set.of("WHERE", "GROUP", "HAVING", "ORDER", "UNION", "EXCEPT", "INTERSECT");
    /// What may stand before a bracket in the place of a table: it makes rows of what is in the statement.
    private static final Set<String> ROWS = Set.of("UNNEST", "LATERAL");

    private final List<SqlToken> tokens;
    private final Set<String> known;
    private final Set<String> found = new HashSet<>();
    private final Deque<Level> levels = new ArrayDeque<>();

    /// What is between two brackets, or the whole statement.
    private static final class Level {
        /// Whether it selects; otherwise `FROM` belongs to a function, as in `extract(day FROM x)`.
        private boolean selects;
        /// Whether it is in a list of tables.
        private boolean tables;
        /// Whether a table comes next.
        private boolean table;
        /// Whether it is naming selections.
        private boolean with;
        private boolean recursive;
        /// Whether the name of a selection comes next.
        private boolean naming;
        /// The selection that was named and is not defined yet.
        private @Nullable String named;
        /// Whether it defines that of the level around it.
        private boolean defines;
        private final Set<String> selections = new HashSet<>();
    }

    /// @param known the tables of questions
    TableNamesOf(List<SqlToken> tokens, Set<String> known) {
        this.tokens = tokens;
        this.known = known;
    }

    /// The tables of questions that it names.
    ///
    /// @throws RefusedException when it names others
    Set<String> find() {
        levels.push(new Level());
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is("(")) {
                open(i);
            } else if (token.is(")")) {
                close();
            } else {
                inside(i, token);
            }
        }
        return found;
    }

    private Level level() {
        Level level = levels.peek();
        if (level == null) {
            throw new RefusedException("the statement has more closing brackets than opening ones", null);
        }
        return level;
    }

    private boolean follows(int i, int by, String word) {
        return i + by >= 0 && i + by < tokens.size() && tokens.get(i + by).is(word);
    }

    private void open(int i) {
        Level around = level();
        Level level = new Level();
        // In the place of a table: a selection, or tables that are joined.
        level.selects = around.table;
        level.tables = around.table;
        level.table = around.table;
        level.defines = around.with && around.named != null && follows(i, -1, "AS");
        around.table = false;
        levels.push(level);
    }

    private void close() {
        Level closed = level();
        levels.pop();
        Level around = level();
        if (closed.defines && around.named != null) {
            around.selections.add(around.named);
            around.named = null;
        }
    }

    private void inside(int i, SqlToken token) {
        Level level = level();
        String word = token.word();
        switch (word) {
            case "TABLE", "JSON_TABLE" -> throw new RefusedException(
                    token.text() + " cannot be asked for; select from " + String.join(", ", Question.TABLES), null);
            case "SELECT" -> {
                level.selects = true;
                level.tables = false;
                level.table = false;
                level.with = false;
            }
            case "VALUES" -> level.table = false;
            case "WITH" -> with(i, level);
            case "FROM" -> {
                // Two values are compared by IS DISTINCT FROM.
                boolean compares = follows(i, -1, "DISTINCT") && (follows(i, -2, "IS") || follows(i, -2, "NOT"));
                if (level.selects && !compares) {
                    level.tables = true;
                    level.table = true;
                }
            }
            case "JOIN" -> level.table |= level.tables;
            case "," -> {
                level.table |= level.tables;
                level.naming |= level.with && level.named == null;
            }
            default -> {
                if (ENDS.contains(word)) {
                    level.tables = false;
                    level.table = false;
                } else {
                    name(i, token, level);
                }
            }
        }
    }

    /// `WITH` before selections; it stands elsewhere too, as in `TIME WITH TIME ZONE`.
    private void with(int i, Level level) {
        boolean begins = i == 0 || follows(i, -1, "(");
        if (begins) {
            level.with = true;
            level.recursive = follows(i, 1, "RECURSIVE");
            level.naming = true;
            level.tables = false;
            level.table = false;
        }
    }

    private void name(int i, SqlToken token, Level level) {
        if (level.naming && token.isName() && !(token.is("RECURSIVE") && follows(i, -1, "WITH"))) {
            level.naming = false;
            level.named = token.name();
            if (level.recursive) {
                level.selections.add(token.name());
            }
        } else if (level.table && token.isName()) {
            level.table = false;
            if (!(ROWS.contains(token.word()) && follows(i, 1, "("))) {
                table(i, token);
            }
        }
    }

    private void table(int i, SqlToken token) {
        String name = token.name();
        boolean plain = !follows(i, 1, ".") && !follows(i, 1, "(");
        if (plain && levels.stream().anyMatch(level -> level.selections.contains(name))) {
            return;
        }
        if (!plain || !known.contains(name)) {
            throw new RefusedException("there is no table " + token.text() + " to ask about; there are "
                    + String.join(", ", Question.TABLES), null);
        }
        found.add(name);
    }
}
