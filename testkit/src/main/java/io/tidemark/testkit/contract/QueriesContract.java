package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Queries.RefusedException;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of [Queries]: questions in SQL.
@SuppressWarnings("NullAway.Init") // set by the tests that are about them
public abstract class QueriesContract extends ListedCases {
    private static final String QUOTES = "{ \"EventTimeStamp\":1, \"TargetAccount\":\"A\", \"Amount\":1.50,"
            + " \"Note\":\"\\u00e4 \\\"body\\\": ü,\\\"body\\\":\", \"N\": {\"x\":[1,2],\"body\":0} }";
    private static final String TOO_MUCH = "{\"EventTimeStamp\":2,\n \"SourceAccount\":\"A\",\"Amount\":\"9\"}";
    private static final String OF_ANOTHER = body("2.00").replace("\"A\"", "\"B\"");
    private static final String TRANSFER = "{\"EventTimeStamp\":3,\"SourceAccount\":\"B\",\"TargetAccount\":\"A\","
            + "\"Amount\":\"0.50\"}";
    private static final String ORDER = "{\"EventTimeStamp\":4,\"SourceAccount\":\"B\",\"Amount\":\"1.00\"}";
    private static final String FOLLOWS = "{\"EventTimeStamp\":5}";
    private static final String NO_JSON = "no \"JSON\",\"body\":\\ at all";

    private Bundles bundles;

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
    void bundles_are_told_and_what_is_in_them_with_what_became_of_it() {
        bundledDay();
        String bundle = bundles.list().getFirst().id();

        assertThat(askNow("SELECT bundle, day, attempts, bytes > stored_bytes AS packed, storage_class, ready_at"
                + " FROM bundles")).containsExactly(Arrays.asList(bundle, "2026-01-01", 7L, true, "STANDARD", null));
        assertThat(askNow("SELECT bundle, day, arrival, source, key, outcome, code, account, sequence, target_account,"
                + " target_sequence, body FROM bundled ORDER BY key")).allSatisfy(row -> assertThat(row.subList(0, 4))
                        .containsExactly(bundle, "2026-01-01", "2026-01-01 00:00:00.000000", "branch"))
                .extracting(row -> row.subList(4, row.size())).as("bodies byte for byte where they are text")
                .containsExactly(
                        Arrays.asList("cash_withdrawal_w.event", "rejected", "INSUFFICIENT_FUNDS", "A", 1L, null, null,
                                TOO_MUCH),
                        Arrays.asList("incoming_payment_1.event", "accepted", null, "A", 1L, null, null, QUOTES),
                        Arrays.asList("incoming_payment_2.event", "accepted", null, "B", 1L, null, null, OF_ANOTHER),
                        Arrays.asList("inter_account_transfer_t.event", "accepted", null, "B", 2L, "A", 2L, TRANSFER),
                        Arrays.asList("outgoing_payment_unverified_o.event", "accepted", null, "B", 3L, null, null,
                                ORDER),
                        Arrays.asList("outgoing_payment_verified_bad.event", "rejected", "MALFORMED_EVENT", null, null,
                                null, null, NO_JSON),
                        Arrays.asList("outgoing_payment_verified_o.event", "accepted", null, "B", 4L, null, null,
                                FOLLOWS));
    }

    @Test
    void what_is_in_a_bundle_meets_its_event_and_is_no_single_object_any_more() {
        bundledDay();
        String later = "outgoing_payment_unverified_l.event";
        installation.put(List.of(attempt(later, "{\"EventTimeStamp\":9,\"SourceAccount\":\"B\",\"Amount\":\"0.01\"}",
                null)));
        installation.process();

        assertThat(ask("SELECT e.key, b.outcome, i.bucket FROM events AS e LEFT JOIN bundled AS b ON b.key = e.key"
                + " AND b.version_id = e.version_id LEFT JOIN inventory AS i ON i.key = e.key"
                + " AND i.version_id = e.version_id ORDER BY e.key")).containsExactly(
                        Arrays.asList("cash_withdrawal_w.event", "rejected", null),
                        Arrays.asList("incoming_payment_1.event", "accepted", null),
                        Arrays.asList("incoming_payment_2.event", "accepted", null),
                        Arrays.asList("inter_account_transfer_t.event", "accepted", null),
                        Arrays.asList(later, null, "new"),
                        Arrays.asList("outgoing_payment_unverified_o.event", "accepted", null),
                        Arrays.asList("outgoing_payment_verified_bad.event", "rejected", null),
                        Arrays.asList("outgoing_payment_verified_o.event", "accepted", null));
        for (String bucket : List.of("new", "archive", "rejected")) {
            assertThat(ask(ReadyQuery.MISSING_IN_LEDGER.sql(List.of(bucket)))).as(bucket).isEmpty();
        }
    }

    @Test
    void what_is_in_a_cold_bundle_is_not_left_out_in_silence() {
        bundledDay();
        String bundle = bundles.list().getFirst().id();
        bundles.freeze(List.of(bundle), StorageClass.GLACIER);

        assertThat(askNow("SELECT storage_class FROM bundles")).containsExactly(List.of("GLACIER"));
        List<String> told;
        try (Queries.Answer answer = installation.queries().query("SELECT key FROM bundled ORDER BY key")) {
            told = answer.notes();
            assertThat(PortCases.all(answer)).as("with a note, it is told but for what is cold").hasSize(7);
        } catch (StorageException e) {
            assertThat(e.kind()).isEqualTo(StorageException.Kind.FROZEN);
            told = List.of(String.valueOf(e.getMessage()));
        }
        assertThat(told).singleElement().asString().contains(bundle, "cold storage", "thaw");
    }

    @Test
    void without_bundles_there_is_nothing_in_them() {
        assertThat(askNow("SELECT 'bundles' AS of, COUNT(*) AS n FROM bundles UNION ALL SELECT 'bundled', COUNT(*)"
                + " FROM bundled ORDER BY n")).containsOnly(List.of("bundles", 0L), List.of("bundled", 0L));
    }

    /// A day of payments, a transfer to the account of the lower number, a refusal, a follow-up that came before its original and something that is no
    /// event: all of it goes into one bundle.
    private void bundledDay() {
        installation.put(List.of(attempt("incoming_payment_1.event", QUOTES, "branch"),
                attempt("incoming_payment_2.event", OF_ANOTHER, "branch"),
                attempt("outgoing_payment_verified_o.event", FOLLOWS, "branch"),
                attempt("cash_withdrawal_w.event", TOO_MUCH, "branch"),
                attempt("inter_account_transfer_t.event", TRANSFER, "branch"),
                attempt("outgoing_payment_unverified_o.event", ORDER, "branch"),
                attempt("outgoing_payment_verified_bad.event", NO_JSON, "branch")));
        installation.process();
        clock.advance(Duration.ofDays(1));
        bundles = installation.bundle(LocalDate.of(2026, 1, 2));
        assertThat(bundles.list()).hasSize(1);
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

    /// Asks without listing the buckets anew.
    private List<List<@Nullable Object>> askNow(String sql) {
        return PortCases.all(installation.queries().query(sql));
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
