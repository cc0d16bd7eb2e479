package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every figure of a receipt, recomputed from what commands print and from `docs/formats.md` alone: nothing of the program is used here but its
/// command line.
class RecomputedReceiptTest {
    private static final int BLOCK = 4096;

    @TempDir
    Path folder;

    @Test
    void every_figure_of_a_receipt_follows_from_the_data() throws Exception {
        Shell shell = new Shell(folder.resolve("home"), InstantSource.system());
        Path key = folder.resolve("key.pem");
        shell.run("receipt", "keygen", "--out", key.toString()).succeeds();
        Path events = folder.resolve("events.ndjson");
        shell.run("generate", "--events", "110", "--accounts", "12", "--seed", "11", "--out", events.toString())
                .succeeds();
        List<String> lines = Files.readAllLines(events);
        shell.runWithInput(String.join("\n", lines.subList(0, 60)), "put", "-").succeeds();
        shell.run("process").succeeds();
        String snapshot = text(Json.object(shell.run("snapshot", "create", "--output", "json").succeeds()), "id");
        shell.runWithInput(String.join("\n", lines.subList(60, lines.size())), "put", "-");
        shell.runWithInput(Lines.withdrawal("broke", "no-such-account", "1"), "put", "-").succeeds();
        shell.run("process").succeeds();
        shell.run("retry", "cash_withdrawal_broke.event", "--reason", "why | not").succeeds();

        Shell.Run recovered = shell.run("recover", "--rebuild", "--yes", "--prove", "--signing-key", key.toString(),
                "--output", "json").succeeds();
        Shell.Run verified = shell.run("verify", "--signing-key", key.toString(), "--output", "json").succeeds();

        byte[] publicKey = pem(Files.readString(folder.resolve("key.pem.pub")));
        for (Shell.Run run : List.of(recovered, verified)) {
            Map<String, @Nullable Object> issued = members(Json.object(run), "receipt");
            String id = text(issued, "id");
            byte[] file = Files.readAllBytes(shell.home().resolve("receipts").resolve(id + ".json"));
            checkSeal(file, publicKey);
            Map<String, @Nullable Object> receipt = Json.object(shell.run("receipt", "show", id, "--output", "json"));
            checkFigures(shell, receipt);
            assertThat(receipt).containsEntry("id", id).containsEntry("exitCode", (long) run.code())
                    .containsEntry("snapshotsMet", List.of(snapshot));
        }
    }

