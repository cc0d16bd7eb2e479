package io.tidemark.core.inventory;

import io.tidemark.core.event.EventType;
import io.tidemark.core.port.Catalog.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The SQL that is asked over inventories and the index: one text for Athena and DuckDB. The texts are resources beside this class;
/// `${name}` in them is filled in by literals.
public final class CatalogSql {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// A report that a selection goes by.
    ///
    /// @param bucket    the source bucket's name
    /// @param partition the report's `dt`
    public record Source(String bucket, String partition) {}

    private CatalogSql() {}

    /// A resource with its placeholders as they stand.
    ///
    /// @param name the file's name without `.sql`
    public static String resource(String name) {
        try (InputStream in = CatalogSql.class.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no SQL of the name " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A resource with its placeholders filled in.
    ///
    /// @param values what to fill in, as SQL, by the placeholders' names
    public static String fill(String name, Map<String, String> values) {
        return PLACEHOLDER.matcher(resource(name)).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException(name + " needs a value for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /// Text as a literal.
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// A moment as a literal.
    public static String literal(Instant moment) {
        return "TIMESTAMP '" + TIME.format(moment) + "'";
    }

    /// The selection of attempts over `inventory`, and over `events` where accounts or sources are asked for. The columns: bucket, key,
    /// version_id, last_modified_date, size, storage_class.
    ///
    /// @param reports the reports to go by, of the buckets that are asked for
    public static String select(Selection selection, List<Source> reports) {
        String listed = reports.stream()
                .map(report -> "(i.bucket = " + literal(report.bucket()) + " AND i.dt = " + literal(report.partition())
                        + ")")
                .collect(Collectors.joining(" OR "));
        return fill("select-attempts", Map.of("from", millis(selection.fromMillis()), "to",
                millis(selection.toMillis()), "reports", listed.isEmpty() ? "FALSE" : listed, "types",
                types(selection.types()), "index", index(selection)));
    }

    private static String millis(long millis) {
        return "TIMESTAMP '" + MILLIS.format(Instant.ofEpochMilli(millis)) + "'";
    }

    private static String types(Collection<EventType> types) {
        return types.isEmpty()
                ? "TRUE"
                : "substr(i.key, 1, length(i.key) - strpos(reverse(i.key), '_')) IN ("
                        + list(types.stream().map(EventType::label).toList()) + ")";
    }

    private static String index(Selection selection) {
        if (selection.accounts().isEmpty() && selection.sources().isEmpty()) {
            return "TRUE";
        }
        String accounts = list(selection.accounts());
        String ofAccount = accounts.isEmpty()
                ? "TRUE"
                : "(e.account IN (" + accounts + ") OR e.target_account IN (" + accounts + "))";
        String fromSource = selection.sources().isEmpty() ? "TRUE" : "e.source IN (" + list(selection.sources()) + ")";
        return "EXISTS (SELECT 1 FROM events AS e WHERE e.key = i.key AND e.version_id = i.version_id AND " + ofAccount
                + " AND " + fromSource + ")";
    }

    private static String list(Collection<String> texts) {
        return texts.stream().sorted().map(CatalogSql::literal).collect(Collectors.joining(", "));
    }
}
