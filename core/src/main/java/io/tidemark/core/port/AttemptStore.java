package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The buckets by key and version: every attempt that was ever put. Bytes once put never change. Safe for use by many threads.
public interface AttemptStore {
    /// Puts bytes under a key: one more attempt, also where the bytes are the same as before or the key has expired. Durable on return.
    /// When the answer of storage is lost on the way, it may be put twice: the second is then a duplicate of the first.
    AttemptId put(EventKey key, Body body, @Nullable String source);

    /// The attempt, from whichever bucket still has it, or null when none has.
    @Nullable
    StoredAttempt read(AttemptId id);

    /// The attempts under a key that [Bucket#NEW] still has, in the order in which they were put; expired ones are among them.
    /// Empty when it has none.
    List<AttemptId> versions(EventKey key);

    /// Takes the key out of sight in [Bucket#NEW], as a lifecycle rule does when an object expires. Its versions can still be read. Has no
    /// effect on a key that is not in sight.
    void expire(EventKey key);

    /// Whether [Bucket#NEW] shows the key: it was put, and has not expired since.
    boolean inSight(EventKey key);

    /// Keeps a byte-exact copy of an attempt, with its arrival time and source, in another bucket. Has no effect when that bucket has a
    /// copy of this attempt, though others were kept under the key since. A copy is an attempt of that bucket and never goes. Durable on
    /// return.
    ///
    /// @param bucket   [Bucket#ARCHIVE] or [Bucket#REJECTED]
    /// @param outcomes what was recorded of the attempt so far, in order, so that it outlives the tables; a time of 0 where it is not known.
    ///                 Kept with a new copy, all of it but reasons, or none of it where the store has no room for it
    void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes);

    /// The same without telling what was recorded.
    ///
    /// @param bucket [Bucket#ARCHIVE] or [Bucket#REJECTED]
    default void keep(StoredAttempt attempt, Bucket bucket) {
        keep(attempt, bucket, List.of());
    }

    /// Which attempt was kept last under the key in that bucket, or null when none was.
    ///
    /// @param bucket [Bucket#ARCHIVE] or [Bucket#REJECTED]
    @Nullable
    AttemptId kept(EventKey key, Bucket bucket);

    /// What a bucket holds under event keys, in bytewise order of the keys, and in [Bucket#NEW] under a key in the order in which it was
    /// put; expired ones are among it. What is put or kept meanwhile may be missed. Reads as it goes, and holds little at a time.
    ///
    /// @param prefix what keys begin with; empty for all
    Cursor<ListedAttempt> list(Bucket bucket, String prefix);

    /// The attempt that a listing told of, or, in [Bucket#ARCHIVE] and [Bucket#REJECTED], the one that the copy is of: under the version
    /// that it was put as. Null when it is no longer there, or says of itself no version that it is a copy of.
    @Nullable
    StoredAttempt read(ListedAttempt listed);

    /// The attempt that a listed copy is of, with what was told of it when it was kept. Null as [#read(ListedAttempt)].
    ///
    /// @param listed one that a listing of [Bucket#ARCHIVE] or [Bucket#REJECTED] told of
    @Nullable
    KeptAttempt readKept(ListedAttempt listed);
}
