package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Thaw;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `thaw`: asks for bundles to be brought back from cold storage.
@Command(name = "thaw", header = "Asks for bundles to be brought back from cold storage.",
        description = "Comes back at once; `bundle list` says when they can be read. Those that are being thawed already are kept"
                + " at hand for as long as was asked now.")
public final class ThawVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private BundleChoice choice = new BundleChoice();

    @Mixin
    private ThawOptions how = new ThawOptions();

    /// The command over that context.
    public ThawVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Thaw request = how.request();
        List<Bundles.Bundle> thawing;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            Bundles bundles = tidemark.bundles();
            thawing = bundles.thaw(choice.of(bundles.list()), request);
        }
        context.show(BundleListVerb.rows(thawing, context.clock().instant()));
        return ExitCodes.DONE;
    }
}
