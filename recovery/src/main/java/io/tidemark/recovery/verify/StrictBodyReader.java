package io.tidemark.recovery.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.verify.BodyBytes.Kind;
import io.tidemark.recovery.verify.MemberReader.FormException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads bodies by Jackson's streaming parser under strict rules.
///
/// Many bodies are read as one stream, because starting a parser costs more than reading a small body. A body's value must end
/// exactly with the body; wherever that does not hold, or the parser balks, the body is read again by itself and the stream starts
/// anew behind it. What comes out is the same either way. Not thread-safe.
final class StrictBodyReader {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MemberReader.MAX_NUMBER_LENGTH).maxNameLength(MAX_BODY_BYTES).build())
            .build();

    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final KeyHash hashes = new KeyHash();
    private final BodyBytes bytes = new BodyBytes();
    private final MemberReader members = new MemberReader();
    /// What the bodies of the batch at hand say; null at control records.
    private @Nullable ReadBody[] bodies = new ReadBody[1 << 10];
    private byte[] stream = new byte[1 << 17];
    private int streamLength;
    /// The index in the batch, the end in the stream and the type of every body that stands in the stream.
    private int[] streamed = new int[1 << 10];
    private int[] ends = new int[1 << 10];
    private EventType[] types = new EventType[1 << 10];
    private int streamedCount;

    /// Reads the bodies of all attempts among the records, of which there is one at least.
    ReadBatch read(List<LogRecord> records) {
        ReadBatch batch = new ReadBatch(records.getFirst().position(), records.size());
        if (bodies.length < batch.size) {
            bodies = new ReadBody[batch.size];
        }
        streamLength = 0;
        streamedCount = 0;
        for (int i = 0; i < batch.size; i++) {
            switch (records.get(i)) {
                case LogRecord.Attempt attempt -> begin(batch, i, attempt);
                case LogRecord.Control control -> {
                    batch.controls[i] = control.action();
                    bodies[i] = null;
                }
            }
        }
        readStream(records);
        for (int i = 0; i < batch.size; i++) {
            ReadBody body = bodies[i];
            batch.set(i, records.get(i) instanceof LogRecord.Attempt attempt ? attempt.key().text() : "", body);
            if (body != null && body.refusal() == null) {
                writeCodes(body, batch.accountCodes, i * ReadBatch.CODES);
            }
        }
        return batch;
    }

    private void begin(ReadBatch batch, int index, LogRecord.Attempt attempt) {
        String key = attempt.key().text();
        EventType type = KeyName.typeOf(key);
        batch.versions[index] = attempt.version();
        batch.keyHashes[index] = hashes.of(key);
        batch.originalHashes[index] = type != null && KeyName.isFollowUp(type)
                ? hashes.ofOriginal(key, type)
                : batch.keyHashes[index];
        digest(attempt.body(), batch.digests, index * Sha256.LENGTH);
        begin(index, type, attempt.body());
    }

    private void writeCodes(ReadBody body, long[] target, int offset) {
        if (body.account() != null) {
            NumberCode.write(body.account(), target, offset);
        }
        if (body.type() == EventType.INTER_ACCOUNT_TRANSFER && body.other() != null) {
            NumberCode.write(body.other(), target, offset + 2);
        }
    }

    private void digest(Body body, byte[] target, int offset) {
        sha256.update(body.array(), body.offset(), body.length());
        try {
            sha256.digest(target, offset, Sha256.LENGTH);
        } catch (DigestException e) {
            throw new AssertionError("a digest fits in its length", e);
        }
    }

    /// Puts a body into the stream, or judges it at once when it does not belong there.
    private void begin(int index, @Nullable EventType type, Body body) {
        if (type == null) {
            bodies[index] = ReadBody.refused(null, RejectionCode.UNKNOWN_EVENT_TYPE);
            return;
        }
        Kind kind = body.length() > MAX_BODY_BYTES
                ? Kind.BROKEN
                : bytes.kindOf(body.array(), body.offset(), body.length());
        if (kind != Kind.PLAIN) {
            bodies[index] = readAlone(type, body, kind);
            return;
        }
        int end = streamLength + 1 + body.length();
        // The parser reads numbers up to what follows them, so the last body is followed by a blank too.
        if (stream.length <= end) {
            stream = Arrays.copyOf(stream, Math.max(end + 1, 2 * stream.length));
        }
        if (streamedCount == streamed.length) {
            streamed = Arrays.copyOf(streamed, 2 * streamedCount);
            ends = Arrays.copyOf(ends, 2 * streamedCount);
            types = Arrays.copyOf(types, 2 * streamedCount);
        }
        stream[streamLength] = '\n';
        System.arraycopy(body.array(), body.offset(), stream, streamLength + 1, body.length());
        streamLength = end;
        streamed[streamedCount] = index;
        types[streamedCount] = type;
        ends[streamedCount++] = end;
    }

    private void readStream(List<LogRecord> records) {
        int done = 0;
        while (done < streamedCount) {
            int start = done == 0 ? 0 : ends[done - 1];
            try (JsonParser json = FACTORY.createParser(stream, start, streamLength - start)) {
                done = readFrom(json, start, done);
            } catch (IOException e) {
                throw new UncheckedIOException("reading from memory failed", e);
            }
            if (done < streamedCount) {
                int index = streamed[done];
                if (records.get(index) instanceof LogRecord.Attempt attempt) {
                    bodies[index] = readAlone(types[done], attempt.body(), Kind.PLAIN);
                }
                done++;
            }
        }
    }

    /// Reads one body after another until one is not as plain as the others.
    ///
    /// @param done how many bodies of the stream are read already
    /// @return how many are read afterwards
    private int readFrom(JsonParser json, int start, int done) {
        int next = done;
        try {
            while (next < streamedCount) {
                int index = streamed[next];
                ReadBody body = members.read(json, types[next], false);
                if (json.currentLocation().getByteOffset() + start != ends[next]) {
                    return next;
                }
                bodies[index] = body;
                next++;
            }
            return next;
        } catch (IOException | FormException e) {
            // Said nothing about yet: the body is read again by itself, and what is wrong with it is found there.
            return next;
        }
    }

    /// Reads one body by itself.
    ReadBody readAlone(@Nullable EventType type, Body body) {
        if (type == null) {
            return ReadBody.refused(null, RejectionCode.UNKNOWN_EVENT_TYPE);
        }
        Kind kind = body.length() > MAX_BODY_BYTES
                ? Kind.BROKEN
                : bytes.kindOf(body.array(), body.offset(), body.length());
        return readAlone(type, body, kind);
    }

    private ReadBody readAlone(EventType type, Body body, Kind kind) {
        if (kind == Kind.BROKEN || body.length() == 0) {
            return ReadBody.refused(type, RejectionCode.MALFORMED_EVENT);
        }
        boolean escaped = kind == Kind.ESCAPED;
        ReadBody read = readOnly(type, body.array(), body.offset(), body.length(), escaped);
        boolean cash = type == EventType.CASH_DEPOSIT || type == EventType.VERIFY_CASH_DEPOSIT
                || type == EventType.CASH_WITHDRAWAL;
        if (read == null && cash) {
            byte[] json = Brackets.asBraces(body.array(), body.offset(), body.length());
            read = readOnly(type, json, 0, json.length, escaped);
        }
        return read == null ? ReadBody.refused(type, RejectionCode.MALFORMED_EVENT) : read;
    }

    /// What the bytes say, or null when they are not of the right form.
    private @Nullable ReadBody readOnly(EventType type, byte[] array, int offset, int length, boolean escaped) {
        // The parser guesses the encoding from the first bytes; there is no zero byte and no mark that could mislead it.
        try (JsonParser json = FACTORY.createParser(array, offset, length)) {
            ReadBody body = members.read(json, type, escaped);
            JsonToken more = json.nextToken();
            return more == null ? body : null;
        } catch (IOException | FormException e) {
            return null;
        }
    }
}
