package io.tidemark.recovery.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotManifest.StoredFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Reads the files of one snapshot in constant memory, and holds their bytes against the manifest while it does.
final class SnapshotReader {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final SnapshotStore store;
    private final SnapshotManifest manifest;

    SnapshotReader(SnapshotStore store, SnapshotManifest manifest) {
        this.store = store;
        this.manifest = manifest;
    }

    /// Reads all items. What the visitor was given counts only when this returns.
    ///
    /// @throws StorageException of kind `DAMAGED`, naming the file, when it is not what was written
    void read(SnapshotVisitor visitor) {
        for (StoredFile file : manifest.files()) {
            read(file, visitor);
        }
    }

    private void read(StoredFile file, SnapshotVisitor visitor) {
        MessageDigest sha256 = Sha256.newMessageDigest();
        try (InputStream stored = store.open(manifest.id(), file.name());
                ZstdInputStream lines = new ZstdInputStream(
                        new DigestInputStream(new BufferedInputStream(stored, BUFFER_BYTES), sha256))) {
            readLines(lines, visitor);
            // The lines end where the file ends, so all of it has passed through the digest.
            if (!Sha256.copyOf(sha256.digest(), 0).equals(file.sha256())) {
                throw new IOException("its bytes are not those that the manifest names");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file.name(), e);
        }
    }

    private StorageException damaged(String file, Exception cause) {
        String what = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
        return new StorageException(StorageException.Kind.DAMAGED,
                "snapshot " + manifest.id() + ", " + file + ": " + what, cause);
    }

    private static void readLines(InputStream lines, SnapshotVisitor visitor) throws IOException {
        try (JsonParser json = SnapshotLines.FACTORY.createParser(lines)
                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            Line line = new Line();
            while (json.nextToken() != null) {
                line.read(json);
                line.show(visitor);
            }
        }
    }

    /// The members of one line, whichever kind it is.
    private static final class Line {
        private @Nullable String kind;
        private @Nullable String name;
        private @Nullable String account;
        private @Nullable String customer;
        private @Nullable String head;
        private @Nullable String lastKey;
        private @Nullable String original;
        private @Nullable String code;
        private long actual;
        private long available;
        private long sequence;
        private long lastEpochSecond;
        private long amount;
        private long left;
        private long position;

        void read(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("a line that is not an object");
            }
            kind = null;
            lastKey = null;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
                if (kind == null) {
                    kind = member;
                    name = json.getText();
                } else if (isText) {
                    text(member, json.getText());
                } else {
                    number(member, json.getLongValue());
                }
            }
        }

        private void text(String member, String text) throws IOException {
            switch (member) {
                case "account" -> account = text;
                case "customer" -> customer = text;
                case "head" -> head = text;
                case "lastKey" -> lastKey = text;
                case "original" -> original = text;
                case "code" -> code = text;
                default -> throw new IOException("a line with a member \"" + member + "\"");
            }
        }

        private void number(String member, long number) throws IOException {
            switch (member) {
                case "actual" -> actual = number;
                case "available" -> available = number;
                case "sequence" -> sequence = number;
                case "lastEpochSecond" -> lastEpochSecond = number;
                case "amount" -> amount = number;
                case "left" -> left = number;
                case "position" -> position = number;
                default -> throw new IOException("a line with a member \"" + member + "\"");
            }
        }

        void show(SnapshotVisitor visitor) throws IOException {
            switch (kind) {
                case "account" -> visitor.account(new Account(required(name), required(customer), actual, available,
                        sequence, Sha256.parseHex(required(head)), lastKey == null ? null : EventKey.of(lastKey),
                        lastEpochSecond));
                case "open" -> visitor
                        .openMatter(new OpenMatter(EventKey.of(required(name)), required(account), amount, left));
                case "waiting" -> visitor.waiting(new WaitingFollowUp(EventKey.of(required(name)),
                        EventKey.of(required(original)), position));
                case "rejected" -> visitor.rejectedKey(new RejectedKey(EventKey.of(required(name)), position,
                        RejectionCode.valueOf(required(code))));
                case "paused" -> visitor.paused(new PausedAccount(required(name), position));
                case "held" -> visitor
                        .held(new HeldAttempt(EventKey.of(required(name)), required(account), position));
                case "corrected" -> visitor.correctedKey(new CorrectedKey(EventKey.of(required(name)), position));
                case null, default -> throw new IOException("a line of an unknown kind");
            }
        }

        private static String required(@Nullable String text) throws IOException {
            if (text == null) {
                throw new IOException("a line that lacks a member");
            }
            return text;
        }
    }
}
