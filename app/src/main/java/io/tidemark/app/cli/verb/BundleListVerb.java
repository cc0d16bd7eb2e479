package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Bundles;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `bundle list`: all bundles, and whether they can be read.
@Command(name = "list", header = "Lists all bundles, and whether they can be read now.")
final class BundleListVerb implements Callable<Integer> {
    private final CommandContext context;

    BundleListVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Bundles.Bundle> bundles;
        try (Tidemark tidemark = context.open(Access.READ)) {
            bundles = tidemark.bundles().list();
        }
        context.show(rows(bundles, context.clock().instant()));
        return ExitCodes.DONE;
    }

    /// Bundles as they are at a moment.
    static Rows<Bundles.Bundle> rows(List<Bundles.Bundle> bundles, Instant now) {
        return Rows.of(bundles).column("id", bundle -> Value.of(bundle.id()))
                .column("day", bundle -> Value.of(bundle.day().toString()))
                .column("attempts", bundle -> Value.of(bundle.attempts()))
                .column("firstPosition", bundle -> position(bundle.firstPosition()))
                .column("lastPosition", bundle -> position(bundle.lastPosition()))
                .column("bytes", bundle -> Value.of(bundle.bytes()))
                .column("storedBytes", bundle -> Value.of(bundle.storedBytes()))
                .column("storageClass", bundle -> Value.of(bundle.storageClass().name()))
                .column("state", bundle -> Value.of(state(bundle, now)))
                .column("readyAt", bundle -> moment(bundle.readyAt()))
                .column("until", bundle -> moment(bundle.until()));
    }

    private static String state(Bundles.Bundle bundle, Instant now) {
        if (bundle.isAtHand(now)) {
            return bundle.storageClass().isCold() ? "thawed" : "at hand";
        }
        return bundle.isThawing(now) ? "thawing" : "frozen";
    }

    /// A position, or nothing where attempts have none.
    static Value position(long position) {
        return position == 0 ? Value.NOTHING : Value.of(position);
    }

    private static Value moment(@Nullable Instant moment) {
        return moment == null ? Value.NOTHING : Value.of(moment.toString());
    }
}
