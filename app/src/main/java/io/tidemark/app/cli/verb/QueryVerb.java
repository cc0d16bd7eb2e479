package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.port.Queries;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `query`: questions in SQL.
@Command(name = "query", header = "Answers a question in SQL over inventory, events, entries, accounts and bundles.",
        description = {"One statement that selects. It changes nothing and reaches nothing beyond the home.",
                "With --store aws, Athena answers: over the newest reports, the index as of the last `inventory`,"
                        + " and the bundles as they are; what of these cannot be read is named.",
                "Ready-made questions (--ready):",
                "  account-events ACCOUNT SINCE   what touched an account since a time",
                "  missing-in-ledger BUCKET       what is in a bucket and has no outcome in the ledger",
                "  daily-totals                   events and amounts by day, type and state"})
public final class QueryVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "SQL",
            description = "The statement; with --ready, what that question takes.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = "Read the statement from this file.")
    private @Nullable Path file;

    @Option(names = "--ready", paramLabel = "NAME", description = "Ask a ready-made question.")
    private @Nullable String ready;

    @Option(names = "--tables", description = "Show the tables with their columns.")
    private boolean tables;

    /// The command over that context.
    public QueryVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String sql = tables ? "" : statement();
        try (Tidemark tidemark = context.openBeside()) {
            if (tables) {
                showTables(tidemark.queries().tables());
                return ExitCodes.DONE;
            }
            try (Queries.Answer answer = tidemark.queries().query(sql)) {
                answer.notes().forEach(context::warn);
                Rows<List<@Nullable Object>> rows = Rows.of(answer);
                for (int i = 0; i < answer.columns().size(); i++) {
                    int column = i;
                    rows.column(answer.columns().get(i), row -> value(row.get(column)));
                }
                context.show(rows);
            }
        }
        return ExitCodes.DONE;
    }

    private String statement() throws IOException {
        if (ready != null) {
            if (file != null) {
                throw usage();
            }
            try {
                return ReadyQuery.named(ready).sql(words);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCodes.USAGE, String.valueOf(e.getMessage()), e);
            }
        }
        if (file != null) {
            if (!words.isEmpty()) {
                throw usage();
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        }
        if (words.size() != 1) {
            throw usage();
        }
        return words.getFirst();
    }

    private static CommandFailure usage() {
        return new CommandFailure(ExitCodes.USAGE,
                "query takes one statement in quotes, or --file, --ready or --tables (see 'tidemark query --help')");
    }

    private void showTables(List<Queries.Table> all) throws IOException {
        record Line(Queries.Table table, Queries.Column column) {}
        List<Line> lines = new ArrayList<>();
        all.forEach(table -> table.columns().forEach(column -> lines.add(new Line(table, column))));
        context.show(Rows.of(lines).column("table", line -> Value.of(line.table().name()))
                .column("column", line -> Value.of(line.column().name()))
                .column("type", line -> Value.of(line.column().type()))
                .column("description", line -> Value.of(line.column().description())));
    }

    private static Value value(@Nullable Object cell) {
        return switch (cell) {
            case null -> Value.NOTHING;
            case Long number -> Value.of(number);
            case Boolean truth -> new Value.Truth(truth);
            case BigDecimal exact -> Value.of(exact.toPlainString());
            default -> Value.of(cell.toString());
        };
    }
}
