package io.tidemark.aws.bundle;

import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableBundles;

/// An attempt in a bundle, as its index tells of it. Immutable.
///
/// @param bundle the bundle
/// @param line   the line
record Placed(Manifest bundle, IndexLine line) {
    /// The attempt; its body is fetched when it is asked for.
    StoredAttempt attempt(BundleObjects objects) {
        VersionedAttempt said = line.attempt();
        return new StoredAttempt(said.id(), said.arrivalMicros(), said.source(),
                Body.kept(line.bytes(), said.digest(), () -> body(objects.frame(bundle, line.frame()))));
    }

    /// The body, out of the lines of its frame.
    ///
    /// @throws StorageException of kind `DAMAGED` when it is not there
    Body body(byte[] lines) {
        try {
            return line.body().read(lines);
        } catch (IllegalArgumentException e) {
            throw new StorageException(Kind.DAMAGED, "bundle " + bundle.id() + " is damaged: " + e.getMessage(), e);
        }
    }

    Bundles.Held held() {
        return new Bundles.Held(0, line.attempt().id().key(), bundle.id(), line.attempt().accounts());
    }

    TableBundles.Bundled described(BundleObjects objects) {
        return new TableBundles.Bundled(bundle.id(), attempt(objects), line.attempt().recorded(),
                line.attempt().copies());
    }
}
