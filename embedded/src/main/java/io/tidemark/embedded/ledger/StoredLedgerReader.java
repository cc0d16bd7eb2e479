package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.embedded.encoding.ByteSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a generation through a view of its database. Safe for use by many threads.
class StoredLedgerReader implements LedgerReader {
    private final Supplier<LayeredState> state;
    private final Owned owned;

    /// A reader.
    ///
    /// @param state what to read
    /// @param owned closed with the reader: the view or its database
    StoredLedgerReader(Supplier<LayeredState> state, Owned owned) {
        this.state = state;
        this.owned = owned;
    }

    /// Something that closes without failing.
    @FunctionalInterface
    interface Owned extends AutoCloseable {
        @Override
        void close();
    }

    /// How far the generation has come.
    LedgerMark mark() {
        return LedgerMark.read(state.get().view());
    }

    @Override
    public Summary summary() {
        return mark().summary();
    }

    @Override
    public long historyFilledTo() {
        return mark().filledTo();
    }

    @Override
    public String note() {
        byte[] note = state.get().view().get(LedgerTables.META, LedgerTables.NOTE);
        return note == null ? "" : new String(note, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Account account(String number) {
        if (!isPlain(number)) {
            return null;
        }
        byte[] value = state.get().get(LedgerTables.key(LedgerTables.ACCOUNTS, number));
        return value == null ? null : WorkingCodec.account(number, value);
    }

    /// Whether the text can be the number of an account at all.
    private static boolean isPlain(String number) {
        return number.chars().allMatch(c -> c > 0 && c < 0x80);
    }

    @Override
    public Cursor<Account> accounts() {
        return cursor(LedgerTables.ACCOUNTS, (key, value) -> WorkingCodec
                .account(new String(key, 1, key.length - 1, StandardCharsets.ISO_8859_1), value));
    }

    @Override
    public @Nullable OpenMatter openMatter(EventKey key) {
        byte[] value = state.get().get(LedgerTables.key(LedgerTables.OPEN, key));
        return value == null ? null : WorkingCodec.openMatter(key, value);
    }

    @Override
    public Cursor<OpenMatter> openMatters() {
        return cursor(LedgerTables.OPEN, (key, value) -> WorkingCodec.openMatter(WorkingCodec.eventKey(key), value));
    }

    @Override
    public @Nullable RejectedKey rejectedKey(EventKey key) {
        byte[] value = state.get().get(LedgerTables.key(LedgerTables.REJECTED, key));
        return value == null ? null : WorkingCodec.rejectedKey(key, value);
    }

    @Override
    public Cursor<RejectedKey> rejectedKeys() {
        return cursor(LedgerTables.REJECTED,
                (key, value) -> WorkingCodec.rejectedKey(WorkingCodec.eventKey(key), value));
    }

    @Override
    public Cursor<WaitingFollowUp> waitingFollowUps() {
        return cursor(LedgerTables.WAITING, (key, value) -> WorkingCodec
                .waiting(new ByteSource(key, 1, key.length, "a key of the ledger").getLong(), value));
    }

    @Override
    public Cursor<PausedAccount> pausedAccounts() {
        return cursor(LedgerTables.PAUSED, (key, value) -> WorkingCodec
                .paused(new String(key, 1, key.length - 1, StandardCharsets.ISO_8859_1), value));
    }

    @Override
    public Cursor<HeldAttempt> heldAttempts() {
        return cursor(LedgerTables.HELD, (key, value) -> WorkingCodec
                .held(new ByteSource(key, 1, key.length, "a key of the ledger").getLong(), value));
    }

    @Override
    public @Nullable HeldAttempt heldAttempt(long position) {
        byte[] value = state.get().get(LedgerTables.key(LedgerTables.HELD, position));
        return value == null ? null : WorkingCodec.held(position, value);
    }

    @Override
    public long correctedPosition(EventKey key) {
        byte[] value = state.get().get(LedgerTables.key(LedgerTables.CORRECTED, key));
        return value == null ? 0 : WorkingCodec.position(key, value);
    }

    @Override
    public Cursor<CorrectedKey> correctedKeys() {
        return cursor(LedgerTables.CORRECTED, (bytes, value) -> {
            EventKey key = WorkingCodec.eventKey(bytes);
            return new CorrectedKey(key, WorkingCodec.position(key, value));
        });
    }

    private <T> Cursor<T> cursor(byte kind, KindCursor.Decoder<T> decoder) {
        return new KindCursor<>(state.get().walk(), kind, decoder);
    }

    @Override
    public Cursor<PlacedEntry> entries(String account, long fromSequence, long toSequence) {
        return new EntryCursor(state.get(), account, fromSequence, isPlain(account) ? toSequence : 0);
    }

    @Override
    public Cursor<EntryPlace> entryPlaces(String fromAccount) {
        return new PlaceCursor(state.get().walk(), fromAccount);
    }

    @Override
    public List<Outcome> outcomes(long attemptPosition) {
        List<Outcome> outcomes = new ArrayList<>();
        addOutcomes(attemptPosition, attemptPosition, outcomes);
        for (long decidedAt : Amendments.read(state.get(), attemptPosition)) {
            addOutcomes(attemptPosition, decidedAt, outcomes);
        }
        return outcomes;
    }

    private void addOutcomes(long attemptPosition, long decidedAt, List<Outcome> outcomes) {
        try (Cursor<Outcome> cursor = outcomesDecided(decidedAt, decidedAt)) {
            for (Outcome outcome = cursor.next(); outcome != null; outcome = cursor.next()) {
                if (outcome.position() == attemptPosition) {
                    outcomes.add(outcome);
                }
            }
        }
    }

    @Override
    public Cursor<Outcome> outcomesDecided(long fromPosition, long toPosition) {
        // Behind the ledger's position there may be what is about to count, or never came to.
        return new OutcomeCursor(state.get().view().walk(LedgerTables.OUTCOMES), Math.max(fromPosition, 1),
                Math.min(toPosition, mark().summary().position()));
    }

    @Override
    public void close() {
        owned.close();
    }
}