    private static void checkSeal(byte[] file, byte[] publicKey) throws GeneralSecurityException {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf(",\n  \"digest\": \"");
        byte[] sealed = Arrays.copyOf(file, end);
        String rest = text.substring(end);
        String signature = rest.substring(rest.indexOf("\"signature\": \"") + 14, rest.lastIndexOf('"'));
        assertThat(rest).isEqualTo(",\n  \"digest\": \"" + sha256(sealed) + "\",\n  \"signature\": \"" + signature
                + "\"\n}\n");
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey)));
        check.update(sealed);
        assertThat(check.verify(Base64.getDecoder().decode(signature))).isTrue();
        assertThat(text).contains("\"keyId\": \"" + sha256(publicKey) + "\"");
    }

    private static void checkFigures(Shell shell, Map<String, @Nullable Object> receipt) throws IOException {
        Map<String, String> bodies = new HashMap<>();
        NavigableMap<Long, String> records = records(shell, bodies);
        long last = records.lastKey();
        StringBuilder blocks = new StringBuilder();
        for (long from = 1; from <= last; from += BLOCK) {
            String block = String.join("", records.subMap(from, true, from + BLOCK - 1, true).values());
            blocks.append(sha256(block.getBytes(StandardCharsets.UTF_8))).append('\n');
        }
        assertThat(members(receipt, "events")).containsEntry("records", last).containsEntry("digest",
                sha256(blocks.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(members(receipt, "target")).containsEntry("position", last);
        checkState(shell, receipt, bodies);
        checkOutcomes(shell, receipt);
        assertThat(receipt).containsEntry("differences", 0L).containsEntry("damaged", List.of())
                .containsEntry("notProven", List.of())
                .containsEntry("proven", List.of("secondReader", "invariants", "snapshots", "attempts"));
    }

    /// The lines of all records by position; what no bucket lists is the one decision that was taken.
    private static NavigableMap<Long, String> records(Shell shell, Map<String, String> bodies) {
        NavigableMap<Long, String> records = new TreeMap<>();
        for (String[] row : csv(shell.run("ls", "--output", "csv").succeeds())) {
            String digest = sha256(shell.run("cat", row[3], "--attempt", row[4]).succeeds().out());
            bodies.put(row[0], digest);
            records.put(Long.parseLong(row[0]), row[0] + "|" + row[3] + "|" + row[4] + "|" + digest + "\n");
        }
        long decision = records.size() + 1L;
        assertThat(records.lastKey()).isEqualTo(decision - 1);
        records.put(decision, decision + "|retry cash_withdrawal_broke.event|"
                + sha256("tester|why | not".getBytes(StandardCharsets.UTF_8)) + "\n");
        return records;
    }

    private static void checkState(Shell shell, Map<String, @Nullable Object> receipt, Map<String, String> bodies) {
        StringBuilder state = new StringBuilder();
        long accounts = 0;
        long entries = 0;
        for (String[] account : csv(shell.run("accounts", "--output", "csv").succeeds())) {
            byte[] head = new byte[32];
            long sequence = 0;
            for (String[] row : csv(shell.run("account", account[0], "--statement", "--output", "csv").succeeds())) {
                String line = account[0] + "|" + row[0] + "|" + row[2] + "|" + bodies.get(row[8]) + "|" + row[3] + "|"
                        + cents(row[4]) + "|" + cents(row[5]) + "|" + cents(row[6]) + "|" + cents(row[7]);
                MessageDigest digest = newSha256();
                digest.update(head);
                head = digest.digest(line.getBytes(StandardCharsets.UTF_8));
                sequence++;
                entries++;
            }
            state.append(account[0]).append('|').append(sequence).append('|').append(HexFormat.of().formatHex(head))
                    .append('\n');
            accounts++;
        }
        assertThat(members(receipt, "state")).containsEntry("accounts", accounts).containsEntry("entries", entries)
                .containsEntry("digest", sha256(state.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void checkOutcomes(Shell shell, Map<String, @Nullable Object> receipt) throws IOException {
        Map<String, Long> states = new HashMap<>();
        Map<String, Long> codes = new TreeMap<>();
        for (String key : csv(shell.run("ls", "--output", "csv").succeeds()).stream().map(row -> row[3]).distinct()
                .toList()) {
            Map<String, @Nullable Object> event = Json.object(shell.run("event", key, "--output", "json").succeeds());
            for (Object attempt : (List<?>) Objects.requireNonNull(event.get("attempts"))) {
                Map<?, ?> members = (Map<?, ?>) attempt;
                states.merge(String.valueOf(members.get("state")), 1L, Long::sum);
                if (members.containsKey("code")) {
                    codes.merge(String.valueOf(members.get("code")), 1L, Long::sum);
                }
            }
        }
        assertThat(states.keySet()).contains("accepted", "rejected");
        assertThat(members(receipt, "attempts")).containsEntry("accepted", states.get("accepted"))
                .containsEntry("waiting", states.getOrDefault("waiting", 0L)).containsEntry("rejected", codes);
    }

    private static long cents(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValueExact();
    }

    private static List<String[]> csv(Shell.Run run) {
        return run.lines().stream().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static byte[] pem(String text) {
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    @SuppressWarnings("unchecked") // an object is always read as a map with text keys
    private static Map<String, @Nullable Object> members(Map<String, @Nullable Object> object, String name) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(object.get(name), name);
    }

    private static String text(Map<String, @Nullable Object> object, String name) {
        return String.valueOf(object.get(name));
    }
}
