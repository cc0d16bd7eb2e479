package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.ArrayList;
import java.util.List;

/// One outcome as bytes within a block, all but the position at which it took effect.
final class OutcomeCodec {
    private static final int STATE = 3;
    private static final int JUDGED_ELSEWHERE = 4;
    private static final int HAS_REFUSED_AT = 8;
    private static final int STATUS = 3 | 8;
    /// The entry has the body digest and the time of the one before it.
    private static final int SAME_EVENT = 4;
    private static final int MAX_ENTRIES = 1 << 10;

    private OutcomeCodec() {}

    static void encode(Outcome outcome, ByteSink sink) {
        boolean elsewhere = outcome.position() != outcome.decidedAt();
        Outcome.RefusedAt refusedAt = outcome.refusedAt();
        sink.putByte(StoredCodes.of(outcome.state()) | (elsewhere ? JUDGED_ELSEWHERE : 0)
                | (refusedAt == null ? 0 : HAS_REFUSED_AT));
        if (elsewhere) {
            sink.putVarint(outcome.decidedAt() - outcome.position());
        }
        encode(outcome.key(), sink);
        Rejection rejection = outcome.rejection();
        if (rejection != null) {
            sink.putByte(StoredCodes.of(rejection.code())).putText(rejection.reason());
        }
        if (refusedAt != null) {
            sink.putText(refusedAt.account()).putVarint(refusedAt.sequence());
        }
        if (outcome.state() == OutcomeState.ACCEPTED) {
            encode(outcome.key(), outcome.entries(), sink);
        }
    }

    private static void encode(EventKey key, List<Entry> entries, ByteSink sink) {
        sink.putVarint(entries.size());
        Entry before = null;
        for (Entry entry : entries) {
            if (!entry.key().equals(key)) {
                throw new IllegalArgumentException("an entry of " + entry.key() + " among those of " + key);
            }
            boolean same = before != null && before.epochSecond() == entry.epochSecond()
                    && before.bodyDigest().equals(entry.bodyDigest());
            sink.putByte(StoredCodes.of(entry.status()) | (same ? SAME_EVENT : 0)).putVarint(entry.account().length())
                    .putAscii(entry.account()).putVarint(entry.sequence()).putSigned(entry.actualEffect())
                    .putSigned(entry.availableEffect())
                    .putSigned(entry.actualAfter()).putSigned(entry.availableAfter());
            if (!same) {
                sink.putSigned(entry.epochSecond()).putDigest(entry.bodyDigest());
            }
            before = entry;
        }
    }

    static Outcome decode(ByteSource source, long decidedAt) {
        int flags = source.getByte();
        OutcomeState state = StoredCodes.state(flags & STATE, source);
        long position = (flags & JUDGED_ELSEWHERE) == 0 ? decidedAt : decidedAt - source.getVarint();
        EventKey key = decodeKey(source);
        Rejection rejection = state == OutcomeState.REJECTED
                ? new Rejection(StoredCodes.rejection(source.getByte(), source), source.getText())
                : null;
        Outcome.RefusedAt refusedAt = (flags & HAS_REFUSED_AT) == 0
                ? null
                : new Outcome.RefusedAt(source.getText(), source.getVarint());
        List<Entry> entries = state == OutcomeState.ACCEPTED ? decodeEntries(key, source) : List.of();
        return new Outcome(position, decidedAt, key, state, rejection, refusedAt, entries);
    }

    private static List<Entry> decodeEntries(EventKey key, ByteSource source) {
        int count = source.getCount(MAX_ENTRIES);
        List<Entry> entries = new ArrayList<>(count);
        long epochSecond = 0;
        Sha256 digest = Sha256.ZERO;
        for (int i = 0; i < count; i++) {
            int flags = source.getByte();
            String account = source.getText();
            long sequence = source.getVarint();
            long actualEffect = source.getSigned();
            long availableEffect = source.getSigned();
            long actualAfter = source.getSigned();
            long availableAfter = source.getSigned();
            if ((flags & SAME_EVENT) == 0) {
                epochSecond = source.getSigned();
                digest = source.getDigest();
            }
            entries.add(
                    new Entry(account, sequence, key, digest, StoredCodes.status(flags & STATUS, source), actualEffect,
                            availableEffect, actualAfter, availableAfter, epochSecond));
        }
        return List.copyOf(entries);
    }

    /// A key as its type and request-id, or as its whole text when it has no type.
    static void encode(EventKey key, ByteSink sink) {
        EventType type = key.type();
        if (type == null) {
            sink.putByte(0).putText(key.text());
        } else {
            String text = key.text();
            int from = type.label().length() + 1;
            int to = text.length() - EventKey.SUFFIX.length();
            sink.putByte(StoredCodes.of(type)).putVarint(to - from).putAscii(text, from, to);
        }
    }

    static EventKey decodeKey(ByteSource source) {
        int code = source.getByte();
        String text = source.getText();
        return source.key(code == 0 ? text : StoredCodes.type(code, source).label() + "_" + text + EventKey.SUFFIX);
    }
}
