package io.tidemark.app.wiring;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.tables.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Rooms for proofs: homes in folders of the system's temporary directory, which only this user may read and which go when they are closed.
///
/// @param clock tells when things happen there
public record ProofRooms(InstantSource clock) implements Workspaces {
    @Override
    public Workspace open() {
        Path folder;
        try {
            folder = Files.createTempDirectory("tidemark-proof-");
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.FAILED,
                    "there is no room for a proof in the temporary directory: " + e.getMessage(), e);
        }
        return new Room(folder, EmbeddedHome.create(folder.resolve("home"), clock));
    }

    private record Room(Path folder, EmbeddedHome home) implements Workspace {
        @Override
        public Stores stores() {
            return home.stores();
        }

        @Override
        public void close() {
            home.close();
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> inside = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : inside) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new StorageException(StorageException.Kind.FAILED,
                        "the proof's folder " + folder + " cannot be removed: " + e.getMessage(), e);
            }
        }
    }
}
