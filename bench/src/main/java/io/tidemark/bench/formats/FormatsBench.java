package io.tidemark.bench.formats;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes events in each form, asks each the same two questions with DuckDB, and prints a table: files, size, what a question reads, how
/// long it takes (the median of a few), and what it would cost.
public final class FormatsBench {
    private static final String HELP = """
            Usage: bench/run formats [OPTIONS]
              --events N[,N...]  events (default: 100000)
              --objects N        write one object an event only up to so many (default: 100000)
              --runs N           ask each question so often, and take the median (default: 3)
              --dir DIR          where files go; emptied first (default: target/formats, in the current directory)
              --prices FILE      a table of prices (default: that of us-east-1 which comes with the program)
            """;
    private static final long LISTED_PER_REQUEST = 1000;
    private static final String BODY = "{'SourceAccount': 'VARCHAR', 'TargetAccount': 'VARCHAR', 'Amount': 'VARCHAR',"
            + " 'RejectedAmount': 'VARCHAR'}";
    private static final String TYPE = "substr(key, 1, length(key) - strpos(reverse(key), '_'))";
    private static final String CENTS = "TRY_CAST(COALESCE(amount, rejected_amount) AS DECIMAL(20,2))";

    private final PrintStream out;
    private final Prices prices;
    private final Connection db;
    private final int runs;

    private FormatsBench(PrintStream out, Prices prices, Connection db, int runs) {
        this.out = out;
        this.prices = prices;
        this.db = db;
        this.runs = runs;
    }

    /// A form that was written.
    ///
    /// @param name    what it is called
    /// @param folder  where its files are
    /// @param rows    a query for key, source_account, target_account, amount, rejected_amount of every event
    /// @param columns whether a question reads only the columns that it needs
    private record Form(String name, Path folder, String rows, boolean columns) {}

