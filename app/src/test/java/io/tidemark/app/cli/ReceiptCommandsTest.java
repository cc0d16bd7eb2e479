package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.core.port.Bucket;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptCommandsTest {
    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        shell.runWithInput(Lines.SALARY, "put", "-").succeeds();
        shell.run("process").succeeds();
    }

    private Path key(String name) {
        Path key = folder.resolve(name);
        shell.run("receipt", "keygen", "--out", key.toString()).succeeds();
        return key;
    }

    private String verify(String... more) throws IOException {
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"verify", "--output", "json"}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return idIn(shell.run(args).succeeds());
    }

    private static String idIn(Shell.Run run) throws IOException {
        return String.valueOf(issued(run).get("id"));
    }

    private static Map<?, ?> issued(Shell.Run run) throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(Json.object(run).get("receipt"));
    }

    private Path file(String id) {
        return shell.home().resolve("receipts").resolve(id + ".json");
    }

    private List<Map<String, @Nullable Object>> list() throws IOException {
        return Json.array(shell.run("receipt", "list", "--output", "json").succeeds());
    }

    @Test
    void every_recovery_and_every_verification_leaves_a_receipt() throws IOException {
        String verified = verify();
        String again = verify();
        String nothing = idIn(shell.run("recover", "--yes", "--output", "json").succeeds());
        String rebuilt = idIn(shell.run("recover", "--rebuild", "--yes", "--output", "json").succeeds());

        assertThat(list()).extracting(row -> row.get("id")).containsExactly(nothing, rebuilt, verified, again);
        assertThat(list()).extracting(row -> row.get("outcome")).containsExactly("NOTHING_TO_DO", "DONE", "DONE",
                "DONE");
        assertThat(list()).extracting(row -> row.get("state")).containsOnly("whole");
        Map<String, @Nullable Object> receipt = Json
                .object(shell.run("receipt", "show", rebuilt, "--output", "json").succeeds());
        assertThat(receipt).containsEntry("proven", List.of("invariants", "attempts"))
                .doesNotContainKey("signer");
        assertThat(String.valueOf(receipt.get("notProven"))).contains("secondReader", "--prove", "snapshots");
        assertThat(shell.run("verify").succeeds().text()).contains("receipt", "not signed");
        shell.run("receipt", "verify").succeeds();
    }

    @Test
    void the_events_of_a_receipt_are_the_same_whoever_read_them() throws IOException {
        shell.runWithInput(Lines.payment("p2", "2", "7.00"), "put", "-").succeeds();
        shell.run("process").succeeds();
        shell.run("snapshot", "create").succeeds();
        shell.runWithInput(Lines.withdrawal("w1", "1", "5"), "put", "-").succeeds();
        shell.run("process").succeeds();

        verify();
        shell.run("recover", "--rebuild", "--yes").succeeds();
        shell.loseTheLedger();
        assertThat(shell.run("recover", "--yes", "--output", "json").succeeds().text()).contains("\"snapshot\"");

        assertThat(list()).extracting(row -> row.get("eventSet")).filteredOn(digest -> digest != null).hasSize(3)
                .containsOnly(list().getLast().get("eventSet"));
    }

    @Test
    void a_failed_verification_leaves_a_receipt_too() throws IOException {
        shell.runWithInput(Lines.withdrawal("w1", "1", "500"), "put", "-").succeeds();
        shell.run("process").succeeds();
        moveOutOfItsBucket();

        Shell.Run run = shell.run("verify", "--output", "json");

        assertThat(run.code()).isEqualTo(3);
        Map<String, @Nullable Object> receipt = Json
                .object(shell.run("receipt", "show", idIn(run), "--output", "json").succeeds());
        assertThat(receipt).containsEntry("outcome", "DIFFERENT").containsEntry("exitCode", 3L)
                .containsEntry("proven", List.of());
        assertThat((Long) receipt.get("differences")).isPositive();
    }

    private void moveOutOfItsBucket() {
        try (EmbeddedHome home = EmbeddedHome.openForWriting(shell.home(), clock)) {
            home.buckets().move(Map.of(1L, Bucket.REJECTED), home.buckets().movedUpTo());
        }
    }

    @Test
    void a_key_is_made_for_its_owner_alone_and_never_over_another() throws IOException {
        Path key = key("key.pem");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readString(folder.resolve("key.pem.pub"))).startsWith("-----BEGIN PUBLIC KEY-----\n");
        byte[] before = Files.readAllBytes(key);
        shell.run("receipt", "keygen", "--out", key.toString()).fails(5, "key.pem", "never overwritten");
        Files.delete(folder.resolve("key.pem.pub"));
        shell.run("receipt", "keygen", "--out", key.toString()).fails(5, "key.pem", "never overwritten");
        assertThat(Files.readAllBytes(key)).isEqualTo(before);
    }

    @Test
    void a_key_that_others_can_read_is_warned_of_and_signs() throws IOException {
        Path key = key("key.pem");
        assertThat(shell.run("verify", "--signing-key", key.toString()).err()).doesNotContain("chmod");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        Shell.Run verified = shell.run("verify", "--signing-key", key.toString());
        assertThat(verified.code()).isZero();
        assertThat(verified.err()).contains("warning: signing key " + key, "chmod 600");
        assertThat(verified.text()).contains(", signed");
    }

    @Test
    void a_key_inside_the_home_is_neither_made_nor_used() throws IOException {
        Path inside = shell.home().resolve("key.pem");
        shell.run("receipt", "keygen", "--out", inside.toString()).fails(5, "inside the home");
        assertThat(inside).doesNotExist();

        Files.copy(key("key.pem"), inside);
        shell.run("verify", "--signing-key", inside.toString()).fails(5, "inside the home");
        Path link = Files.createSymbolicLink(folder.resolve("link.pem"), inside);
        shell.run("verify", "--signing-key", link.toString()).fails(5, "inside the home");
        assertThat(list()).isEmpty();
    }

    @Test
    void a_receipt_is_signed_with_the_key_that_option_or_environment_name() throws IOException {
        Path key = key("key.pem");
        shell.environment(Map.of("TIDEMARK_SIGNING_KEY", key.toString()));
        String byEnvironment = verify();
        shell.environment(Map.of());
        String byOption = verify("--signing-key", key.toString());

        String checked = shell
                .run("receipt", "verify", byEnvironment, byOption, "--public-key", key + ".pub", "--output",
                        "csv")
                .succeeds().text();
        assertThat(checked.lines().filter(line -> line.contains("of a given key"))).hasSize(2);
        assertThat(shell.run("receipt", "verify", byOption).succeeds().text()).contains("holds", "--public-key");
        shell.run("receipt", "verify", file(byOption).toString(), "--public-key", key + ".pub").succeeds();
    }

    @Test
    void what_is_no_key_is_refused_before_anything_is_done() throws IOException {
        shell.run("verify", "--signing-key", folder.resolve("absent").toString()).fails(4, "absent", "keygen");
        Path file = shell.file("bad.pem", "nonsense");
        shell.run("recover", "--rebuild", "--yes", "--signing-key", file.toString()).fails(4, "bad.pem");
        Path one = key("one.pem");
        Path other = key("other.pem");
        Files.copy(folder.resolve("other.pem.pub"), folder.resolve("swap.pem.pub"));
        Files.copy(one, folder.resolve("swap.pem"));
        shell.run("verify", "--signing-key", folder.resolve("swap.pem").toString()).fails(4, "another pair");
        assertThat(other).exists();
        assertThat(list()).isEmpty();
    }

    @Test
    void any_altered_byte_of_a_receipt_is_found() throws IOException {
        String id = verify("--signing-key", key("key.pem").toString());
        byte[] bytes = Files.readAllBytes(file(id));
        for (int at = 0; at < bytes.length; at += 7) {
            byte[] altered = bytes.clone();
            altered[at] ^= 1;
            Path copy = shell.file("altered.json", altered);
            assertThat(shell.run("receipt", "verify", copy.toString()).code()).as("byte %d", at).isEqualTo(3);
        }
        Files.write(file(id),
                new String(bytes, StandardCharsets.UTF_8).replace("\"differences\": 0", "\"differences\": 9")
                        .getBytes(StandardCharsets.UTF_8));

        shell.run("receipt", "verify").fails(3, id, "altered");
        shell.run("receipt", "show", id).fails(3, id, "altered");
        assertThat(list().getFirst()).containsEntry("state", "altered");
    }

    @Test
    void a_receipt_without_its_signature_or_under_another_name_is_found() throws IOException {
        String id = verify("--signing-key", key("key.pem").toString());
        String text = Files.readString(file(id));
        Path cut = shell.file("cut.json",
                text.replaceAll(",\n  \"signature\": \"[^\"]*\"", "").getBytes(StandardCharsets.UTF_8));
        shell.run("receipt", "verify", cut.toString()).fails(3, "signature is gone");

        Files.move(file(id), file("20260101T000000Z-verify-7"));
        shell.run("receipt", "verify").fails(3, "20260101T000000Z-verify-7", "it is receipt " + id);
    }

    @Test
    void a_signature_of_another_key_or_none_is_refused_when_a_key_is_named() throws IOException {
        Path other = key("other.pem");
        String signed = verify("--signing-key", key("key.pem").toString());
        String unsigned = verify();

        shell.run("receipt", "verify", signed, "--public-key", other + ".pub").fails(3, signed, "another key");
        shell.run("receipt", "verify", unsigned, "--public-key", other + ".pub").fails(3, unsigned, "not signed");
        assertThat(shell.run("receipt", "verify", unsigned).succeeds().text()).contains("not signed");
    }

    @Test
    void an_unknown_receipt_is_told() {
        shell.run("receipt", "show", "20200101T000000Z-verify").fails(4, "no receipt 20200101T000000Z-verify");
        shell.run("receipt", "verify", "nonsense").fails(4, "no receipt nonsense");
        shell.run("receipt", "verify", "./absent.json").fails(4, "absent.json");
        shell.run("receipt", "show", "../FORMAT").fails(4, "no receipt");
    }

    @Test
    void a_verification_beside_the_owner_leaves_a_receipt_that_says_what_was_not_looked_at() throws IOException {
        try (Tidemark owner = Tidemark.open(shell.home())) {
            String id = verify();

            assertThat(owner.receipts().check(id).receipt()).isNotNull();
            assertThat(String.valueOf(Json.object(shell.run("receipt", "show", id, "--output", "json").succeeds())
                    .get("notProven"))).contains("attempts", "beside another process");
        }
    }

    @Test
    void a_receipt_that_cannot_be_kept_is_warned_of_and_the_verification_counts() throws IOException {
        Files.delete(shell.home().resolve("receipts"));
        Files.writeString(shell.home().resolve("receipts"), "in the way");
        try (Tidemark _ = Tidemark.open(shell.home())) {
            Shell.Run run = shell.run("verify", "--output", "json").succeeds();

            assertThat(run.err()).contains("warning", "is not kept");
            assertThat(issued(run).get("kept")).isEqualTo(false);
        }
    }
}
