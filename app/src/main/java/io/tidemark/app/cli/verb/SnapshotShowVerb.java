package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `snapshot show`: what a snapshot says about itself.
@Command(name = "show", header = "Shows what a snapshot says about itself, after reading all of it.")
final class SnapshotShowVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "The snapshot's name.")
    private String id = "";

    SnapshotShowVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SnapshotCheck check;
        try (Tidemark tidemark = context.open(Access.READ)) {
            check = tidemark.snapshots().verify(id);
        }
        SnapshotManifest manifest = check.manifest();
        Fields fields = manifest == null ? new Fields().add("id", id) : fields(manifest);
        context.show(fields.add("state", check.isWhole() ? "whole" : "damaged").addAll("damage", check.damage(),
                damage -> new Fields().add("file", damage.file()).add("description", damage.description())));
        if (check.isWhole()) {
            return ExitCodes.DONE;
        }
        context.tell("tidemark: snapshot " + id + " is damaged: " + FailureLine.of(check.damageText()));
        return ExitCodes.DIFFERENCE;
    }

    /// What a snapshot says about itself, to be shown.
    static Fields fields(SnapshotManifest manifest) {
        SnapshotManifest.Anchor anchor = manifest.anchor();
        List<SnapshotManifest.StoredFile> files = manifest.files();
        return new Fields().add("id", manifest.id()).add("createdAt", manifest.createdAt().toString())
                .add("position", manifest.position())
                .add("lastArrival", anchor == null ? Value.NOTHING : Value.ofMicros(anchor.arrivalMicros()))
                .add("stateDigest", manifest.stateDigest().toString()).add("rulesVersion", manifest.rulesVersion())
                .add("accounts", manifest.contents().accounts())
                .add("openMatters", manifest.contents().openMatters())
                .add("waiting", manifest.contents().waiting())
                .add("rejectedKeys", manifest.contents().rejectedKeys())
                .add("bytes", files.stream().mapToLong(SnapshotManifest.StoredFile::size).sum())
                .addAll("files", files, file -> new Fields().add("name", file.name()).add("bytes", file.size())
                        .add("sha256", file.sha256().toString()));
    }
}
