package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.TableBundles.Mended;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `bundle mend`: makes anew what is lost or damaged beside the lines of bundles.
@Command(name = "mend",
        header = "With --store aws: makes anew the index and manifest of bundles where they are lost or damaged.",
        description = "They are made from the lines, which hold all that is needed, read again and compared. Bundles that are whole"
                + " are left alone. The exit code is 3 when the lines of one are damaged too, otherwise 4 when one is in cold"
                + " storage and could not be read.")
final class BundleMendVerb implements Callable<Integer> {
    private final CommandContext context;

    BundleMendVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Mended> mended;
        try (Tidemark tidemark = context.open(Access.WRITE)) {
            mended = tidemark.mendBundles();
        }
        context.show(Rows.of(mended).column("id", one -> Value.of(one.bundle()))
                .column("state", one -> Value.of(one.state().name().toLowerCase(Locale.ROOT)))
                .column("description", one -> Value.of(one.description())));
        if (mended.isEmpty()) {
            context.tell("tidemark: nothing to mend: all bundles have what belongs beside them");
        }
        return mended.stream().anyMatch(one -> one.state() == Mended.State.DAMAGED)
                ? ExitCodes.DIFFERENCE
                : mended.stream().anyMatch(one -> one.state() == Mended.State.FROZEN)
                        ? ExitCodes.INCOMPLETE
                        : ExitCodes.DONE;
    }
}
