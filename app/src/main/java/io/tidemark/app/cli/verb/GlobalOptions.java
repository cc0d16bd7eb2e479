package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.OutputFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command has; they may stand before or after it.
public final class GlobalOptions {
    /// The stores that can be asked for.
    public enum Store {
        /// A home directory on this machine.
        EMBEDDED,
        /// S3 and DynamoDB.
        AWS
    }

    /// The home is called as it was given, whatever else is made of paths.
    private static final class AsGiven implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            return Path.of(value);
        }
    }

    @Option(names = "--home", scope = ScopeType.INHERIT, paramLabel = "DIR", converter = AsGiven.class,
            description = "The home directory. Default: ./tidemark-data")
    private @Nullable Path home;

    @Option(names = "--store", scope = ScopeType.INHERIT, paramLabel = "embedded|aws", defaultValue = "embedded",
            description = "Where events and accounts are kept. Default: ${DEFAULT-VALUE}")
    private Store store = Store.EMBEDDED;

    @Option(names = "--config", scope = ScopeType.INHERIT, paramLabel = "FILE",
            description = "With --store aws: names of buckets, tables and queues, in lines NAME=value; the environment wins over it."
                    + " Default: what TIDEMARK_CONFIG names")
    private @Nullable Path config;

    @Option(names = "--output", scope = ScopeType.INHERIT, paramLabel = "table|json|csv", defaultValue = "table",
            description = "How to show the answer. Default: ${DEFAULT-VALUE}")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the whole trace when something fails.")
    private boolean verbose;

    /// The home directory as it was given, or the default.
    public Path home() {
        return homeOr(Path.of("tidemark-data"));
    }

    /// The home directory as it was given, or another default.
    public Path homeOr(Path other) {
        return home == null ? other : home;
    }

    /// The store that was asked for.
    public Store store() {
        return store;
    }

    /// The file of settings as it was given, or null.
    @Nullable
    Path config() {
        return config;
    }

    /// How to show the answer.
    public OutputFormat output() {
        return output;
    }

    /// Whether to show the trace of a failure.
    public boolean verbose() {
        return verbose;
    }
}
