package io.tidemark.embedded.each;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyHistory.Happened;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.Transaction;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.core.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values in the room as bytes.
final class RoomFormat {
    private static final int MOST = 1 << 20;

    private RoomFormat() {}

    static ByteSink sink() {
        return new ByteSink(256);
    }

    private static void putOptional(ByteSink sink, @Nullable String text) {
        sink.putByte(text == null ? 0 : 1);
        if (text != null) {
            sink.putText(text);
        }
    }

    private static @Nullable String getOptional(ByteSource source) {
        return source.getByte() == 0 ? null : source.getText();
    }

    static ByteSink attempt(StoredAttempt attempt) {
        Body body = attempt.body();
        ByteSink sink = sink().putText(attempt.id().key().text()).putText(attempt.id().version())
                .putVarint(attempt.arrivalMicros());
        putOptional(sink, attempt.source());
        return sink.putBytes(body.array(), body.offset(), body.length());
    }

    static StoredAttempt attempt(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "an attempt");
        AttemptId id = new AttemptId(source.key(source.getText()), source.getText());
        long arrival = source.getVarint();
        String channel = getOptional(source);
        return new StoredAttempt(id, arrival, channel,
                Body.of(Arrays.copyOfRange(bytes, source.offset(), bytes.length)));
    }

    /// What was told with a copy. The bytes that were judged are the copy's.
    static ByteSink outcomes(List<Recorded> outcomes) {
        ByteSink sink = sink().putVarint(outcomes.size());
        for (Recorded outcome : outcomes) {
            sink.putVarint(outcome.revision()).putVarint(outcome.decidedMicros());
            putOptional(sink, name(outcome.state()));
            putOptional(sink, name(outcome.code()));
            putOptional(sink, outcome.cause());
            sink.putVarint(outcome.sequences().size());
            outcome.sequences().forEach((account, sequence) -> sink.putText(account).putVarint(sequence));
        }
        return sink;
    }

    static KeptAttempt kept(StoredAttempt attempt, byte @Nullable [] told) {
        List<Recorded> outcomes = new ArrayList<>();
        if (told != null) {
            Sha256 digest = attempt.body().digest(Sha256.newMessageDigest());
            ByteSource source = new ByteSource(told, "what was told with a copy");
            for (int i = source.getCount(MOST); i > 0; i--) {
                long revision = source.getVarint();
                long decided = source.getVarint();
                String state = getOptional(source);
                RejectionCode code = code(getOptional(source));
                String cause = getOptional(source);
                Map<String, Long> sequences = new HashMap<>();
                for (int j = source.getCount(MOST); j > 0; j--) {
                    sequences.put(source.getText(), source.getVarint());
                }
                outcomes.add(new Recorded(revision, decided, digest, state == null ? null : OutcomeState.valueOf(state),
                        code, null, cause, sequences));
            }
        }
        return new KeptAttempt(attempt, outcomes);
    }

    static ByteSink account(Account account) {
        ByteSink sink = sink().putText(account.number()).putText(account.customer()).putSigned(account.actual())
                .putSigned(account.available()).putVarint(account.sequence()).putDigest(account.head())
                .putVarint(account.lastEpochSecond());
        EventKey last = account.lastKey();
        putOptional(sink, last == null ? null : last.text());
        return sink;
    }

    static Account account(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "an account");
        String number = source.getText();
        String customer = source.getText();
        long actual = source.getSigned();
        long available = source.getSigned();
        long sequence = source.getVarint();
        Sha256 head = source.getDigest();
        long time = source.getVarint();
        String last = getOptional(source);
        return new Account(number, customer, actual, available, sequence, head,
                last == null ? null : source.key(last), time);
    }

    static ByteSink entry(Entry entry) {
        return sink().putText(entry.account()).putVarint(entry.sequence()).putText(entry.key().text())
                .putDigest(entry.bodyDigest()).putText(entry.status().name()).putSigned(entry.actualEffect())
                .putSigned(entry.availableEffect()).putSigned(entry.actualAfter()).putSigned(entry.availableAfter())
                .putVarint(entry.epochSecond());
    }

    static Entry entry(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "an entry");
        return new Entry(source.getText(), source.getVarint(), source.key(source.getText()), source.getDigest(),
                EntryStatus.valueOf(source.getText()), source.getSigned(), source.getSigned(), source.getSigned(),
                source.getSigned(), source.getVarint());
    }

    static ByteSink matter(OpenMatter matter) {
        return sink().putText(matter.key().text()).putText(matter.account()).putVarint(matter.amount())
                .putVarint(matter.left());
    }

    static OpenMatter matter(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "an open matter");
        return new OpenMatter(source.key(source.getText()), source.getText(), source.getVarint(), source.getVarint());
    }

    static ByteSink record(KeyRecord record) {
        ByteSink sink = sink().putText(record.key().text()).putVarint(record.revision())
                .putText(record.standing().name());
        putOptional(sink, record.inForce());
        putOptional(sink, name(record.code()));
        putOptional(sink, record.account());
        sink.putVarint(record.waiting().size());
        for (AttemptId waiting : record.waiting()) {
            sink.putText(waiting.key().text()).putText(waiting.version());
        }
        sink.putVarint(record.judged().size());
        for (KeyRecord.Judged judged : record.judged()) {
            sink.putText(judged.version()).putDigest(judged.digest());
            putOptional(sink, name(judged.state()));
            putOptional(sink, name(judged.code()));
        }
        return sink;
    }

    static KeyRecord record(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "the record of a key");
        EventKey key = source.key(source.getText());
        long revision = source.getVarint();
        KeyStanding standing = KeyStanding.valueOf(source.getText());
        String inForce = getOptional(source);
        RejectionCode code = code(getOptional(source));
        String account = getOptional(source);
        List<AttemptId> waiting = new ArrayList<>();
        for (int i = source.getCount(MOST); i > 0; i--) {
            waiting.add(new AttemptId(source.key(source.getText()), source.getText()));
        }
        List<KeyRecord.Judged> judged = new ArrayList<>();
        for (int i = source.getCount(MOST); i > 0; i--) {
            String version = source.getText();
            Sha256 digest = source.getDigest();
            String state = getOptional(source);
            judged.add(new KeyRecord.Judged(version, digest, state == null ? null : OutcomeState.valueOf(state),
                    code(getOptional(source))));
        }
        return new KeyRecord(key, revision, standing, inForce, code, account, List.copyOf(waiting),
                List.copyOf(judged));
    }

    static ByteSink happened(Happened happened) {
        ByteSink sink = sink().putText(happened.kind().name()).putText(happened.version())
                .putVarint(happened.atMicros()).putVarint(happened.revision());
        putOptional(sink, happened.digest() == null ? null : happened.digest().toString());
        putOptional(sink, happened.account());
        putOptional(sink, happened.sequence() == null ? null : Long.toString(happened.sequence()));
        Rejection rejection = happened.rejection();
        putOptional(sink, rejection == null ? null : rejection.code().name());
        putOptional(sink, rejection == null ? null : rejection.reason());
        putOptional(sink, happened.cause());
        return sink;
    }

    static Happened happened(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "what happened to an attempt");
        KeyHistory.Kind kind = KeyHistory.Kind.valueOf(source.getText());
        String version = source.getText();
        long at = source.getVarint();
        long revision = source.getVarint();
        String digest = getOptional(source);
        String account = getOptional(source);
        String sequence = getOptional(source);
        RejectionCode code = code(getOptional(source));
        String reason = getOptional(source);
        return new Happened(kind, version, at, revision, digest == null ? null : Sha256.parseHex(digest), account,
                sequence == null ? null : Long.valueOf(sequence),
                code == null ? null : new Rejection(code, String.valueOf(reason)), getOptional(source));
    }

    /// The key in the key of something that happened.
    static EventKey happenedTo(byte[] key) {
        String text = new String(key, StandardCharsets.ISO_8859_1);
        return EventKey.of(text.substring(1, text.indexOf('\0')));
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static @Nullable RejectionCode code(@Nullable String name) {
        return name == null ? null : RejectionCode.valueOf(name);
    }

    static ByteSink transaction(Transaction transaction) {
        ByteSink sink = sink().putText(transaction.attempt().key().text()).putText(transaction.attempt().version())
                .putText(transaction.group());
        putOptional(sink, transaction.replay());
        return sink;
    }

    static Transaction transaction(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "a transaction");
        return new Transaction(new AttemptId(source.key(source.getText()), source.getText()), source.getText(),
                getOptional(source));
    }
}
