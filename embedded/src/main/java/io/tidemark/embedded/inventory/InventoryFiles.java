package io.tidemark.embedded.inventory;

import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The files with a report's rows, as DuckDB reads them.
final class InventoryFiles {
    private InventoryFiles() {}

    /// A query for those columns of all rows. Columns that the report does not have are null.
    ///
    /// @param files    the report's files
    /// @param timeType the type of columns that hold a moment
    static String select(InventoryManifest manifest, List<Path> files, List<InventoryColumn> columns, String timeType) {
        if (files.isEmpty()) {
            return "SELECT " + columns.stream().map(column -> "CAST(NULL AS " + type(column, timeType) + ") AS "
                    + column.column()).collect(Collectors.joining(", ")) + " WHERE FALSE";
        }
        String list = files.stream().map(file -> CatalogSql.literal(file.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        return switch (manifest.format()) {
            case CSV -> selectCsv(manifest.labels(), list, columns, timeType);
            case PARQUET -> selectParquet(manifest.schema(), list, columns, timeType);
            case ORC -> throw new StorageException(Kind.UNSUPPORTED_FORMAT, "the inventory of bucket "
                    + manifest.sourceBucket() + " is delivered as ORC, which is not read here;"
                    + " configure it as Parquet or CSV");
        };
    }

    private static String selectCsv(List<String> labels, String list, List<InventoryColumn> columns, String timeType) {
        List<InventoryColumn> known = labels.stream().map(InventoryColumn::ofLabel).toList();
        StringBuilder types = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            types.append(i == 0 ? "" : ", ").append("'c").append(i).append("': 'VARCHAR'");
        }
        String values = columns.stream().map(column -> {
            int at = known.indexOf(column);
            return csvValue(column, at < 0 ? "NULL" : "c" + at, timeType) + " AS " + column.column();
        }).collect(Collectors.joining(", "));
        return "SELECT " + values + " FROM read_csv(" + list
                + ", auto_detect=false, header=false, delim=',', quote='\"',"
                + " escape='\"', columns={" + types + "})";
    }

    private static String csvValue(InventoryColumn column, String value, String timeType) {
        return switch (column) {
            // A plus sign stands for a space in some encodings, and url_decode leaves it.
            case KEY -> "url_decode(replace(" + value + ", '+', '%20'))";
            default -> "CAST(NULLIF(" + value + ", '') AS " + type(column, timeType) + ")";
        };
    }

    private static String selectParquet(String schema, String list, List<InventoryColumn> columns, String timeType) {
        String values = columns.stream().map(column -> {
            boolean present = Pattern.compile("\\b" + column.column() + "\\b").matcher(schema).find();
            return "CAST(" + (present ? column.column() : "NULL") + " AS " + type(column, timeType) + ") AS "
                    + column.column();
        }).collect(Collectors.joining(", "));
        return "SELECT " + values + " FROM read_parquet(" + list + ", union_by_name=true)";
    }

    /// The type of a column in SQL.
    static String type(InventoryColumn column, String timeType) {
        return switch (column.kind()) {
            case TEXT -> "VARCHAR";
            case WHOLE -> "BIGINT";
            case TRUTH -> "BOOLEAN";
            case TIME -> timeType;
        };
    }

    /// The MD5 of a file in hexadecimal digits.
    static String md5(Path file) throws IOException {
        MessageDigest md5 = InventoryManifest.newMd5();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                md5.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(md5.digest());
    }
}
