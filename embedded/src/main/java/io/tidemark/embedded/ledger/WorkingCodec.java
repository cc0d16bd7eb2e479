package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;

/// What the rules look at, as keys and values of the working table.
final class WorkingCodec {
    private WorkingCodec() {}

    static void encode(Account account, ByteSink sink) {
        sink.putText(account.customer()).putSigned(account.actual()).putSigned(account.available())
                .putVarint(account.sequence()).putDigest(account.head());
        EventKey lastKey = account.lastKey();
        if (lastKey != null) {
            sink.putSigned(account.lastEpochSecond());
            OutcomeCodec.encode(lastKey, sink);
        }
    }

    static Account account(String number, byte[] value) {
        ByteSource source = new ByteSource(value, "account " + number);
        String customer = source.getText();
        long actual = source.getSigned();
        long available = source.getSigned();
        long sequence = source.getVarint();
        Sha256 head = source.getDigest();
        if (!source.hasMore()) {
            return new Account(number, customer, actual, available, sequence, head, null, 0);
        }
        long lastEpochSecond = source.getSigned();
        EventKey lastKey = OutcomeCodec.decodeKey(source);
        return new Account(number, customer, actual, available, sequence, head, lastKey, lastEpochSecond);
    }

    static void encode(OpenMatter matter, ByteSink sink) {
        sink.putText(matter.account()).putVarint(matter.amount()).putVarint(matter.left());
    }

    static OpenMatter openMatter(EventKey key, byte[] value) {
        ByteSource source = new ByteSource(value, "open matter " + key);
        return new OpenMatter(key, source.getText(), source.getVarint(), source.getVarint());
    }

    static void encode(LedgerReader.RejectedKey rejected, ByteSink sink) {
        sink.putVarint(rejected.position()).putByte(StoredCodes.of(rejected.code()));
    }

    static LedgerReader.RejectedKey rejectedKey(EventKey key, byte[] value) {
        ByteSource source = new ByteSource(value, "rejected key " + key);
        return new LedgerReader.RejectedKey(key, source.getVarint(), StoredCodes.rejection(source.getByte(), source));
    }

    static long position(EventKey key, byte[] value) {
        return new ByteSource(value, "the position of " + key).getVarint();
    }

    static LedgerReader.WaitingFollowUp waiting(long position, byte[] value) {
        ByteSource source = new ByteSource(value, "the waiting follow-up at position " + position);
        EventKey key = source.key(source.getRestAsAscii());
        EventKey original = key.original();
        if (original == null) {
            throw source.damaged(key + " follows nothing");
        }
        return new LedgerReader.WaitingFollowUp(key, original, position);
    }

    static void encode(HeldAttempt held, ByteSink sink) {
        sink.putText(held.account()).putAscii(held.key().text());
    }

    static HeldAttempt held(long position, byte[] value) {
        ByteSource source = new ByteSource(value, "the held attempt at position " + position);
        String account = source.getText();
        return new HeldAttempt(source.key(source.getRestAsAscii()), account, position);
    }

    static PausedAccount paused(String account, byte[] value) {
        return new PausedAccount(account, new ByteSource(value, "the pause of account " + account).getVarint());
    }

    /// The event key in a key of the working table.
    static EventKey eventKey(byte[] key) {
        ByteSource source = new ByteSource(key, "a key of the ledger");
        source.skip(1);
        return source.key(source.getRestAsAscii());
    }
}
