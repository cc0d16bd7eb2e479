package io.tidemark.core.port;

import java.util.Map;

/// Which bucket each attempt is in. An attempt that was never moved is in [Bucket#NEW]. Safe for use by many threads.
public interface Buckets {
    /// The bucket of the attempt at that position.
    Bucket bucketOf(long position);

    /// Moves attempts, all or none of them, and with them the mark up to which outcomes have been carried out. Moving an
    /// attempt to where it is has no effect. Survives a crash once [ControlItem#update] or a later [EventLog#put] has synced.
    ///
    /// @param moves       attempt positions and where they go
    /// @param upToPosition every outcome decided at or before this position has been carried out; never runs backwards,
    ///                     except by [ControlItem#update] switching to another generation
    void move(Map<Long, Bucket> moves, long upToPosition);

    /// Takes all attempts back to [Bucket#NEW] and the mark to 0, durably, even where what said otherwise is damaged: for whoever is
    /// about to carry all outcomes out again.
    void clear();

    /// The mark that the last [#move] set; 0 at first.
    long movedUpTo();

    /// How many attempts each bucket holds.
    Map<Bucket, Long> counts();

    /// The attempts in a bucket other than [Bucket#NEW], as positions in ascending order, from the one after `afterPosition` on.
    Cursor<Long> positions(Bucket bucket, long afterPosition);
}
