package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandsTest {
    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        for (String line : List.of(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"),
                Lines.withdrawal("w2", "1", "500"),
                Lines.orderTaken("o9"))) {
            shell.runWithInput(line, "put", "-", "--source", "branch-1").succeeds();
            clock.advance(Duration.ofMinutes(1));
        }
        shell.run("process").succeeds();
    }

    @Test
    void an_inventory_tells_its_reports_and_can_be_asked_about() throws IOException {
        assertThat(shell.run("inventory", "--output", "csv").succeeds().lines()).satisfiesExactly(
                header -> assertThat(header).isEqualTo("bucket,format,rows,files,bytes,manifest"),
                line -> assertThat(line)
                        .matches("new,CSV,3,1,\\d+,.*/inventory/new/tidemark-csv/2026-01-01T00-04Z/manifest.json"),
                line -> assertThat(line).startsWith("new,Parquet,3,1,"),
                line -> assertThat(line).startsWith("archive,CSV,0,0,0,"),
                line -> assertThat(line).startsWith("archive,Parquet,0,0,0,"),
                line -> assertThat(line).startsWith("rejected,CSV,1,1,"),
                line -> assertThat(line).startsWith("rejected,Parquet,1,1,"));

        assertThat(shell.run("query", "SELECT bucket, key, size > 0 AS some FROM inventory WHERE bucket = 'rejected'",
                "--output", "csv").succeeds().text())
                .isEqualTo("bucket,key,some\nrejected,cash_withdrawal_w2.event,true\n");
    }

    @Test
    void an_inventory_goes_where_it_is_told() throws IOException {
        shell.run("inventory", "--out", folder.resolve("out").toString(), "--format", "csv", "--bucket", "rejected",
                "--destination", "acme-inventories").succeeds();

        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString)).hasSize(4)
                    .allMatch(file -> file.contains("/out/rejected/tidemark-csv/"));
        }
        assertThat(Files.readString(folder.resolve("out/rejected/tidemark-csv/hive/dt=2026-01-01-00-04/symlink.txt")))
                .startsWith("s3://acme-inventories/rejected/tidemark-csv/data/");
        shell.run("query", "SELECT * FROM inventory").fails(4, "there is no inventory report yet",
                "tidemark inventory");
    }

    @Test
    void answers_come_in_every_form() throws IOException {
        String sql = "SELECT state, COUNT(*) AS events, SUM(amount) AS total FROM events GROUP BY state ORDER BY state";

        assertThat(shell.run("query", sql).succeeds().lines()).containsExactly("state     events   total",
                "accepted       2  130.50", "rejected       1  500.00", "waiting        1       -");
        assertThat(Json.array(shell.run("query", sql, "--output", "json").succeeds()).getFirst())
                .containsEntry("state", "accepted").containsEntry("events", 2L).containsEntry("total", "130.50");
        assertThat(shell.run("query", sql, "--output", "csv").succeeds().lines()).containsExactly("state,events,total",
                "accepted,2,130.50", "rejected,1,500.00", "waiting,1,");
    }

    @Test
    void statements_come_from_files_too() {
        Path file = shell.file("question.sql", "-- how many", "SELECT COUNT(*) AS n FROM entries", ";");

        assertThat(shell.run("query", "--file", file.toString(), "--output", "csv").succeeds().text())
                .isEqualTo("n\n2\n");
        shell.run("query", "--file", folder.resolve("none.sql").toString()).fails(4, "none.sql");
    }

    @Test
    void tables_are_described() {
        assertThat(shell.run("query", "--tables", "--output", "csv").succeeds().lines()).contains(
                "table,column,type,description", "accounts,actual,\"DECIMAL(20,2)\",actual balance",
                "entries,account,VARCHAR,account number")
                .anyMatch(line -> line.startsWith("inventory,last_modified_date,TIMESTAMP,"))
                .anyMatch(line -> line.startsWith("events,arrival,TIMESTAMP,"));
    }

    @Test
    void ready_made_questions_take_their_arguments() {
        assertThat(shell.run("query", "--ready", "account-events", "1", "2026-01-01T00:01:00Z", "--output", "csv")
                .succeeds().lines()).containsExactly("arrival,key,version_id,state,code,amount,sequence",
                        "2026-01-01 00:01:00.000000,cash_withdrawal_w1.event,p2-v1,accepted,,30.50,2",
                        "2026-01-01 00:02:00.000000,cash_withdrawal_w2.event,p3-v1,rejected,INSUFFICIENT_FUNDS,500.00,2");
        assertThat(shell.run("query", "--ready", "daily-totals", "--output", "csv").succeeds().lines()).hasSize(5);
        shell.run("query", "--ready", "account-events", "1").fails(2, "takes ACCOUNT SINCE");
        shell.run("query", "--ready", "account-events", "1", "yesterday").fails(2, "not a time", "yesterday");
        shell.run("query", "--ready", "everything").fails(2, "there is no ready-made question everything",
                "account-events, missing-in-ledger, daily-totals");
    }

    @Test
    void what_is_no_question_is_refused_on_one_line() {
        shell.run("query", "DROP TABLE events").fails(2, "only a statement that selects");
        shell.run("query", "SELEC 1").fails(2, "syntax error");
        shell.run("query", "SELECT * FROM read_csv('/etc/passwd')").fails(2, "/etc/passwd");
        shell.run("query", "SELECT * FROM nowhere").fails(2, "nowhere");
        shell.run("query", "SELECT 1 AS a; SELECT 2 AS a").fails(2, "one statement");
        shell.run("query").fails(2, "query takes one statement");
        shell.run("query", "SELECT", "1").fails(2, "query takes one statement");
    }

    @Test
    void without_a_home_or_a_ledger_it_says_so() throws IOException {
        new Shell(folder.resolve("none"), clock).run("query", "SELECT 1 AS a").fails(4, "there is no home");
        new Shell(folder.resolve("none"), clock).run("inventory").fails(4, "there is no home");
        shell.run("inventory").succeeds();
        shell.loseTheLedger();

        shell.run("query", "SELECT * FROM accounts").fails(5, "the ledger is missing", "tidemark plan");
        assertThat(shell.run("query", "SELECT COUNT(*) AS n FROM inventory", "--output", "csv").succeeds().text())
                .isEqualTo("n\n4\n");
    }
}
