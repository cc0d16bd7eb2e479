package io.tidemark.embedded.query;

import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Queries.RefusedException;
import io.tidemark.embedded.duckdb.DuckDb;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of one answer, taken from DuckDB as they are asked for.
final class DuckDbAnswer implements Queries.Answer {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS",
            Locale.ROOT);

    private final DuckDb db;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Path work;
    private final List<String> columns;
    private boolean ended;
    private boolean closed;

    DuckDbAnswer(DuckDb db, PreparedStatement statement, ResultSet rows, Path work) throws SQLException {
        this.db = db;
        this.statement = statement;
        this.rows = rows;
        this.work = work;
        ResultSetMetaData meta = rows.getMetaData();
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnLabel(i);
            String unlike = name;
            for (int n = 2; !taken.add(unlike); n++) {
                unlike = name + "_" + n;
            }
            names.add(unlike);
        }
        columns = List.copyOf(names);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        try {
            if (ended || !rows.next()) {
                ended = true;
                return null;
            }
            List<@Nullable Object> cells = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                cells.add(cell(rows.getObject(i)));
            }
            return cells;
        } catch (SQLException e) {
            throw new RefusedException(DuckDb.firstLine(e.getMessage()), e);
        }
    }

    private static @Nullable Object cell(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Byte _,Short _,Integer _,Long _ -> ((Number) value).longValue();
            case BigInteger large when large.bitLength() < Long.SIZE -> large.longValueExact();
            case BigInteger large -> large.toString();
            case BigDecimal exact -> exact;
            case LocalDateTime time -> TIME.format(time);
            case java.sql.Timestamp time -> TIME.format(time.toLocalDateTime());
            case OffsetDateTime time -> TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
            case Blob bytes -> HexFormat.of().formatHex(bytes.getBytes(1, Math.toIntExact(bytes.length())));
            default -> value.toString();
        };
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (db) {
            statement.close();
        } catch (SQLException e) {
            throw DuckDb.failed("end a question", e);
        } finally {
            TableFiles.removeWork(work);
        }
    }
}
