package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.snapshot.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `snapshot delete`: removes snapshots by name, whole or damaged.
@Command(name = "delete", header = "Removes snapshots by name.")
final class SnapshotDeleteVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The snapshots' names.")
    private List<String> ids = List.of();

    SnapshotDeleteVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            Snapshots snapshots = tidemark.snapshots();
            List<String> there = snapshots.ids();
            for (String id : ids) {
                if (!there.contains(id)) {
                    throw new CommandFailure(ExitCodes.INCOMPLETE,
                            "there is no snapshot " + id + "; nothing was deleted");
                }
            }
            ids.stream().distinct().forEach(snapshots::delete);
        }
        context.show(new Fields().addAll("removed", ids.stream().distinct().toList(), Value::of));
        return ExitCodes.DONE;
    }
}
