package io.tidemark.core.port;

import java.time.LocalDate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// The bundles of an event log, whose attempts have positions: the log keeps a reference to the bundle in place of each body that is
/// packed. Safe for use by many threads.
public interface LogBundles extends Bundles {
    /// Packs what arrived before a day, a bundle a day and run: attempts in the archive and the rejected bucket that are in none yet. Each
    /// bundle is on disk, was read again and compared attempt by attempt before single objects are let go. A crash at any moment loses
    /// nothing; the next call goes on.
    ///
    /// @param ledger   knows what became of each attempt, and has it on disk
    /// @param before   the first day, in UTC, that is left alone
    /// @param progress hears of the position up to which records were looked at
    /// @param stop     asked now and then; when true, the call ends early
    /// @throws StorageException of kind `DAMAGED` when what was written cannot be read again as it was: nothing was let go then
    Packed pack(LedgerReader ledger, LocalDate before, LongConsumer progress, BooleanSupplier stop);

    /// A part of a bundle.
    ///
    /// @param bundle   the bundle
    /// @param attempts how many of its attempts are meant
    record Share(Bundle bundle, long attempts) {}

    /// The bundles that hold attempts of a stretch of positions, with how many of these each holds. Looks into none of them.
    ///
    /// @param fromPosition the first position
    /// @param toPosition   the last one
    List<Share> shares(long fromPosition, long toPosition);

    @Override
    default Cursor<Held> lost() {
        return lost(1, Long.MAX_VALUE);
    }

    /// The attempts of a stretch of positions that cannot be read now, because their bundle is lost or damaged, in order. Bundles that are
    /// cold are not looked into.
    ///
    /// @param fromPosition the first position that is looked at
    /// @param toPosition   the last one
    Cursor<Held> lost(long fromPosition, long toPosition);
}
