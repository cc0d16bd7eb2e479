package io.tidemark.aws.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.core.port.Queries.RefusedException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.DefaultTraversalVisitor;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.WithQuery;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked, before Athena sees it: held to what Trino's own parser says of it.
class QuestionTest {
    private static Statement parse(String sql) {
        return new SqlParser().createStatement(sql);
    }

    /// The tables that Trino finds in a statement, without the selections that it names itself.
    private static Set<String> tablesOf(String sql) {
        Set<String> tables = new TreeSet<>();
        Set<String> own = new TreeSet<>();
        new DefaultTraversalVisitor<@Nullable Void>() {
            @Override
            protected @Nullable Void visitTable(Table table, @Nullable Void context) {
                tables.add(table.getName().toString());
                return null;
            }

            @Override
            protected @Nullable Void visitWithQuery(WithQuery query, @Nullable Void context) {
                own.add(query.getName().getValue());
                return super.visitWithQuery(query, null);
            }
        }.process(parse(sql));
        tables.removeAll(own);
        return tables;
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 AS a", "SELECT * FROM inventory", "select * from Events as e, \"entries\" n",
            "SELECT * FROM inventory AS i LEFT JOIN events e ON e.key = i.key, accounts",
            "SELECT (SELECT MAX(dt) FROM inventory) FROM events WHERE key IN (SELECT key FROM entries)",
            "WITH a AS (SELECT * FROM events), b (x, y) AS (SELECT key, state FROM a) SELECT x FROM b JOIN a USING (key)",
            "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t, accounts",
            "SELECT extract(year FROM arrival), trim(BOTH ' ' FROM key) FROM events WHERE code IS DISTINCT FROM reason",
            "SELECT a IS NOT DISTINCT FROM b AS same FROM (VALUES (1, 2), (3, 3)) AS t (a, b)",
            "(SELECT key FROM events) UNION ((SELECT key FROM entries) EXCEPT SELECT key FROM inventory)",
            "SELECT x FROM events CROSS JOIN UNNEST(ARRAY[1, 2]) AS u (x)",
            "SELECT * FROM (inventory i JOIN (events e JOIN entries n ON n.key = e.key) ON e.key = i.key)",
            "SELECT sum(amount) OVER (PARTITION BY state ORDER BY arrival) FROM events ORDER BY 1 LIMIT 3",
            "SELECT ' FROM secret ' AS \"FROM secret\" /* FROM secret */ FROM events -- FROM secret",
            "SELECT CAST(arrival AS TIMESTAMP WITH TIME ZONE) FROM events WHERE EXISTS (SELECT 1 FROM accounts)",
            "SELECT * FROM events e, LATERAL (SELECT count(*) FROM entries n WHERE n.key = e.key) AS c (n)"})
    void the_tables_that_a_question_names_are_those_that_trino_finds(String sql) {
        Question question = Question.of(sql);

        assertThat(question.tables()).isEqualTo(tablesOf(sql));
        assertThat(parse(question.over(Map.of("inventory", "SELECT 1 AS key\n", "more", "SELECT 2 AS x\n"))))
                .isInstanceOf(Query.class);
        assertThat(Question.of(sql + " ;").tables()).isEqualTo(question.tables());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT * FROM secret", "SELECT * FROM other.events", "SELECT * FROM \"awsdatacatalog\".x.y",
                    "SELECT * FROM information_schema.tables", "SELECT * FROM events, secret",
                    "SELECT * FROM events LIMIT, secret", "SELECT * FROM events e JOIN secret s ON s.key = e.key",
                    "SELECT * FROM (SELECT * FROM (events CROSS JOIN secret))", "SELECT 1 UNION TABLE secret",
                    "SELECT * FROM TABLE(system.query(query => 'x'))", "SELECT ((SELECT 1) UNION SELECT a FROM secret)",
                    "WITH secret AS (SELECT * FROM secret) SELECT * FROM secret",
                    "WITH a (x) AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a",
                    "SELECT * FROM secret WHERE 1 IN (WITH secret AS (SELECT 1) SELECT * FROM secret)",
                    "SELECT * FROM index_events", "SELECT * FROM reports_parquet", "SELECT * FROM \"events\"\"\"",
                    "SELECT * FROM lateral", "SELECT * FROM unnest"})
    void other_tables_are_refused(String sql) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Question.of(sql))
                .satisfies(
                        refused -> assertThat(refused.getMessage()).contains("inventory, events, entries, accounts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "-- nothing", "DELETE FROM events", "DROP TABLE events", "EXPLAIN SELECT 1",
            "SHOW TABLES", "TABLE events", "UNLOAD (SELECT 1) TO 's3://x/'", "INSERT INTO events SELECT * FROM events",
            "CREATE TABLE t AS SELECT 1 AS a", "USING EXTERNAL FUNCTION f(x int) RETURNS int LAMBDA 'l' SELECT f(1)",
            "PREPARE p FROM SELECT 1", "/* SELECT */ MSCK REPAIR TABLE events"})
    void what_does_not_select_is_refused(String sql) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Question.of(sql))
                .withMessage("only a statement that selects can be asked; nothing is changed here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE events", "SELECT ';' ; ; SELECT 1 -- ;"})
    void several_statements_are_refused(String sql) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Question.of(sql))
                .withMessage("one statement can be asked at a time");
    }

    @Test
    void a_text_that_does_not_end_is_refused() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Question.of("SELECT 'a FROM events"))
                .withMessageContaining("nothing ends");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Question.of("SELECT 1 FROM events)"))
                .withMessageContaining("more closing brackets");
    }
}
