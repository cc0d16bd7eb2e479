package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageClass;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `freeze`: puts bundles into cold storage.
@Command(name = "freeze", header = "Puts bundles into cold storage: they have to be thawed before they can be read.",
        description = "In a home, this rehearses what S3 Glacier does: an event in a frozen bundle cannot be read, and says so,"
                + " until `thaw` was asked for and its delay is over.")
public final class FreezeVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private BundleChoice choice = new BundleChoice();

    @Option(names = "--class", paramLabel = "CLASS",
            description = "GLACIER or DEEP_ARCHIVE. Default: ${DEFAULT-VALUE}")
    private StorageClass storageClass = StorageClass.GLACIER;

    /// The command over that context.
    public FreezeVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!storageClass.isCold()) {
            throw new CommandFailure(ExitCodes.USAGE, "--class takes GLACIER or DEEP_ARCHIVE");
        }
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            Bundles bundles = tidemark.bundles();
            List<String> ids = choice.of(bundles.list());
            bundles.freeze(ids, storageClass);
            context.show(BundleListVerb.rows(
                    bundles.list().stream().filter(bundle -> ids.contains(bundle.id())).toList(),
                    context.clock().instant()));
        }
        return ExitCodes.DONE;
    }
}
