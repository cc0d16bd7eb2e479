package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;

/// Names one attempt wherever attempts have no position: the key, and the version that the store gave its bytes.
///
/// @param key     the event key
/// @param version the store's name for this version of the bytes: ASCII without blanks; says nothing of order
public record AttemptId(EventKey key, String version) {
    @Override
    public String toString() {
        return key + " version " + version;
    }
}
