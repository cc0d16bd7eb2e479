package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `snapshot create`: takes a snapshot of the ledger as it is.
@Command(name = "create", header = "Takes a snapshot of all accounts as they are now.")
final class SnapshotCreateVerb implements Callable<Integer> {
    private final CommandContext context;

    SnapshotCreateVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SnapshotManifest manifest;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            manifest = tidemark.createSnapshot();
        }
        if (manifest == null) {
            throw new CommandFailure(ExitCodes.INCOMPLETE,
                    context.place() + ": nothing was processed yet; run `tidemark process` first");
        }
        context.show(SnapshotShowVerb.fields(manifest));
        return ExitCodes.DONE;
    }
}
