package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.DamagedRecordsException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A run of records as the second reader read them. Handed from the thread that reads to the one that folds, and on to the one behind
/// it: in columns, one after another in memory, because what one processor wrote the other has to fetch. Not changed any more once it
/// was handed on.
final class ReadBatch {
    /// How many numbers each record has in [#accountCodes].
    static final int CODES = 4;

    private static final int TEXTS = 3;
    private static final int ROOM_FOR_TEXTS = 64;

    /// How many records there are.
    final int size;
    /// The position of the first.
    final long firstPosition;
    /// What operators decided; null at attempts.
    final @Nullable ControlAction[] controls;
    /// The types that the keys name; null where they name none.
    final @Nullable EventType[] types;
    /// Why bodies are no events; null where they are.
    final @Nullable RejectionCode[] refusals;
    /// The attempts' numbers among those of their keys.
    final int[] versions;
    final long[] seconds;
    final long[] cents;
    final long[] keyHashes;
    /// The hashes of the keys that follow-ups refer to; of the keys themselves at other events.
    final long[] originalHashes;
    /// The codes of the two accounts that each body names, see [NumberCode]: four numbers each, 0 for no account.
    final long[] accountCodes;
    /// The digests of the bodies, one after another.
    final byte[] digests;
    /// Why the batch has no records, or null when it has.
    final @Nullable DamagedRecordsException damage;
    /// Each record's key, account and other text, in UTF-8.
    private byte[] texts;
    /// Where each text ends.
    private final int[] textEnds;

    /// An empty batch for so many records.
    ReadBatch(long firstPosition, int size) {
        this(firstPosition, size, null);
    }

    private ReadBatch(long firstPosition, int size, @Nullable DamagedRecordsException damage) {
        this.size = size;
        this.firstPosition = firstPosition;
        this.damage = damage;
        controls = new ControlAction[size];
        types = new EventType[size];
        refusals = new RejectionCode[size];
        versions = new int[size];
        seconds = new long[size];
        cents = new long[size];
        keyHashes = new long[size];
        originalHashes = new long[size];
        accountCodes = new long[CODES * size];
        digests = new byte[size * Sha256.LENGTH];
        texts = new byte[size * ROOM_FOR_TEXTS];
        textEnds = new int[TEXTS * size];
    }

    /// In the place of records that cannot be read.
    static ReadBatch damaged(DamagedRecordsException damage) {
        return new ReadBatch(damage.firstPosition(), 0, damage);
    }

    /// Sets what a body says. To be called for one record after another, with a key but no body for control records.
    void set(int index, String key, @Nullable ReadBody body) {
        int end = putAscii(index == 0 ? 0 : textEnds[TEXTS * index - 1], key);
        textEnds[TEXTS * index] = end;
        String account = body == null ? null : body.account();
        if (account != null) {
            end = putAscii(end, account);
        }
        textEnds[TEXTS * index + 1] = end;
        String other = body == null ? null : body.other();
        if (other != null) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            makeRoom(end + bytes.length);
            System.arraycopy(bytes, 0, texts, end, bytes.length);
            end += bytes.length;
        }
        textEnds[TEXTS * index + 2] = end;
        if (body != null) {
            types[index] = body.type();
            refusals[index] = body.refusal();
            seconds[index] = body.second();
            cents[index] = body.cents();
        }
    }

    @SuppressWarnings("deprecation") // copies characters known to be ASCII without encoding them
    private int putAscii(int at, String text) {
        makeRoom(at + text.length());
        text.getBytes(0, text.length(), texts, at);
        return at + text.length();
    }

    private void makeRoom(int length) {
        if (length > texts.length) {
            texts = Arrays.copyOf(texts, Math.max(length, 2 * texts.length));
        }
    }

    /// What the body at that index says.
    ReadBody body(int index) {
        EventType type = types[index];
        RejectionCode refusal = refusals[index];
        return refusal != null
                ? ReadBody.refused(type, refusal)
                : new ReadBody(type, null, seconds[index], account(index), other(index), cents[index]);
    }

    /// The key of the attempt at that index.
    String key(int index) {
        int from = keyStart(index);
        return new String(texts, from, textEnds[TEXTS * index] - from, StandardCharsets.ISO_8859_1);
    }

    int keyLength(int index) {
        return textEnds[TEXTS * index] - keyStart(index);
    }

    /// Writes the characters of a key to `target` from `offset` on.
    void copyKey(int index, byte[] target, int offset) {
        System.arraycopy(texts, keyStart(index), target, offset, keyLength(index));
    }

    /// Whether the key at that index is those ASCII characters.
    boolean isKey(int index, byte[] characters, int length) {
        int from = keyStart(index);
        return Arrays.equals(texts, from, textEnds[TEXTS * index], characters, 0, length);
    }

    /// Whether the key at that index ends in the same request-id as another.
    boolean hasRequestIdOf(int index, String key) {
        int from = key.lastIndexOf('_');
        int at = textEnds[TEXTS * index] - key.length();
        if (at + from < keyStart(index)) {
            return false;
        }
        for (int i = key.length() - 1; i >= from; i--) {
            if (texts[at + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int keyStart(int index) {
        return index == 0 ? 0 : textEnds[TEXTS * index - 1];
    }

    /// The account that the body at that index names first, or null when it names none.
    @Nullable
    String account(int index) {
        return text(TEXTS * index + 1, StandardCharsets.ISO_8859_1);
    }

    /// A transfer's target, or the customer that opens an account, or null.
    @Nullable
    String other(int index) {
        return text(TEXTS * index + 2, StandardCharsets.UTF_8);
    }

    private @Nullable String text(int number, Charset charset) {
        int from = textEnds[number - 1];
        int length = textEnds[number] - from;
        return length == 0 ? null : new String(texts, from, length, charset);
    }

    /// A batch of nothing but the record at that index.
    ReadBatch only(int index) {
        ReadBatch one = new ReadBatch(firstPosition + index, 1);
        one.set(0, key(index), body(index));
        one.controls[0] = controls[index];
        one.versions[0] = versions[index];
        one.keyHashes[0] = keyHashes[index];
        one.originalHashes[0] = originalHashes[index];
        System.arraycopy(accountCodes, CODES * index, one.accountCodes, 0, CODES);
        System.arraycopy(digests, index * Sha256.LENGTH, one.digests, 0, Sha256.LENGTH);
        return one;
    }
}
