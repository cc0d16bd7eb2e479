package io.tidemark.recovery.snapshot;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.recovery.json.JsonDocument;
import io.tidemark.recovery.json.JsonObject;
import io.tidemark.recovery.snapshot.SnapshotManifest.Anchor;
import io.tidemark.recovery.snapshot.SnapshotManifest.Contents;
import io.tidemark.recovery.snapshot.SnapshotManifest.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The manifest as bytes. Its last member is the digest of all bytes before the comma that sets it off, so that no byte of the
/// file can change unnoticed: the rest is fixed by that digest.
final class ManifestFormat {
    static final String FILE = "manifest.json";
    static final int VERSION = 1;
    /// Of a snapshot in which accounts are paused: a program that knows nothing of that would judge what is held.
    static final int VERSION_WITH_PAUSES = 2;
    private static final String FORMAT = "tidemark-snapshot";
    private static final String DIGEST_OPENING = ",\n  \"digest\": \"";
    private static final String DIGEST_CLOSING = "\"\n}\n";
    private static final int SEAL_LENGTH = DIGEST_OPENING.length() + 2 * Sha256.LENGTH + DIGEST_CLOSING.length();

    private ManifestFormat() {}

    static byte[] write(SnapshotManifest manifest) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        boolean pauses = manifest.contents().pausedAccounts() > 0;
        tree.put("version", pauses ? VERSION_WITH_PAUSES : VERSION);
        tree.put("id", manifest.id());
        tree.put("createdAt", manifest.createdAt());
        tree.put("position", manifest.position());
        Anchor anchor = manifest.anchor();
        if (anchor != null) {
            tree.put("anchor", members("arrivalMicros", anchor.arrivalMicros(), "sha256", anchor.digest()));
        }
        tree.put("rulesVersion", manifest.rulesVersion());
        tree.put("stateDigest", manifest.stateDigest());
        Contents contents = manifest.contents();
        tree.put("accounts", contents.accounts());
        tree.put("openMatters", contents.openMatters());
        tree.put("waiting", contents.waiting());
        tree.put("rejectedKeys", contents.rejectedKeys());
        tree.put("correctedKeys", contents.correctedKeys());
        if (pauses) {
            tree.put("pausedAccounts", contents.pausedAccounts());
            tree.put("heldAttempts", contents.heldAttempts());
        }
        tree.put("attempts", members("accepted", manifest.counts().accepted(), "waiting", manifest.counts().waiting(),
                "rejected", byCode(manifest.counts())));
        tree.put("files", manifest.files().stream()
                .map(file -> members("name", file.name(), "size", file.size(), "sha256", file.sha256())).toList());
        String text = JsonDocument.write(tree);
        byte[] sealed = text.substring(0, text.length() - "\n}".length()).getBytes(StandardCharsets.UTF_8);
        byte[] seal = seal(Sha256.of(sealed));
        byte[] file = Arrays.copyOf(sealed, sealed.length + seal.length);
        System.arraycopy(seal, 0, file, sealed.length, seal.length);
        return file;
    }

    private static byte[] seal(Sha256 digest) {
        return (DIGEST_OPENING + digest + DIGEST_CLOSING).getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private static Map<RejectionCode, Long> byCode(OutcomeCounts counts) {
        return counts.rejected().isEmpty() ? Map.of() : new EnumMap<>(counts.rejected());
    }

    /// Reads a manifest.
    ///
    /// @throws IOException with one clause for people when the bytes are not those of a manifest of this version
    static SnapshotManifest read(String id, byte[] file) throws IOException {
        int sealedLength = file.length - SEAL_LENGTH;
        if (sealedLength <= 0) {
            throw new IOException("it is cut off");
        }
        byte[] sealed = Arrays.copyOf(file, sealedLength);
        byte[] seal = seal(Sha256.of(sealed));
        if (!Arrays.equals(file, sealedLength, file.length, seal, 0, seal.length)) {
            throw new IOException("its bytes are not those that its digest was taken of");
        }
        try {
            SnapshotManifest manifest = read(JsonObject.read(file));
            if (!manifest.id().equals(id)) {
                throw new IOException("it is the manifest of snapshot " + manifest.id());
            }
            return manifest;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("it is not a manifest: " + e.getMessage(), e);
        }
    }

    private static SnapshotManifest read(JsonObject json) throws IOException {
        boolean pauses = json.number("version") == VERSION_WITH_PAUSES;
        if (!json.string("format").equals(FORMAT) || (!pauses && json.number("version") != VERSION)) {
            throw new IOException("its format is " + json.string("format") + " version " + json.number("version")
                    + ", this program knows " + FORMAT + " versions " + VERSION + " and " + VERSION_WITH_PAUSES);
        }
        Anchor anchor = null;
        if (json.has("anchor")) {
            JsonObject object = json.object("anchor");
            anchor = new Anchor(object.number("arrivalMicros"), Sha256.parseHex(object.string("sha256")));
        }
        Contents contents = new Contents(json.number("accounts"), json.number("openMatters"), json.number("waiting"),
                json.number("rejectedKeys"), json.number("correctedKeys"), pauses ? json.number("pausedAccounts") : 0,
                pauses ? json.number("heldAttempts") : 0);
        List<StoredFile> files = new ArrayList<>();
        for (JsonObject file : json.objects("files")) {
            files.add(new StoredFile(file.string("name"), file.number("size"),
                    Sha256.parseHex(file.string("sha256"))));
        }
        JsonObject attempts = json.object("attempts");
        Map<RejectionCode, Long> rejected = new EnumMap<>(RejectionCode.class);
        attempts.object("rejected").numbers()
                .forEach((code, count) -> rejected.put(RejectionCode.valueOf(code), count));
        OutcomeCounts counts = new OutcomeCounts(attempts.number("accepted"), attempts.number("waiting"), rejected);
        return new SnapshotManifest(json.string("id"), Instant.parse(json.string("createdAt")),
                json.number("position"), anchor, Math.toIntExact(json.number("rulesVersion")),
                Sha256.parseHex(json.string("stateDigest")), contents, counts, files);
    }
}