    /// Runs the program.
    ///
    /// @param args see `--help`
    public static void main(String[] args) throws IOException, SQLException {
        List<Long> sizes = List.of(100_000L);
        long objects = 100_000;
        int runs = 3;
        Path directory = Path.of("target", "formats");
        Path priceTable = null;
        for (int i = 0; i < args.length; i += 2) {
            if (args[i].equals("--help") || i + 1 == args.length) {
                System.out.print(HELP);
                return;
            }
            switch (args[i]) {
                case "--events" -> sizes = Stream.of(args[i + 1].split(",", -1)).map(Long::valueOf).toList();
                case "--objects" -> objects = Long.parseLong(args[i + 1]);
                case "--runs" -> runs = Integer.parseInt(args[i + 1]);
                case "--dir" -> directory = Path.of(args[i + 1]);
                case "--prices" -> priceTable = Path.of(args[i + 1]);
                default -> throw new IllegalArgumentException("no such option: " + args[i]);
            }
        }
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:")) {
            for (long events : sizes) {
                empty(directory);
                new FormatsBench(System.out, Prices.read(priceTable), db, runs).run(events, objects, directory);
            }
        }
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory, new FileVisitOption[0])) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(long events, long objects, Path directory) throws IOException, SQLException {
        EventForms written = new EventForms(events, directory);
        List<Form> forms = new ArrayList<>();
        if (events <= objects) {
            Path folder = written.objects();
            forms.add(new Form("one object an event", folder, "SELECT parse_filename(filename) AS key, SourceAccount AS"
                    + " source_account, TargetAccount AS target_account, Amount AS amount, RejectedAmount AS"
                    + " rejected_amount FROM read_json('" + folder + "/*.event', format='unstructured', filename=true,"
                    + " columns=" + BODY + ")", false));
        }
        for (Path folder : List.of(written.lines(), written.gzippedLines(), written.zstdLines())) {
            forms.add(new Form(String.valueOf(folder.getFileName()), folder, "SELECT key, body.SourceAccount AS"
                    + " source_account, body.TargetAccount AS target_account, body.Amount AS amount, body.RejectedAmount"
                    + " AS rejected_amount FROM read_json('" + folder + "/*', format='newline_delimited',"
                    + " columns={'key': 'VARCHAR', 'body': 'STRUCT(SourceAccount VARCHAR, TargetAccount VARCHAR, Amount"
                    + " VARCHAR, RejectedAmount VARCHAR)'})", false));
        }
        Path parquet = Files.createDirectories(directory.resolve("parquet"));
        execute("COPY (SELECT key, make_timestamp(arrival) AS arrival, body->>'SourceAccount' AS source_account,"
                + " body->>'TargetAccount' AS target_account, body->>'Amount' AS amount,"
                + " body->>'RejectedAmount' AS rejected_amount, CAST(body AS VARCHAR) AS body FROM read_json('"
                + directory.resolve("lines") + "/*', format='newline_delimited',"
                + " columns={'key': 'VARCHAR', 'arrival': 'BIGINT', 'body': 'JSON'})) TO '" + parquet
                + "/part-0.parquet' (FORMAT parquet, COMPRESSION zstd)");
        forms.add(new Form("parquet", parquet, "SELECT * FROM read_parquet('" + parquet + "/*')", true));
        print(events, forms);
    }

    private void print(long events, List<Form> forms) throws IOException, SQLException {
        out.printf(Locale.ROOT, "%n%,d events%n%-22s %8s %8s | %8s %8s %8s %10s | %8s %8s %8s %10s | %9s %9s%n", events,
                "form",
                "files", "MB", "read MB", "requests", "seconds", "$/1000", "read MB", "requests", "seconds", "$/1000",
                "$ to put", "$ a month");
        String account = text("SELECT max(target_account) FROM (" + forms.getLast().rows() + ")");
        for (Form form : forms) {
            long files;
            long bytes;
            try (Stream<Path> all = Files.list(form.folder())) {
                List<Path> each = all.toList();
                files = each.size();
                bytes = each.stream().mapToLong(FormatsBench::size).sum();
            }
            out.printf(Locale.ROOT, "%-22s %,8d %8.1f | %s | %s | %9s %9s%n", form.name(), files, bytes / 1e6,
                    question(form, files, bytes,
                            "SELECT key, amount FROM (" + form.rows() + ") WHERE source_account = '"
                                    + account + "' OR target_account = '" + account + "'",
                            List.of("key", "amount", "source_account", "target_account")),
                    question(form, files, bytes,
                            "SELECT " + TYPE + ", count(*), sum(" + CENTS + ") FROM (" + form.rows()
                                    + ") GROUP BY 1",
                            List.of("key", "amount", "rejected_amount")),
                    dollars(prices.puts(files)), dollars(prices.month(bytes)));
        }
    }

    private String question(Form form, long files, long bytes, String sql, List<String> columns) throws SQLException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            execute(sql);
            nanos.add(System.nanoTime() - start);
        }
        nanos.sort(null);
        long read = form.columns() ? columnNumber("sum(total_compressed_size)", form, columns) : bytes;
        // Of each file of columns its end, then each piece of each column; of any other the whole.
        long gets = form.columns() ? files + columnNumber("count(*)", form, columns) : files;
        long lists = Math.ceilDiv(files, LISTED_PER_REQUEST);
        return String.format(Locale.ROOT, "%8.1f %,8d %8.2f %10s", read / 1e6, gets + lists, nanos.get(runs / 2) / 1e9,
                dollars(prices.query(read, gets, lists).multiply(new BigDecimal(1000))));
    }

    private long columnNumber(String what, Form form, List<String> columns) throws SQLException {
        return Long.parseLong(
                String.valueOf(text("SELECT CAST(" + what + " AS BIGINT) FROM parquet_metadata('" + form.folder()
                        + "/*') WHERE path_in_schema IN ('" + String.join("', '", columns) + "')")));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            // The answer is complete when the call returns.
            statement.execute(sql);
        }
    }

    private @Nullable String text(String sql) throws SQLException {
        try (Statement statement = db.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static String dollars(BigDecimal amount) {
        return amount.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }
}
