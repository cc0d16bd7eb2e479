package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;

/// What an operator can decide about events. Takes effect at its position; where the key does not stand as the action needs
/// it to, it has no effect.
public sealed interface ControlAction {
    /// The last rejected attempt of a key that stands rejected is judged again.
    ///
    /// @param key the event key
    record Retry(EventKey key) implements ControlAction {}

    /// The wait of a follow-up ends: it is rejected.
    ///
    /// @param key the follow-up's key
    record Reject(EventKey key) implements ControlAction {}

    /// From here on the rules of that version hold.
    ///
    /// @param version the version
    record UseRules(int version) implements ControlAction {}
}
