package io.tidemark.aws.notice;

import org.jspecify.annotations.Nullable;

/// One thing that a message says. Immutable.
public sealed interface Notice {
    /// A version was put.
    ///
    /// @param place where, and which
    record Created(ObjectPlace place) implements Notice {}

    /// An object expired, was deleted, or lost a version. What the bucket still has of it must be looked up: by the time this is
    /// read, it is gone from sight.
    ///
    /// @param place     where; its version is that of the delete marker or of what was deleted for good
    /// @param lifecycle whether a lifecycle rule did it and not a caller
    record Removed(ObjectPlace place, boolean lifecycle) implements Notice {}

    /// What S3 sends when notifications are set up. Says nothing.
    record TestEvent() implements Notice {}

    /// Not a notification of S3, or one of a kind that nobody asked for. To be logged and set aside, never tried again: it would not
    /// become one.
    ///
    /// @param why one line for people
    record Foreign(String why) implements Notice {}

    /// The object that a notification is about.
    ///
    /// @param bucket    the bucket's name
    /// @param key       the object's key, decoded
    /// @param version   the version, or null when the notification names none
    /// @param sequencer orders notifications of one key, see [Sequencer]; null when the notification has none
    /// @param eventTime when it happened, as S3 writes it, or null
    record ObjectPlace(String bucket, String key, @Nullable String version, @Nullable Sequencer sequencer,
            @Nullable String eventTime) {}
}
