package io.tidemark.embedded.ledger;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.View;

/// Which ledger a database is; written when it is made.
///
/// @param generation the generation's name
/// @param home       the identity of the home whose events it is derived from
record LedgerIdentity(String generation, String home) {
    /// Makes sure that the database is this ledger, and of a format that this program knows.
    void check(View view) {
        byte[] bytes = view.get(LedgerTables.META, LedgerTables.IDENTITY);
        if (bytes == null) {
            throw new StorageException(Kind.DAMAGED, "ledger " + generation + " was never finished, or is none");
        }
        ByteSource source = new ByteSource(bytes, "the identity of ledger " + generation);
        int version = source.getByte();
        if (version != LedgerTables.FORMAT_VERSION && version != LedgerTables.FORMAT_WITH_PAUSES) {
            throw new StorageException(Kind.UNSUPPORTED_FORMAT, "ledger " + generation + " is of format " + version
                    + ", this program knows " + LedgerTables.FORMAT_WITH_PAUSES + "; use a newer one");
        }
        LedgerIdentity found = new LedgerIdentity(source.getText(), source.getText());
        if (!found.home.equals(home)) {
            throw new StorageException(Kind.DAMAGED, "ledger " + generation + " belongs to another home");
        }
        if (!found.generation.equals(generation)) {
            throw new StorageException(Kind.DAMAGED, "ledger " + generation + " is in truth " + found.generation);
        }
    }

    byte[] encode() {
        return new ByteSink(64).putByte(LedgerTables.FORMAT_VERSION).putText(generation).putText(home).toBytes();
    }

    /// The identity of a database once accounts of its ledger were paused.
    static byte[] withPauses(View view) {
        byte[] bytes = view.get(LedgerTables.META, LedgerTables.IDENTITY);
        if (bytes == null) {
            throw new StorageException(Kind.DAMAGED, "the ledger does not say which one it is");
        }
        byte[] raised = bytes.clone();
        raised[0] = LedgerTables.FORMAT_WITH_PAUSES;
        return raised;
    }
}
