package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCommandTest {
    private static final String SALARY = "incoming_payment_salary.event";
    private static final String REFUSED = "cash_withdrawal_w2.event";
    private static final String FIRST = "2026-01-01-000001";
    private static final String SECOND = "2026-01-02-000002";

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    /// Two days of business, packed, and a third that is not.
    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        shell.put(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"), Lines.withdrawal("w2", "1", "500"),
                Lines.orderTaken("o9"), Lines.order("o1", "1", "5"), Lines.orderTaken("o1"));
        clock.advance(Duration.ofDays(1));
        shell.put(Lines.payment("second", "2", "7"));
        clock.advance(Duration.ofDays(1));
        shell.put(Lines.payment("third", "1", "1"));
        shell.run("process").succeeds();
        shell.run("expire", "--older-than", "1h").succeeds();
        assertThat(shell.run("bundle", "--output", "json").succeeds().text().replaceAll("\\s", ""))
                .contains("\"packed\":6,\"left\":1,\"bundles\":[\"" + FIRST + "\",\"" + SECOND + "\"]");
    }

    private String accounts() {
        return shell.run("accounts", "--output", "csv").succeeds().text();
    }

    private String position() throws IOException {
        return String.valueOf(Json.object(shell.run("status", "--output", "json").succeeds()).get("position"));
    }

    private Path file(String bundle) {
        return shell.home().resolve("events/bundles/dt=" + bundle.substring(0, 10)).resolve(bundle + ".ndjson.zst");
    }

    private List<String> states() {
        return shell.run("bundle", "list", "--output", "csv").succeeds().lines().stream().skip(1)
                .map(line -> line.split(",", -1)[7] + " " + line.split(",", -1)[8]).toList();
    }

    @Test
    void what_is_packed_is_used_as_before() throws IOException {
        String before = accounts();
        assertThat(states()).containsExactly("STANDARD at hand", "STANDARD at hand");
        assertThat(shell.run("cat", SALARY).succeeds().text()).contains("100.00");
        shell.run("verify").succeeds();
        shell.run("bundle", "verify").succeeds();
        shell.loseTheLedger();

        assertThat(shell.run("plan").succeeds().text()).contains("2 recent, 0 archive, 6 bundles, 0 cold", "FOUND");
        shell.run("recover", "--yes").succeeds();

        assertThat(accounts()).isEqualTo(before);
        assertThat(shell.run("bundle", "--output", "json").succeeds().text().replaceAll("\\s", ""))
                .contains("\"packed\":0,\"left\":1,");
    }

    @Test
    void a_bundle_can_be_put_into_another_home() {
        Shell other = new Shell(folder.resolve("other"), clock);

        other.run("put", file(FIRST).toString()).succeeds();
        other.run("process").succeeds();

        assertThat(other.run("cat", SALARY).succeeds().text()).isEqualTo(shell.run("cat", SALARY).text());
        assertThat(other.run("account", "1").succeeds().text()).contains("64.50");
    }

    @Test
    void what_is_frozen_is_refused_until_it_is_thawed() throws IOException {
        String before = accounts();
        shell.run("freeze", "--before", "2026-01-02").succeeds();
        assertThat(states()).containsExactly("GLACIER frozen", "STANDARD at hand");

        shell.run("cat", SALARY).fails(4, FIRST + " is in cold storage (GLACIER)", "tidemark thaw " + FIRST);
        shell.run("verify").fails(4, FIRST + " is in cold storage");
        shell.run("bundle", "verify").fails(4, FIRST);
        assertThat(shell.run("event", SALARY).succeeds().text()).contains("archive");
        shell.loseTheLedger();
        assertThat(shell.run("plan").exits(4).text()).contains("MISSING_DELAYED", "1 bundle with 5 events",
                "tidemark thaw " + FIRST, "frozen");
        shell.run("recover", "--yes").fails(4, "nothing was changed", "recover --thaw");
        shell.run("thaw", FIRST, "--tier", "expedited", "--keep", "1h").succeeds();
        assertThat(states()).containsExactly("GLACIER thawing", "STANDARD at hand");
        assertThat(shell.run("plan").exits(4).text()).contains("MISSING_DELAYED", "thawing");
        clock.advance(Duration.ofMinutes(5));
        assertThat(states()).containsExactly("GLACIER thawed", "STANDARD at hand");
        shell.run("recover", "--yes").succeeds();

        assertThat(accounts()).isEqualTo(before);
        clock.advance(Duration.ofHours(1));
        shell.run("cat", SALARY).fails(4, "is in cold storage");
    }

    @Test
    void a_plan_is_also_a_list_of_commands_and_says_what_thawing_would_cost() throws IOException {
        String home = shell.home().toString();
        assertThat(shell.run("plan", "--script").succeeds().lines()).singleElement().asString()
                .startsWith("# Nothing");
        shell.run("snapshot", "create").succeeds();
        String snapshot = shell.run("snapshot", "list", "--output", "csv").succeeds().lines().getLast().split(",",
                -1)[0];
        shell.run("freeze", SECOND).succeeds();
        shell.loseTheLedger();

        assertThat(shell.run("plan", "--script").exits(4).lines()).filteredOn(line -> !line.startsWith("#"))
                .containsExactly("tidemark --home " + home + " thaw " + SECOND,
                        "tidemark --home " + home + " recover --thaw --from-snapshot " + snapshot + " --yes",
                        "tidemark --home " + home + " verify");
        assertThat(shell.run("plan", "--to", "position:7", "--script").exits(4).lines())
                .contains("tidemark --home " + home + " recover --thaw --to position:7 --yes");
        assertThat(shell.run("plan").exits(4).text()).contains("$0.01, where the bundles are on S3",
                "glacier.standard", "0 recent, 0 archive, 0 bundles, 0 cold",
                "2 recent, 0 archive, 5 bundles, 1 cold");
        Path prices = shell.file("prices", "glacier.standard.requests=1000000");
        assertThat(shell.run("plan", "--prices", prices.toString()).exits(4).text()).contains("$1.01");
        shell.run("plan", "--prices", shell.file("other", "gold=1").toString()).fails(2, "there is no price gold");
        shell.run("plan", "--prices", "nowhere").fails(4, "nowhere");
    }

    @Test
    void a_recovery_has_thawed_what_it_needs() throws IOException {
        String before = accounts();
        shell.run("freeze", "--all", "--class", "DEEP_ARCHIVE").succeeds();
        shell.loseTheLedger();

        assertThat(shell.run("recover", "--yes", "--thaw", "--tier", "expedited").exits(1).err())
                .contains("is not thawed EXPEDITED");
        assertThat(shell.run("recover", "--yes", "--thaw", "--delay", "0s").succeeds().err())
                .contains("thawing 2 bundles");

        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void a_ledger_is_open_before_what_only_its_history_needs_is_thawed() throws IOException {
        String before = accounts();
        shell.run("snapshot", "create").succeeds();
        shell.run("freeze", "--all").succeeds();
        shell.loseTheLedger();

        shell.run("recover", "--yes").fails(4, "nothing was changed", "recover --thaw");
        assertThat(shell.run("recover", "--yes", "--thaw", "--delay", "0s").succeeds().err())
                .containsSubsequence("open for new events", "thawing 2 bundles");

        assertThat(accounts()).isEqualTo(before);
        shell.run("verify").succeeds();
    }

    @Test
    void business_goes_on_over_frozen_originals() throws IOException {
        shell.run("freeze", "--all").succeeds();

        shell.put(Lines.SALARY, Lines.payment("salary", "1", "1"), Lines.line("outgoing_payment_rejected_o1",
                "{\"EventTimeStamp\": 1, \"Reason\": \"late\", \"RejectedAmount\": \"1\"}"));
        shell.run("process").succeeds();

        assertThat(position()).isEqualTo("10");
        assertThat(shell.run("event", SALARY, "--output", "json").succeeds().text()).contains("KEY_CONFLICT");
        assertThat(shell.run("event", "outgoing_payment_rejected_o1.event", "--output", "json").succeeds().text())
                .contains("ALREADY_SETTLED");
        shell.run("retry", REFUSED, "--reason", "again").fails(4, "is in cold storage");
        assertThat(position()).isEqualTo("10");
    }

    @Test
    void a_damaged_bundle_is_reported_with_the_events_and_accounts_that_it_held() throws IOException {
        byte[] bytes = Files.readAllBytes(file(FIRST));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(FIRST), bytes);
        Files.delete(file(SECOND));

        assertThat(shell.run("bundle", "verify").exits(3).err()).contains(FIRST + " is damaged", "5 events", SALARY,
                "of 1 accounts (1)", SECOND + " is missing", "incoming_payment_second.event", "of 1 accounts (2)");
        assertThat(shell.run("bundle", "verify", SECOND).exits(3).err()).contains(SECOND + " is missing");
        shell.loseTheLedger();
        assertThat(shell.run("plan").exits(4).text()).contains("MISSING_LOST", "6 events of 2 accounts: 1, 2");
        assertThat(shell.run("plan", "--output", "json").exits(4).text()).contains("\"lostInBundles\"", SALARY,
                "incoming_payment_second.event");
        assertThat(shell.run("recover", "--yes").exits(4).err()).contains("6 events are lost", FIRST);
    }

    @Test
    void bundles_are_tables_of_query_and_objects_of_inventories() {
        assertThat(shell.run("query", "SELECT bundle, attempts FROM bundles ORDER BY bundle", "--output", "csv")
                .succeeds().lines()).containsExactly("bundle,attempts", FIRST + ",5", SECOND + ",1");
        assertThat(shell.run("query",
                "SELECT key, outcome, code, account, sequence FROM bundled WHERE bundle = '" + FIRST
                        + "' AND code IS NOT NULL",
                "--output", "csv").succeeds().lines())
                .containsExactly("key,outcome,code,account,sequence", REFUSED + ",rejected,INSUFFICIENT_FUNDS,1,2");
        shell.run("freeze", SECOND).succeeds();
        shell.run("inventory").succeeds();
        assertThat(shell.run("query",
                "SELECT key, storage_class FROM inventory WHERE bucket <> 'new' ORDER BY key", "--output", "csv")
                .succeeds().lines()).containsExactly("key,storage_class",
                        "bundles/dt=2026-01-01/" + FIRST + ".ndjson.zst,STANDARD",
                        "bundles/dt=2026-01-02/" + SECOND + ".ndjson.zst,GLACIER");
        shell.run("query", "SELECT count(*) FROM bundled").fails(4, SECOND + " is in cold storage");
    }

    @Test
    void what_is_asked_has_to_be_said_clearly() {
        shell.run("freeze").fails(2, "say which");
        shell.run("freeze", FIRST, "--all").fails(2, "say which");
        shell.run("freeze", FIRST, "2026-01-09-000009").fails(4, "there is no bundle 2026-01-09-000009");
        assertThat(states()).containsExactly("STANDARD at hand", "STANDARD at hand");
        shell.run("freeze", "--all", "--class", "STANDARD").fails(2, "GLACIER or DEEP_ARCHIVE");
        shell.run("thaw", "--all", "--keep", "0s").fails(2, "--keep takes a length of time");
        shell.run("thaw", "--all", "--tier", "soon").fails(2, "--tier takes expedited");
        shell.run("bundle", "mend").fails(2, "in a home the log tells");
        shell.run("bundle", "--before", "tomorrow").fails(2, "--before takes a day");
        shell.run("bundle", "verify", "x").fails(4, "there is no bundle x");
    }
}
