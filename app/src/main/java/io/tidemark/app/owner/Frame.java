package io.tidemark.app.owner;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One message between owner and client: what it is, and its bytes.
///
/// @param kind  what it is
/// @param bytes what it carries, ready to be read
record Frame(Kind kind, ByteBuffer bytes) {
    /// What frames there are. The number is the frame's first byte; that of a greeting, and its form, stay the same in all versions.
    enum Kind {
        /// Owner: who it is. The first frame on every connection.
        GREETING('G'),
        /// Client: the command. The first frame of a client, and sent once.
        REQUEST('R'),
        /// Owner: the command wants to read on.
        WANT('W'),
        /// Client: a flag, whether more can be read at once, and what it has read of its standard input.
        INPUT('I'),
        /// Client: its standard input has ended.
        INPUT_END('E'),
        /// Client: the command is to end early.
        STOP('S'),
        /// Owner: something for the standard output.
        OUT('o'),
        /// Owner: something for the standard error.
        ERR('e'),
        /// Owner: the command has ended with that code, four bytes.
        EXIT('x');

        private final byte number;

        Kind(char number) {
            this.number = (byte) number;
        }

        byte number() {
            return number;
        }

        /// The kind of that number.
        ///
        /// @throws IllegalArgumentException when there is none
        static Kind of(byte number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no frame begins with " + number);
        }
    }

    /// Its bytes as text.
    String text() {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
