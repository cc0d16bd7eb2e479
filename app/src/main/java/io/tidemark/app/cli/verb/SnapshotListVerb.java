package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;

/// `snapshot list`: all snapshots, damaged ones as damaged.
@Command(name = "list", header = "Lists all snapshots; reads them, and shows damaged ones as damaged.")
final class SnapshotListVerb implements Callable<Integer> {
    private final CommandContext context;

    SnapshotListVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<SnapshotCheck> checks;
        try (Tidemark tidemark = context.open(Access.READ)) {
            checks = tidemark.snapshots().list();
        }
        context.show(Rows.of(checks).column("id", check -> Value.of(check.id()))
                .column("createdAt", of(manifest -> Value.of(manifest.createdAt().toString())))
                .column("position", of(manifest -> Value.of(manifest.position())))
                .column("accounts", of(manifest -> Value.of(manifest.contents().accounts())))
                .column("bytes",
                        of(manifest -> Value
                                .of(manifest.files().stream().mapToLong(SnapshotManifest.StoredFile::size).sum())))
                .column("state", check -> Value.of(check.isWhole() ? "whole" : "damaged"))
                .column("stateDigest", of(manifest -> Value.of(manifest.stateDigest().toString())))
                .column("damage", check -> check.isWhole() ? Value.NOTHING : Value.of(check.damageText())));
        return ExitCodes.DONE;
    }

    private static Function<SnapshotCheck, Value> of(Function<SnapshotManifest, Value> value) {
        return check -> {
            SnapshotManifest manifest = check.manifest();
            return manifest == null ? Value.NOTHING : value.apply(manifest);
        };
    }
}
