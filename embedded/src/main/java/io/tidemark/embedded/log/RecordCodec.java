package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.AccountNumbers;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of the log as bytes within a segment.
///
/// A byte of flags, the arrival time as a difference to the segment's first; then for an attempt: its version unless 1, the
/// key without its suffix, the source if there is one, the body or the place of it in a bundle; for a control record: what was decided, the operator, the reason.
final class RecordCodec {
    private static final int CONTROL = 1;
    private static final int HAS_SOURCE = 2;
    private static final int HAS_VERSION = 4;
    private static final int BUNDLED = 8;
    private static final int KNOWN_FLAGS = CONTROL | HAS_SOURCE | HAS_VERSION | BUNDLED;

    private static final int RETRY = 1;
    private static final int REJECT = 2;
    private static final int USE_RULES = 3;
    private static final int EXCLUDE = 4;
    private static final int PAUSE_ACCOUNT = 5;
    private static final int RESUME_ACCOUNT = 6;

    private RecordCodec() {}

    /// Finds bodies that are in bundles.
    @FunctionalInterface
    interface BundledBodies {
        /// The body of the attempt at a position.
        Body of(long position, BundleReference reference);
    }

    static void encode(NewAttempt attempt, int version, long arrivalDelta, ByteSink sink) {
        encodeHead(attempt.key(), attempt.source(), version, 0, arrivalDelta, sink);
        Body body = attempt.body();
        sink.putVarint(body.length()).putBytes(body.array(), body.offset(), body.length());
    }

    /// Writes an attempt whose body is in a bundle.
    static void encode(LogRecord.Attempt attempt, BundleReference reference, long arrivalDelta, ByteSink sink) {
        encodeHead(attempt.key(), attempt.source(), attempt.version(), BUNDLED, arrivalDelta, sink);
        reference.encode(sink);
    }

    private static void encodeHead(EventKey key, @Nullable String source, int version, int flags, long arrivalDelta,
            ByteSink sink) {
        sink.putByte(flags | (source == null ? 0 : HAS_SOURCE) | (version == 1 ? 0 : HAS_VERSION))
                .putVarint(arrivalDelta);
        if (version != 1) {
            sink.putVarint(version);
        }
        String text = key.text();
        int nameLength = text.length() - EventKey.SUFFIX.length();
        sink.putVarint(nameLength).putAscii(text, 0, nameLength);
        if (source != null) {
            sink.putText(source);
        }
    }

    static void encode(ControlAction action, String operator, String reason, long arrivalDelta, ByteSink sink) {
        sink.putByte(CONTROL).putVarint(arrivalDelta);
        switch (action) {
            case ControlAction.Retry(EventKey key) -> sink.putByte(RETRY).putText(key.text());
            case ControlAction.Reject(EventKey key) -> sink.putByte(REJECT).putText(key.text());
            case ControlAction.UseRules(int version) -> sink.putByte(USE_RULES).putVarint(version);
            case ControlAction.PauseAccount(String account) -> sink.putByte(PAUSE_ACCOUNT).putText(account);
            case ControlAction.ResumeAccount(String account) -> sink.putByte(RESUME_ACCOUNT).putText(account);
            case ControlAction.Exclude(List<EventKey> keys, int part, int parts) -> {
                sink.putByte(EXCLUDE).putVarint(part).putVarint(parts).putVarint(keys.size());
                keys.forEach(key -> sink.putText(key.text()));
            }
        }
        sink.putText(operator).putText(reason);
    }

    /// The next record.
    ///
    /// @param source       where it begins
    /// @param array        what the source reads; the body will share it
    /// @param position     the record's position
    /// @param firstArrival the segment's first arrival time, in microseconds since 1970
    /// @param bundled      finds the body where it is in a bundle
    static LogRecord decode(ByteSource source, byte[] array, long position, long firstArrival, BundledBodies bundled) {
        int flags = source.getByte();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw source.damaged("a record has unknown flags");
        }
        long arrival = firstArrival + source.getVarint();
        if ((flags & CONTROL) != 0) {
            ControlAction action = decodeAction(source);
            return new LogRecord.Control(position, arrival, action, source.getText(), source.getText());
        }
        int version = (flags & HAS_VERSION) == 0 ? 1 : source.getCount(Integer.MAX_VALUE);
        int nameLength = source.getCount(EventKey.MAX_NAME_LENGTH);
        EventKey key = source.key(source.getAscii(nameLength) + EventKey.SUFFIX);
        String label = (flags & HAS_SOURCE) == 0 ? null : source.getText();
        if ((flags & BUNDLED) != 0) {
            Body body = bundled.of(position, BundleReference.decode(source));
            return new LogRecord.Attempt(position, arrival, key, version, label, body);
        }
        int length = source.getCount(EventLog.MAX_BODY_BYTES);
        Body body = new Body(array, source.offset(), length);
        source.skip(length);
        return new LogRecord.Attempt(position, arrival, key, version, label, body);
    }

    /// Goes over the next record.
    static void skip(ByteSource source) {
        int flags = source.getByte();
        source.getVarint();
        if ((flags & CONTROL) != 0) {
            decodeAction(source);
            source.skip(source.getCount(Integer.MAX_VALUE));
            source.skip(source.getCount(Integer.MAX_VALUE));
            return;
        }
        if ((flags & HAS_VERSION) != 0) {
            source.getVarint();
        }
        source.skip(source.getCount(EventKey.MAX_NAME_LENGTH));
        if ((flags & HAS_SOURCE) != 0) {
            source.skip(source.getCount(Integer.MAX_VALUE));
        }
        if ((flags & BUNDLED) != 0) {
            BundleReference.decode(source);
            return;
        }
        source.skip(source.getCount(EventLog.MAX_BODY_BYTES));
    }

    private static ControlAction decodeAction(ByteSource source) {
        int action = source.getByte();
        return switch (action) {
            case RETRY -> new ControlAction.Retry(source.key(source.getText()));
            case REJECT -> new ControlAction.Reject(source.key(source.getText()));
            case USE_RULES -> new ControlAction.UseRules(source.getCount(Integer.MAX_VALUE));
            case PAUSE_ACCOUNT -> new ControlAction.PauseAccount(decodeAccount(source));
            case RESUME_ACCOUNT -> new ControlAction.ResumeAccount(decodeAccount(source));
            case EXCLUDE -> decodeExclude(source);
            default -> throw source.damaged("an unknown action " + action);
        };
    }

    private static String decodeAccount(ByteSource source) {
        String account = source.getText();
        if (!AccountNumbers.isNumber(account)) {
            throw source.damaged("an account is paused or resumed that can be none");
        }
        return account;
    }

    private static ControlAction decodeExclude(ByteSource source) {
        int part = source.getCount(Integer.MAX_VALUE);
        int parts = source.getCount(Integer.MAX_VALUE);
        int count = source.getCount(ControlAction.Exclude.MAX_KEYS);
        List<EventKey> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(source.key(source.getText()));
        }
        if (count == 0 || part < 1 || part > parts) {
            throw source.damaged("events are excluded by part " + part + " of " + parts + " with " + count + " keys");
        }
        return new ControlAction.Exclude(keys, part, parts);
    }
}
