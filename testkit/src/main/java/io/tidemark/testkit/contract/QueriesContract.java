package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Queries.RefusedException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of [Queries]: questions in SQL.
public abstract class QueriesContract extends ListedCases {
    @Test
    void the_tables_are_told_and_are_there() {
        installation.put(List.of(payment("1", "0.10")));
        Queries queries = asked();

        assertThat(queries.tables()).extracting(Queries.Table::name).contains("inventory", "events");
        for (Queries.Table table : queries.tables()) {
            try (Queries.Answer answer = queries.query("SELECT * FROM " + table.name())) {
                assertThat(answer.columns())
                        .isEqualTo(table.columns().stream().map(Queries.Column::name).toList());
            }
        }
    }

    @Test
    void the_inventory_lists_what_is_in_the_buckets() {
        installation.put(List.of(payment("1", "0.10"), payment("2", "0.20")));

        assertThat(ask("SELECT key, size, is_latest FROM inventory ORDER BY key")).containsExactly(
                List.of("incoming_payment_1.event", (long) body("0.10").length(), true),
                List.of("incoming_payment_2.event", (long) body("0.20").length(), true));
    }

    @Test
    void an_attempt_in_the_inventory_meets_its_event() {
        installation.put(List.of(payment("1", "0.10"), payment("1", "0.20")));
        installation.process();

        assertThat(ask("SELECT e.state, e.code FROM inventory AS i JOIN events AS e"
                + " ON e.key = i.key AND e.version_id = i.version_id ORDER BY e.state"))
                .containsExactly(Arrays.asList("accepted", null), List.of("rejected", "KEY_CONFLICT"));
    }

    @Test
    void amounts_are_exact() {
        installation.put(List.of(payment("1", "0.10"), payment("2", "0.20"), payment("3", "999999999999999.99")));
        installation.process();

        assertThat(ask("SELECT SUM(amount) AS total FROM events"))
                .containsExactly(List.of(new BigDecimal("1000000000000000.29")));
    }

    @Test
    void columns_of_one_name_are_told_apart() {
        try (Queries.Answer answer = asked().query("SELECT 1 AS a, 2 AS a")) {
            assertThat(answer.columns()).doesNotHaveDuplicates().hasSize(2);
            assertThat(answer.next()).containsExactly(1L, 2L);
        }
    }

    @Test
    void nothing_but_questions_is_let_in() {
        installation.put(List.of(payment("1", "0.10")));
        Queries queries = asked();

        for (String statement : List.of("DELETE FROM events", "DROP TABLE inventory", "CREATE TABLE t AS SELECT 1 AS a",
                "INSERT INTO events SELECT * FROM events", "SELECT 1; SELECT 2", "nonsense", "SELECT * FROM nowhere",
                "")) {
            assertThatExceptionOfType(RefusedException.class).as(statement).isThrownBy(() -> queries.query(statement))
                    .satisfies(refused -> assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(1));
        }
    }

    private List<List<@Nullable Object>> ask(String sql) {
        return PortCases.all(asked().query(sql));
    }

    private static NewAttempt payment(String id, String amount) {
        return attempt("incoming_payment_" + id + EventKey.SUFFIX, body(amount), null);
    }

    private static String body(String amount) {
        return "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"" + amount + "\"}";
    }
}
