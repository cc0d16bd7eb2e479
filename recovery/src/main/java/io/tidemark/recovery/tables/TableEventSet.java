package io.tidemark.recovery.tables;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Judgement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeSet;

/// The digest of the attempts that a replay judged, where there are no positions, as `docs/formats.md` defines it.
final class TableEventSet {
    private TableEventSet() {}

    static Sha256 of(Replay.Replayed replayed) {
        // ASCII alone, so that this order is that of the bytes.
        TreeSet<String> lines = new TreeSet<>();
        for (Round.Taken taken : replayed.taken()) {
            for (Judgement judgement : taken.commit().judgements()) {
                lines.add(judgement.attempt().id().key() + "|" + judgement.attempt().id().version() + "|"
                        + judgement.digest() + "\n");
            }
        }
        MessageDigest sha256 = Sha256.newMessageDigest();
        lines.forEach(line -> sha256.update(line.getBytes(StandardCharsets.UTF_8)));
        return Sha256.copyOf(sha256.digest(), 0);
    }
}
