package io.tidemark.testkit.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/// One selection, answered by DuckDB over the objects that the tables' partitions have in S3. Functions of Trino's that DuckDB does not have are
/// made of those that it has.
final class LakeQuery implements AutoCloseable {
    private static final String[] BEFORE = {"SET autoinstall_known_extensions=false",
            "SET autoload_known_extensions=false", "SET TimeZone='UTC'",
            "CREATE MACRO from_iso8601_timestamp(t) AS CAST(t AS TIMESTAMPTZ)",
            // Trino's is null where there is no JSON.
            "CREATE MACRO json_extract_scalar(j, p) AS CASE WHEN json_valid(j) THEN json_extract_string(j, p) END"};
    /// Where a row comes from: a column that is shown to who names it alone. Here those tables have it whose days are projected.
    private static final String PATH = "\"$path\"";
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS",
            Locale.ROOT);

    private final ObjectSource objects;
    private final Path folder;
    private final Connection connection;
    private int files;

    /// What a selection came to.
    ///
    /// @param columns the columns
    /// @param rows    the rows, each cell as Athena writes it
    record Rows(List<Column> columns, List<List<@Nullable String>> rows) {}

    /// A column.
    ///
    /// @param name      its name
    /// @param type      its type in Athena
    /// @param precision how many digits a number has
    /// @param scale     how many of them stand behind the point
    record Column(String name, String type, int precision, int scale) {}

    LakeQuery(ObjectSource objects) {
        this.objects = objects;
        try {
            folder = Files.createTempDirectory("lake");
            connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Answers a selection.
    ///
    /// @param tables the tables there are
    Rows answer(String sql, Map<String, HiveTable> tables) {
        try (Statement statement = connection.createStatement()) {
            for (String setting : BEFORE) {
                statement.execute(setting);
            }
            for (HiveTable table : tables.values()) {
                if (Pattern.compile("\\b" + table.name() + "\\b").matcher(sql).find()) {
                    statement.execute("CREATE TABLE " + table.name() + " AS " + rowsOf(table));
                }
            }
            try (ResultSet result = statement.executeQuery(sql)) {
                return read(result);
            }
        } catch (SQLException e) {
            throw new AthenaFake.Failed("line 1:1: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String rowsOf(HiveTable table) throws IOException {
        boolean withPath = table.projected() != null;
        Map<String, String> all = new LinkedHashMap<>(table.columns());
        all.putAll(table.partitioned());
        if (withPath) {
            all.put(PATH, "VARCHAR");
        }
        StringBuilder sql = new StringBuilder("SELECT ").append(cast(all.keySet().stream()
                .collect(Collectors.toMap(name -> name, _ -> "NULL")), all)).append(" WHERE FALSE");
        for (Map.Entry<Map<String, String>, String> place : table.places(objects)) {
            List<Data> data = fetch(place.getValue(), table);
            // Files are read together, but where each row has to say from which it is.
            for (List<Data> some : withPath ? data.stream().map(List::of).toList() : List.of(data)) {
                if (!some.isEmpty()) {
                    Map<String, String> values = new HashMap<>();
                    table.columns().keySet().forEach(column -> values.put(column, column));
                    place.getKey().forEach((column, value) -> values.put(column, literal(value)));
                    values.put(PATH, literal(some.getFirst().address()));
                    sql.append(" UNION ALL SELECT ").append(cast(values, all)).append(" FROM ")
                            .append(reader(table, some));
                }
            }
        }
        return sql.toString();
    }

    private static String cast(Map<String, String> values, Map<String, String> columns) {
        return columns.entrySet().stream().map(column -> "CAST(" + values.get(column.getKey()) + " AS "
                + column.getValue() + ") AS " + column.getKey()).collect(Collectors.joining(", "));
    }

    private static String reader(HiveTable table, List<Data> data) {
        String list = data.stream().map(file -> literal(file.file().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        String texts = table.columns().keySet().stream().map(column -> "'" + column + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        if (table.serde().endsWith("OpenCSVSerde")) {
            return "read_csv(" + list + ", auto_detect=false, header=false, delim=',', quote='\"', escape='\"',"
                    + " compression='gzip', allow_quoted_nulls=false, columns=" + texts + ")";
        }
        if (table.serde().endsWith("LazySimpleSerDe")) {
            // One column: there is no other than the character that parts them, which JSON does not have.
            return "read_csv(" + list + ", auto_detect=false, header=false, delim=chr(1), quote='', escape='',"
                    + " columns=" + texts + ")";
        }
        if (table.serde().endsWith("JsonSerDe")) {
            return "read_json(" + list + ", format='newline_delimited', compression='gzip', columns=" + texts + ")";
        }
        // Columns that the files do not have are null.
        String types = table.columns().entrySet().stream()
                .map(column -> "CAST(NULL AS " + column.getValue() + ") AS " + column.getKey())
                .collect(Collectors.joining(", "));
        return "(SELECT " + types + " WHERE FALSE UNION ALL BY NAME SELECT * FROM read_parquet(" + list
                + ", union_by_name=true))";
    }

    /// A file with rows.
    ///
    /// @param file    where it is now
    /// @param address where it is in S3
    private record Data(Path file, String address) {}

    /// Fetches the files with rows at a place. What is cold is passed over in silence, as Athena does.
    private List<Data> fetch(String location, HiveTable table) throws IOException {
        List<Data> data = new ArrayList<>();
        String bucket = bucketOf(location);
        for (String key : objects.keys(bucket, keyOf(location))) {
            String address = "s3://" + bucket + "/" + key;
            if (!table.symlinks()) {
                if (objects.isReadable(bucket, key)) {
                    data.add(write(address));
                }
                continue;
            }
            for (String line : new String(bytes(address), StandardCharsets.UTF_8).lines().toList()) {
                if (!line.isBlank()) {
                    data.add(write(line));
                }
            }
        }
        return data;
    }

    private byte[] bytes(String address) {
        byte[] bytes = objects.bytes(bucketOf(address), keyOf(address));
        if (bytes == null) {
            throw new AthenaFake.Failed("HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split " + address
                    + ": The specified key does not exist");
        }
        return bytes;
    }

    private Data write(String address) throws IOException {
        Path file = folder.resolve(files++ + "-" + address.substring(address.lastIndexOf('/') + 1));
        return new Data(Files.write(file, bytes(address)), address);
    }

    private static String bucketOf(String address) {
        return address.substring("s3://".length(), address.indexOf('/', "s3://".length()));
    }

    private static String keyOf(String address) {
        return address.substring(address.indexOf('/', "s3://".length()) + 1);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Rows read(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            boolean decimal = meta.getColumnType(i) == Types.DECIMAL;
            // A sum of whole numbers is wider in DuckDB than in Trino.
            boolean wide = meta.getColumnTypeName(i).equals("HUGEINT");
            columns.add(new Column(meta.getColumnLabel(i), wide ? "bigint" : type(meta.getColumnType(i)),
                    decimal ? meta.getPrecision(i) : 0, decimal ? meta.getScale(i) : 0));
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (result.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(cell(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Rows(columns, rows);
    }

    private static String type(int type) {
        return switch (type) {
            case Types.BOOLEAN -> "boolean";
            case Types.TINYINT -> "tinyint";
            case Types.SMALLINT -> "smallint";
            case Types.INTEGER -> "integer";
            case Types.BIGINT -> "bigint";
            case Types.DECIMAL -> "decimal";
            case Types.DOUBLE -> "double";
            case Types.DATE -> "date";
            case Types.TIMESTAMP -> "timestamp";
            case Types.TIMESTAMP_WITH_TIMEZONE -> "timestamp with time zone";
            default -> "varchar";
        };
    }

    private static @Nullable String cell(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            case Timestamp time -> moment(time.toLocalDateTime());
            case LocalDateTime time -> moment(time);
            default -> value.toString();
        };
    }

    /// Athena writes as many digits as the type has: three, or six where microseconds are asked for.
    private static String moment(LocalDateTime time) {
        return (time.get(ChronoField.MICRO_OF_SECOND) % 1000 == 0 ? MILLIS : MICROS).format(time);
    }

    @Override
    public void close() {
        try {
            connection.close();
            try (Stream<Path> left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
