package io.tidemark.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.receipt.EventSetDigest;
import io.tidemark.recovery.snapshot.RecordDigest;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vectors in `docs/formats.md` are what the code computes.
class FormatsDocumentTest {
    private static final long NEW_YEAR = 1_767_225_600_000_000L;

    @TempDir
    Path directory;
    private String document = "";

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(Path.of("..", "docs", "formats.md"));
    }

    private List<String> blocks(String name) {
        Matcher matcher = Pattern.compile("```" + name + "\n(.*?)```", Pattern.DOTALL).matcher(document);
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertThat(blocks).as("blocks of %s", name).isNotEmpty();
        return blocks;
    }

    private static Map<String, String> members(String block) {
        Map<String, String> members = new HashMap<>();
        block.lines().forEach(line -> members.put(line.substring(0, line.indexOf(':')),
                line.substring(line.indexOf(':') + 1).strip()));
        return members;
    }

    @Test
    void the_chain_digests_are_right() {
        assertThat(accounts()).containsOnlyKeys("1000001", "1000001-A");
    }

    @Test
    void the_chain_digests_behind_an_excluded_event_are_right() {
        List<String> vectors = new ArrayList<>(blocks("vector").subList(0, 1));
        vectors.addAll(blocks("excluded"));

        assertThat(accounts(vectors)).containsOnlyKeys("1000001");
    }

    private Map<String, Account> accounts() {
        return accounts(blocks("vector"));
    }

    /// The accounts of chain vectors, after each vector was checked.
    private static Map<String, Account> accounts(List<String> vectors) {
        ChainDigester digester = new ChainDigester();
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (String block : vectors) {
            Map<String, String> vector = members(block);
            String[] line = Objects.requireNonNull(vector.get("line")).split("\\|", -1);
            Sha256 body = Sha256.of(Objects.requireNonNull(vector.get("body")).getBytes(StandardCharsets.UTF_8));
            assertThat(body.toString()).isEqualTo(vector.get("sha256")).isEqualTo(line[3]);
            Entry entry = new Entry(line[0], Long.parseLong(line[1]), EventKey.of(line[2]), body,
                    EntryStatus.valueOf(line[4]), Long.parseLong(line[5]), Long.parseLong(line[6]),
                    Long.parseLong(line[7]), Long.parseLong(line[8]), 0);
            Account before = accounts.getOrDefault(line[0], Account.opened(line[0], line[0]));
            assertThat(entry.sequence()).isEqualTo(before.sequence() + 1);
            Sha256 head = digester.next(before.head(), entry);
            assertThat(head.toString()).isEqualTo(vector.get("head"));
            accounts.put(line[0], before.after(entry, head));
        }
        return accounts;
    }

    @Test
    void the_state_digests_are_right() {
        StateDigest digest = new StateDigest();
        StringBuilder lines = new StringBuilder();
        for (Account account : accounts().values()) {
            digest.add(account);
            lines.append(account.number()).append('|').append(account.sequence()).append('|').append(account.head())
                    .append('\n');
        }

        assertThat(blocks("state")).containsExactly(lines.toString());
        assertThat(document).contains("State digest: `" + digest.finish() + "`")
                .contains("without accounts: `" + new StateDigest().finish() + "`");
    }

    @Test
    void the_digests_of_records_are_right() {
        String body = Objects.requireNonNull(members(blocks("vector").getFirst()).get("body"));
        LogRecord attempt = new LogRecord.Attempt(1, NEW_YEAR, EventKey.of("incoming_payment_0001.event"), 1, null,
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
        LogRecord control = new LogRecord.Control(2, NEW_YEAR + 1,
                new ControlAction.Retry(EventKey.of("cash_withdrawal_0009.event")), "ann", "covered by now");

        LogRecord exclusion = new LogRecord.Control(3, NEW_YEAR + 2,
                new ControlAction.Exclude(List.of(EventKey.of("outgoing_payment_unverified_0002.event")), 1, 1), "ann",
                "sent twice");

        LogRecord pause = new LogRecord.Control(4, NEW_YEAR + 3, new ControlAction.PauseAccount("1000001"), "ann",
                "looks wrong");

        assertThat(document).contains("`" + RecordDigest.of(attempt) + "`")
                .contains("`" + RecordDigest.of(control) + "`").contains("`" + RecordDigest.of(exclusion) + "`")
                .contains("`" + RecordDigest.of(pause) + "`");
    }

    @Test
    void the_event_set_digest_is_right() {
        String body = Objects.requireNonNull(members(blocks("vector").getFirst()).get("body"));
        LogRecord attempt = new LogRecord.Attempt(1, NEW_YEAR, EventKey.of("incoming_payment_0001.event"), 1, null,
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
        LogRecord control = new LogRecord.Control(2, NEW_YEAR + 1,
                new ControlAction.Retry(EventKey.of("cash_withdrawal_0009.event")), "ann", "covered by now");
        EventSetDigest digest = new EventSetDigest(2);
        byte[] bodies = new byte[2 * Sha256.LENGTH];
        Sha256.of(body.getBytes(StandardCharsets.UTF_8)).copyTo(bodies, 0);
        digest.add(List.of(attempt, control), bodies);

        String lines = blocks("events").getFirst();
        Sha256 block = Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
        assertThat(document).contains("Block digest: `" + block + "`")
                .contains("event-set digest: `" + digest.finish() + "`");
        assertThat(digest.finish()).isEqualTo(Sha256.of((block + "\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(document).contains("of no events: `" + new EventSetDigest(0).finish() + "`");
    }

    @Test
    void the_digest_of_a_manifest_is_taken_as_the_document_says() throws IOException {
        String begun = blocks("manifest").getFirst().stripTrailing();
        assertThat(document).contains("`" + Sha256.of(begun.getBytes(StandardCharsets.UTF_8)) + "`");

        try (TestHome home = new TestHome(directory.resolve("home"), ManualClock.atNewYear())) {
            home.put(Payments.ofEverything());
            home.process();
            SnapshotManifest snapshot = home.snapshot();
            String manifest = Files.readString(
                    home.directory().resolve("snapshots").resolve(snapshot.id()).resolve("manifest.json"));
            assertThat(manifest).startsWith(begun.substring(0, begun.indexOf(",\n  \"id\"")));
            String sealed = manifest.substring(0, manifest.lastIndexOf(','));
            assertThat(manifest).isEqualTo(sealed + ",\n  \"digest\": \""
                    + Sha256.of(sealed.getBytes(StandardCharsets.UTF_8)) + "\"\n}\n");
        }
    }
}
