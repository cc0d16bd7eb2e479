package io.tidemark.aws.athena;

import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Queries.RefusedException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.Row;

/// The rows of one answer, a page of Athena's at a time. Not thread-safe.
final class AthenaAnswer implements Queries.Answer {
    private static final int FRACTION_DIGITS = 6;
    private static final String UTC = " UTC";

    private final AthenaCalls calls;
    private final String id;
    private final List<ColumnInfo> kinds;
    private final List<String> columns;
    private final List<String> notes;
    private final Deque<Row> rows = new ArrayDeque<>();
    private @Nullable String more;
    private long left;

    /// @param id    the statement, which has ended
    /// @param most  how many rows are read back at most
    /// @param notes what could not be read for it
    AthenaAnswer(AthenaCalls calls, String id, long most, List<String> notes) {
        this.calls = calls;
        this.id = id;
        this.notes = List.copyOf(notes);
        left = most;
        GetQueryResultsResponse first = calls.page(id, null);
        kinds = first.resultSet().resultSetMetadata().columnInfo();
        columns = unlike(kinds);
        rows.addAll(first.resultSet().rows());
        // The first row of a selection is its columns' names.
        rows.poll();
        more = first.nextToken();
    }

    private static List<String> unlike(List<ColumnInfo> kinds) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (ColumnInfo kind : kinds) {
            String unlike = kind.name();
            for (int n = 2; !taken.add(unlike); n++) {
                unlike = kind.name() + "_" + n;
            }
            names.add(unlike);
        }
        return List.copyOf(names);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        while (rows.isEmpty() && more != null) {
            GetQueryResultsResponse page = calls.page(id, more);
            rows.addAll(page.resultSet().rows());
            more = page.nextToken();
        }
        Row row = rows.poll();
        if (row == null) {
            return null;
        }
        if (left-- == 0) {
            throw new RefusedException("the answer has more rows than are read back; ask for fewer with LIMIT, or for"
                    + " sums", null);
        }
        List<@Nullable Object> cells = new ArrayList<>(columns.size());
        List<Datum> data = row.data();
        for (int i = 0; i < columns.size(); i++) {
            String text = i < data.size() ? data.get(i).varCharValue() : null;
            cells.add(text == null ? null : cell(kinds.get(i).type().toLowerCase(Locale.ROOT), text));
        }
        return cells;
    }

    private static Object cell(String type, String text) {
        return switch (type) {
            case "boolean" -> Boolean.valueOf(text);
            case "tinyint", "smallint", "integer", "bigint" -> Long.valueOf(text);
            case "decimal" -> new BigDecimal(text);
            case "timestamp", "timestamp with time zone" -> timestamp(text);
            case "varbinary" -> text.replace(" ", "");
            default -> text;
        };
    }

    /// Athena tells as many digits of a second as the column has.
    private static String timestamp(String text) {
        String local = text.endsWith(UTC) ? text.substring(0, text.length() - UTC.length()) : text;
        int point = local.indexOf('.');
        String fraction = point < 0 ? "" : local.substring(point + 1);
        if (!fraction.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            // A zone other than UTC: as the engine writes it.
            return text;
        }
        String digits = (fraction + "0".repeat(FRACTION_DIGITS)).substring(0, FRACTION_DIGITS);
        return (point < 0 ? local : local.substring(0, point)) + "." + digits;
    }

    @Override
    public void close() {
        // What Athena holds is a file of its own.
        rows.clear();
        more = null;
    }
}
