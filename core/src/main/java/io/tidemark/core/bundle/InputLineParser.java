package io.tidemark.core.bundle;

import io.tidemark.core.port.NewAttempt;
import org.jspecify.annotations.Nullable;

/// Reads the lines of an input bundle.
///
/// A line is a JSON object of at most [InputLine#MAX_BYTES] in UTF-8, with no member twice. `key` is a key that a bucket
/// takes. Either `body` is any JSON value, whose bytes are the attempt's exactly as they stand in the line, or `raw` is a
/// string, whose UTF-8 is, or `base64` is one that encodes them; only one of these. `source`, where it is there and not null, is a string of 1 to
/// [io.tidemark.core.port.EventLog#MAX_SOURCE_LENGTH] characters. Other members are read over, though they too must be JSON.
///
/// Within `body` nothing but the syntax counts: members that come twice, lone surrogates behind escapes, any depth and any
/// number are kept for the processing to judge.
///
/// Stateless and thread-safe.
public final class InputLineParser {
    /// A parser.
    public InputLineParser() {}

    /// What the line comes to, which is a refusal when it was too long to be kept.
    public InputLine parse(InputReader.Line line) {
        return line.tooLong() ? tooLong() : parse(line.array(), line.offset(), line.length());
    }

    /// What a line comes to.
    ///
    /// @param array  holds the line; an attempt's body is a range of it, so it must not be changed afterwards
    /// @param offset where the line begins
    /// @param length its length in bytes, without what ends it
    public InputLine parse(byte[] array, int offset, int length) {
        if (length > InputLine.MAX_BYTES) {
            return tooLong();
        }
        NewAttempt ordinary = scan(array, offset, length);
        return ordinary == null ? CarefulLineReader.read(array, offset, length) : new InputLine.Attempt(ordinary);
    }

    /// The attempt that an ordinary line puts, or null when the line is another and has to be read with care.
    static @Nullable NewAttempt scan(byte[] array, int offset, int length) {
        return new LineScan(array, offset, offset + length).attempt();
    }

    private static InputLine tooLong() {
        return new InputLine.Refused("the line has more than " + InputLine.MAX_BYTES + " bytes");
    }
}
