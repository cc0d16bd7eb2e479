package io.tidemark.embedded.ledger;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader.EntryPlace;
import io.tidemark.embedded.encoding.ByteSource;
import org.jspecify.annotations.Nullable;

/// Walks over the postings of all accounts.
final class PlaceCursor implements Cursor<EntryPlace> {
    private static final String WHAT = "a posting of the ledger";

    private final StateWalk postings;
    private final byte[] from;
    private boolean placed;
    private boolean done;
    private String account = "";
    private @Nullable ByteSource chunk;
    private long sequence;
    private long decidedAt;

    PlaceCursor(StateWalk postings, String fromAccount) {
        this.postings = postings;
        this.from = LedgerTables.posting(fromAccount, 0);
    }

    @Override
    public @Nullable EntryPlace next() {
        while (!done) {
            if (chunk == null || !chunk.hasMore()) {
                done = !nextChunk();
            } else {
                decidedAt += chunk.getVarint();
                return new EntryPlace(account, sequence++, decidedAt);
            }
        }
        return null;
    }

    private boolean nextChunk() {
        boolean found = placed ? postings.next() : postings.seek(from);
        placed = true;
        byte[] key = found ? postings.key() : null;
        if (key == null || key[0] != LedgerTables.POSTINGS) {
            return false;
        }
        ByteSource source = new ByteSource(key, 1, key.length, WHAT);
        int length = key.length - 2 - Long.BYTES;
        if (length < 0 || key[1 + length] != 0) {
            throw source.damaged("its key is none");
        }
        String number = source.getAscii(length);
        // Mostly it is the next chunk of the account at hand; its number need not be kept twice.
        account = number.equals(account) ? account : number;
        source.skip(1);
        sequence = source.getLong();
        decidedAt = 0;
        chunk = new ByteSource(postings.value(), WHAT);
        return true;
    }

    @Override
    public void close() {
        postings.close();
    }
}
