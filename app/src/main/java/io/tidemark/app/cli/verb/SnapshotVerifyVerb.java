package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `snapshot verify`: reads snapshots again and names the files that are damaged.
@Command(name = "verify", header = "Reads snapshots again and names every damaged file.",
        description = "The exit code is 3 when a file is damaged.")
final class SnapshotVerifyVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The snapshots' names. Default: all.")
    private List<String> ids = List.of();

    SnapshotVerifyVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<SnapshotCheck> checks;
        try (Tidemark tidemark = context.open(Access.READ)) {
            Snapshots snapshots = tidemark.snapshots();
            checks = ids.isEmpty() ? snapshots.list() : ids.stream().map(snapshots::verify).toList();
        }
        context.show(Rows.of(checks).column("id", check -> Value.of(check.id()))
                .column("state", check -> Value.of(check.isWhole() ? "whole" : "damaged"))
                .column("damage", check -> check.isWhole() ? Value.NOTHING : Value.of(check.damageText())));
        boolean whole = true;
        for (SnapshotCheck check : checks) {
            if (!check.isWhole()) {
                whole = false;
                context.tell("tidemark: snapshot " + check.id() + " is damaged: "
                        + FailureLine.of(check.damageText()));
            }
        }
        return whole ? ExitCodes.DONE : ExitCodes.DIFFERENCE;
    }
}
