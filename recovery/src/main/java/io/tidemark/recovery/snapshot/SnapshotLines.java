package io.tidemark.recovery.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a snapshot's items as JSON lines, each one object and a line feed. Not thread-safe.
final class SnapshotLines implements AutoCloseable {
    static final String ACCOUNTS = "accounts.ndjson.zst";
    static final String KEYS = "keys.ndjson.zst";
    static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    SnapshotLines(OutputStream target) throws IOException {
        json = FACTORY.createGenerator(target);
        json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    void write(Account account) throws IOException {
        json.writeStartObject();
        json.writeStringField("account", account.number());
        json.writeStringField("customer", account.customer());
        json.writeNumberField("actual", account.actual());
        json.writeNumberField("available", account.available());
        json.writeNumberField("sequence", account.sequence());
        json.writeStringField("head", account.head().toString());
        if (account.lastKey() != null) {
            json.writeStringField("lastKey", account.lastKey().text());
        }
        json.writeNumberField("lastEpochSecond", account.lastEpochSecond());
        endLine();
    }

    void write(OpenMatter matter) throws IOException {
        json.writeStartObject();
        json.writeStringField("open", matter.key().text());
        json.writeStringField("account", matter.account());
        json.writeNumberField("amount", matter.amount());
        json.writeNumberField("left", matter.left());
        endLine();
    }

    void write(WaitingFollowUp followUp) throws IOException {
        json.writeStartObject();
        json.writeStringField("waiting", followUp.key().text());
        json.writeStringField("original", followUp.original().text());
        json.writeNumberField("position", followUp.position());
        endLine();
    }

    void write(RejectedKey key) throws IOException {
        json.writeStartObject();
        json.writeStringField("rejected", key.key().text());
        json.writeNumberField("position", key.position());
        json.writeStringField("code", key.code().name());
        endLine();
    }

    void write(CorrectedKey key) throws IOException {
        json.writeStartObject();
        json.writeStringField("corrected", key.key().text());
        json.writeNumberField("position", key.position());
        endLine();
    }

    void write(PausedAccount paused) throws IOException {
        json.writeStartObject();
        json.writeStringField("paused", paused.account());
        json.writeNumberField("position", paused.position());
        endLine();
    }

    void write(HeldAttempt held) throws IOException {
        json.writeStartObject();
        json.writeStringField("held", held.key().text());
        json.writeStringField("account", held.account());
        json.writeNumberField("position", held.position());
        endLine();
    }

    private void endLine() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
