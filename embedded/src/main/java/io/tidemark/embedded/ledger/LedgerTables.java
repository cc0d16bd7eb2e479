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

    /// The [LedgerIdentity] and the [LedgerMark].
    static final int META = 0;
    /// Blocks of outcomes by the first position at which one of them took effect.
    static final int OUTCOMES = 1;
    /// Postings and amendments.
    static final int INDEX = 2;
    /// What the rules look at.
    static final int WORKING = 3;

    static final List<
            Table> ALL = List.of(new Table("default", Table.Shape.FEW), new Table("outcomes", Table.Shape.RUNS),
                    new Table("index", Table.Shape.ORDERED), new Table("working", Table.Shape.ORDERED));

    static final byte[] IDENTITY = ascii("identity");
    static final byte[] MARK = ascii("mark");

    /// In [#INDEX]: account, 0, first sequence → where the entries are.
    static final byte POSTINGS = 'p';
    /// In [#INDEX]: attempt position → the other positions at which it was judged.
    static final byte AMENDED = 'm';

    /// In [#WORKING]: number → account.
    static final byte ACCOUNTS = 'a';
    /// In [#WORKING]: event key → open matter.
    static final byte OPEN = 'o';
    /// In [#WORKING]: attempt position → the follow-up's key.
    static final byte WAITING = 'w';
    /// In [#WORKING]: event key → the attempt position.
    static final byte REJECTED = 'r';
    /// In [#WORKING]: event key → the attempt position.
    static final byte CORRECTED = 'c';

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
