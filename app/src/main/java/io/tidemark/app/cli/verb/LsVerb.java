package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.reading.Listing;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ls`: what is in the buckets.
@Command(name = "ls",
        header = "Lists the attempts in the buckets, in the order in which they arrived; on AWS, by bucket and key.")
public final class LsVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--bucket", paramLabel = "new|archive|rejected", description = "Only what is in this bucket.")
    private @Nullable Bucket bucket;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin with this.", defaultValue = "")
    private String prefix = "";

    @Option(names = "--limit", paramLabel = "N", description = "No more than this many.")
    private @Nullable Long limit;

    /// The command over that context.
    public LsVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (limit != null && limit < 0) {
            throw new CommandFailure(ExitCodes.USAGE, "--limit takes a number from 0");
        }
        try (Tidemark tidemark = context.openBeside();
                Cursor<Listing.Item> items = tidemark
                        .list(new Listing.Filter(bucket, prefix, limit == null ? Long.MAX_VALUE : limit))) {
            context.show(Rows.of(items)
                    .column("position", item -> item.position() == 0 ? Value.NOTHING : Value.of(item.position()))
                    .column("arrived", item -> Value.ofMicros(item.arrivalMicros()))
                    .column("bucket", item -> Value.of(StatusVerb.name(item.bucket())))
                    .column("key", item -> Value.of(item.key().text()))
                    .column("version", item -> Value.of(item.version()))
                    .column("bytes", item -> Value.of(item.length()))
                    .column("source", item -> Value.of(item.source())));
        }
        return ExitCodes.DONE;
    }
}
