package io.tidemark.embedded.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries.Answer;
import io.tidemark.core.port.Queries.RefusedException;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A question reaches the tables and nothing else, whatever it tries. `HERE` stands for a directory with a secret, `HOME` for the
/// home's own directory of tables.
@SuppressWarnings("NullAway.Init") // set before each test
class StayingInsideTest {
    private static final String SECRET = "s3cr3t";

    @TempDir
    Path folder;

    private EmbeddedHome home;
    private HomeQueries queries;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("secret.csv"), "word\n" + SECRET + "\n");
        ManualClock clock = ManualClock.atNewYear();
        home = EmbeddedHome.create(folder.resolve("home"), clock);
        home.log().put(List.of(new NewAttempt(EventKey.of("incoming_payment_1.event"),
                Body.of("{}".getBytes(StandardCharsets.UTF_8)), null)));
        ListedHome listed = new ListedHome(folder.resolve("home"));
        listed.list(home.stores(), InventoryRequest.DEFAULT, clock.instant());
        queries = listed.queries(home.stores());
    }

    @AfterEach
    void close() {
        home.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM read_csv('HERE/secret.csv')", "FROM 'HERE/secret.csv'",
            "SELECT * FROM \"HERE/secret.csv\"", "SELECT * FROM read_text('HERE/secret.csv')",
            "SELECT * FROM read_blob('HERE/secret.csv')", "SELECT * FROM glob('HERE/*')",
            "SELECT * FROM glob('/etc/*')",
            "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/proc/self/environ')",
            "SELECT * FROM read_text('HOME/../FORMAT')", "SELECT * FROM sniff_csv('HERE/secret.csv')",
            "SELECT * FROM read_json('HERE/secret.csv')", "SELECT * FROM read_parquet('http://127.0.0.1/x.parquet')",
            "SELECT * FROM query('FROM read_text(''HERE/secret.csv'')')",
            "SELECT * FROM query_table('HERE/secret.csv')",
            "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''HERE/secret.csv'')'))",
            "WITH x AS (SELECT * FROM read_text('HERE/secret.csv')) SELECT * FROM x",
            "SELECT (SELECT content FROM read_text('HERE/secret.csv')) AS a", "SELECT getenv('PATH') AS path",
            "SELECT * FROM read_duckdb('HERE/secret.csv', table_name='t')"})
    void nothing_outside_is_read(String sql) {
        assertRefused(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY (SELECT 1) TO 'HERE/out.csv'", "COPY events TO 'HOME/out.parquet'",
            "COPY events FROM 'HERE/secret.csv'", "EXPORT DATABASE 'HERE/out'", "IMPORT DATABASE 'HERE'",
            "ATTACH 'HERE/out.duckdb' AS out", "ATTACH ':memory:' AS out", "DETACH kept_events", "CHECKPOINT",
            "DELETE FROM events", "UPDATE events SET state = 'accepted'", "DROP VIEW events",
            "TRUNCATE kept_events.events",
            "WITH gone AS (DELETE FROM kept_events.events RETURNING *) SELECT * FROM gone, events",
            "CREATE TABLE t AS FROM events", "CREATE SECRET s (TYPE s3)", "CREATE MACRO f(a) AS a",
            "PREPARE p AS SELECT 1", "EXECUTE p", "CALL pragma_version()"})
    void nothing_is_written_or_changed(String sql) {
        Map<String, Long> before = files();

        assertRefused(sql);
        assertRefused("SELECT 1 AS a; " + sql);
        assertRefused(sql + "; SELECT 1 AS a FROM events");

        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSTALL httpfs", "LOAD httpfs", "LOAD 'HERE/secret.csv'", "FORCE INSTALL spatial",
            "SET enable_external_access = true", "SET GLOBAL lock_configuration = false", "RESET lock_configuration",
            "SET memory_limit = '64GB'", "SET temp_directory = 'HERE'", "PRAGMA enable_external_access = true",
            "PRAGMA enable_profiling", "SET VARIABLE a = 1", "USE kept_events", "CALL enable_logging()",
            "SELECT * FROM pragma_user_agent(); SET threads = 64"})
    void no_setting_is_changed_and_nothing_loaded(String sql) {
        assertRefused(sql);
    }

    @Test
    void the_instance_is_shut_off_even_for_what_the_parser_lets_in() {
        try (Answer answer = queries.query("SELECT name, value FROM duckdb_settings() WHERE name IN"
                + " ('enable_external_access', 'lock_configuration', 'autoinstall_known_extensions',"
                + " 'autoload_known_extensions', 'allow_unsigned_extensions', 'allow_community_extensions') ORDER BY name")) {
            for (List<Object> expected : List.<List<Object>>of(List.of("allow_community_extensions", "false"),
                    List.of("allow_unsigned_extensions", "false"), List.of("autoinstall_known_extensions", "false"),
                    List.of("autoload_known_extensions", "false"), List.of("enable_external_access", "false"),
                    List.of("lock_configuration", "true"))) {
                assertThat(answer.next()).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_question_leaves_nothing_but_tables_behind() throws IOException {
        try (Answer answer = queries.query("SELECT e.key FROM events AS e, inventory AS i")) {
            assertThat(answer.next()).isNotNull();
        }

        try (Stream<Path> left = Files.list(folder.resolve("home").resolve("query"))) {
            assertThat(left.map(file -> file.getFileName().toString().replaceAll("-.*", ""))).containsExactlyInAnyOrder(
                    "events", "inventory");
        }
    }

    private void assertRefused(String sql) {
        String there = sql.replace("HERE", folder.toString()).replace("HOME",
                folder.resolve("home").resolve("query").toString());
        assertThatExceptionOfType(RefusedException.class).as(there).isThrownBy(() -> {
            try (Answer answer = queries.query(there)) {
                for (List<?> row = answer.next(); row != null; row = answer.next()) {
                    assertThat(String.valueOf(row)).as("what was found").doesNotContain(SECRET);
                }
            }
        });
    }

    /// The files around with their sizes; what questions derive is made anew at will.
    private Map<String, Long> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            Map<String, Long> sizes = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("/events-") && !file.toString().contains("/inventory-")) {
                    sizes.put(folder.relativize(file).toString(), Files.size(file));
                }
            }
            return sizes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
