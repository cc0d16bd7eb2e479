package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The tables of a generation's database and the keys in them. The names and their order are part of the stored format.
final class LedgerTables {
    /// The version of everything in this database.
    static final int FORMAT_VERSION = 1;
    /// The version once an account was paused: an older program would judge what is held.
    static final int FORMAT_WITH_PAUSES = 2;

    /// The [LedgerIdentity], the [LedgerMark], and the number of the last run that was forgotten.
    static final int META = 0;
    /// Blocks of outcomes by the first position at which one of them took effect.
    static final int OUTCOMES = 1;
    /// All else, as it is after the last commit, but for the runs that are not in it yet.
    static final int STATE = 2;
    /// Runs of changes of the state by their number, until they are in it.
    static final int RUNS = 3;

    static final List<
            Table> ALL = List.of(new Table("default", Table.Shape.FEW), new Table("outcomes", Table.Shape.RUNS),
                    new Table("state", Table.Shape.ORDERED), new Table("runs", Table.Shape.RUNS));

    static final byte[] IDENTITY = ascii("identity");
    static final byte[] MARK = ascii("mark");
    /// In [#META]: what the generation is being made for, as text.
    static final byte[] NOTE = ascii("note");
    /// In [#META]: the last run that is not kept as such any longer.
    static final byte[] FORGOTTEN = ascii("forgotten");

    /// In [#STATE]: the last run that is in it. Sorts before all kinds.
    static final byte[] SETTLED = {0};

    // The kinds of keys in the state, in the order in which they are sorted.

    /// Number → account.
    static final byte ACCOUNTS = 'a';
    /// Event key → the attempt position.
    static final byte CORRECTED = 'c';
    /// Attempt position → the account that it is held for, and its key.
    static final byte HELD = 'h';
    /// Attempt position → the other positions at which it was judged.
    static final byte AMENDED = 'm';
    /// Event key → open matter.
    static final byte OPEN = 'o';
    /// Account, 0, first sequence → where the entries are.
    static final byte POSTINGS = 'p';
    /// Event key → the attempt position and the code.
    static final byte REJECTED = 'r';
    /// Number of a paused account → the position of the pause.
    static final byte PAUSED = 's';
    /// Attempt position → the follow-up's key.
    static final byte WAITING = 'w';

    private LedgerTables() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] position(long position) {
        return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
    }

    static byte[] key(byte kind, long position) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(position).array();
    }

    static byte[] key(byte kind, EventKey key) {
        return key(kind, key.text());
    }

    static byte[] key(byte kind, String text) {
        byte[] key = new byte[1 + text.length()];
        key[0] = kind;
        System.arraycopy(ascii(text), 0, key, 1, text.length());
        return key;
    }

    static byte[] posting(String account, long sequence) {
        return new ByteSink(account.length() + 10).putByte(POSTINGS).putAscii(account).putByte(0).putLong(sequence)
                .toBytes();
    }
}
