package io.tidemark.testkit.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A table as a definition in Hive's language makes it, in the form that Athena's reference gives:
///
/// ```
/// CREATE EXTERNAL TABLE [IF NOT EXISTS] name (column type, ...) [PARTITIONED BY (column type, ...)] ROW FORMAT SERDE '...'
///     [WITH SERDEPROPERTIES (...)] STORED AS INPUTFORMAT '...' OUTPUTFORMAT '...' LOCATION 's3://.../' [TBLPROPERTIES (...)]
/// ALTER TABLE name ADD [IF NOT EXISTS] PARTITION (column = 'value', ...) LOCATION 's3://.../' [PARTITION ...]
/// ```
///
/// @param name        its name
/// @param columns     the types of its columns by their names, in order
/// @param partitioned the types of the columns that its partitions tell, in order
/// @param serde       what reads its rows
/// @param symlinks    whether its files are lists of the files with rows
/// @param projected   where its days are, which nobody adds; otherwise null
/// @param partitions  the places of its partitions, by what they tell
record HiveTable(String name, Map<String, String> columns, Map<String, String> partitioned, String serde,
        boolean symlinks, @Nullable String projected, Map<Map<String, String>, String> partitions) {
    private static final Pattern CREATE = Pattern.compile(
            "CREATE EXTERNAL TABLE (?<soft>IF NOT EXISTS )?(?<name>[a-z0-9_]+) \\((?<columns>[^()]*)\\)\\s+"
                    + "(PARTITIONED BY \\((?<partitions>[^()]*)\\)\\s+)?ROW FORMAT SERDE '(?<serde>[A-Za-z0-9.]+)'\\s+"
                    + "(WITH SERDEPROPERTIES \\(([^()]*)\\)\\s+)?STORED AS INPUTFORMAT '(?<input>[A-Za-z.]+)'\\s+"
                    + "OUTPUTFORMAT '[A-Za-z.]+'\\s+LOCATION '(?<location>s3://[^']+/)'"
                    + "(\\s+TBLPROPERTIES \\((?<properties>[^()]*)\\))?\\s*");
    private static final Pattern ALTER = Pattern.compile(
            "ALTER TABLE (?<name>[a-z0-9_]+) ADD (?<soft>IF NOT EXISTS)?(?<partitions>(\\s+PARTITION \\([^()]*\\)"
                    + " LOCATION 's3://[^']+/')+)\\s*");
    private static final Pattern PARTITION = Pattern
            .compile("PARTITION \\((?<values>[^()]*)\\) LOCATION '(?<location>s3://[^']+/)'");
    private static final Pattern VALUE = Pattern.compile("([a-z_]+) = '([^']*)'");
    private static final Pattern COLUMN = Pattern.compile("([a-z0-9_]+) (string|boolean|bigint|timestamp)");
    private static final Pattern PROPERTY = Pattern.compile("'([a-z._]+)' = '([^']*)'");
    private static final Pattern DAY = Pattern.compile("(dt)=(\\d{4}-\\d\\d-\\d\\d)/.*");
    private static final Set<String> SERDES = Set.of("org.apache.hadoop.hive.serde2.OpenCSVSerde",
            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", "org.openx.data.jsonserde.JsonSerDe");

    /// Whether that text is a definition, whatever else it may be.
    static boolean isDefinition(String sql) {
        String begins = sql.stripLeading().toUpperCase(Locale.ROOT);
        return begins.startsWith("CREATE EXTERNAL TABLE") || begins.startsWith("ALTER TABLE");
    }

    /// Sees to it that a definition has the form of Athena's reference.
    static void check(String sql) {
        if (!CREATE.matcher(sql).matches() && !ALTER.matcher(sql).matches()) {
            throw new AthenaFake.Refused("line 1:1: mismatched input in definition: " + sql);
        }
    }

    /// Carries a definition out.
    ///
    /// @param tables the tables there are, by name
    static void carryOut(String sql, Map<String, HiveTable> tables) {
        Matcher create = CREATE.matcher(sql);
        if (create.matches()) {
            HiveTable made = made(create);
            boolean isNew = tables.putIfAbsent(made.name(), made) == null;
            if (!isNew && create.group("soft") == null) {
                throw new AthenaFake.Failed(
                        "FAILED: Execution Error, return code 1. AlreadyExistsException(message:Table "
                                + made.name() + " already exists)");
            }
            return;
        }
        Matcher alter = ALTER.matcher(sql);
        if (!alter.matches()) {
            throw new AthenaFake.Failed("FAILED: ParseException: " + sql);
        }
        HiveTable table = tables.get(alter.group("name"));
        if (table == null) {
            throw new AthenaFake.Failed(
                    "FAILED: SemanticException [Error 10001]: Table not found " + alter.group("name"));
        }
        Matcher partitions = PARTITION.matcher(alter.group("partitions"));
        while (partitions.find()) {
            table.add(partitions.group("values"), partitions.group("location"), alter.group("soft") != null);
        }
    }

    private static HiveTable made(Matcher create) {
        if (!SERDES.contains(create.group("serde"))) {
            throw new AthenaFake.Failed("FAILED: Cannot validate serde: " + create.group("serde"));
        }
        String partitions = create.group("partitions");
        Map<String, String> properties = properties(create.group("properties"));
        return new HiveTable(create.group("name"), typed(create.group("columns")),
                partitions == null ? Map.of() : typed(partitions), create.group("serde"),
                create.group("input").endsWith(".SymlinkTextInputFormat"),
                "true".equals(properties.get("projection.enabled")) ? create.group("location") : null,
                new ConcurrentHashMap<>());
    }

    private static Map<String, String> properties(@Nullable String list) {
        Map<String, String> properties = new LinkedHashMap<>();
        Matcher each = PROPERTY.matcher(list == null ? "" : list);
        while (each.find()) {
            properties.put(each.group(1), each.group(2));
        }
        if ("true".equals(properties.get("projection.enabled"))
                && !("date".equals(properties.get("projection.dt.type"))
                        && "yyyy-MM-dd".equals(properties.get("projection.dt.format"))
                        && properties.getOrDefault("projection.dt.range", "").endsWith(",NOW"))) {
            throw new AthenaFake.Failed("INVALID_TABLE_PROPERTY: " + properties);
        }
        return properties;
    }

    private static Map<String, String> typed(String list) {
        Map<String, String> types = new LinkedHashMap<>();
        for (String one : list.split(",", -1)) {
            Matcher column = COLUMN.matcher(one.strip());
            if (!column.matches()) {
                throw new AthenaFake.Failed(
                        "FAILED: ParseException: cannot recognize input near '" + one.strip() + "'");
            }
            types.put(column.group(1), switch (column.group(2)) {
                case "string" -> "VARCHAR";
                default -> column.group(2).toUpperCase(Locale.ROOT);
            });
        }
        return types;
    }

    private void add(String list, String location, boolean soft) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher each = VALUE.matcher(list);
        while (each.find()) {
            values.put(each.group(1), each.group(2));
        }
        if (!new ArrayList<>(values.keySet()).equals(new ArrayList<>(partitioned.keySet()))) {
            throw new AthenaFake.Failed(
                    "FAILED: SemanticException partition spec " + values + " is not " + partitioned);
        }
        boolean isNew = partitions.putIfAbsent(values, location) == null;
        if (!isNew && !soft) {
            throw new AthenaFake.Failed("FAILED: AlreadyExistsException: partition " + values);
        }
    }

    /// The places with rows and what they tell: those of the partitions, of which a table without partitions has none here; where days are projected,
    /// the days that have something.
    List<Map.Entry<Map<String, String>, String>> places(ObjectSource objects) {
        if (projected == null) {
            return List.copyOf(partitions.entrySet());
        }
        Map<Map<String, String>, String> days = new LinkedHashMap<>();
        int folder = projected.indexOf('/', "s3://".length()) + 1;
        String prefix = projected.substring(folder);
        for (String key : objects.keys(projected.substring("s3://".length(), folder - 1), prefix)) {
            Matcher day = DAY.matcher(key.substring(prefix.length()));
            if (day.matches()) {
                days.put(Map.of(day.group(1), day.group(2)), projected + "dt=" + day.group(2) + "/");
            }
        }
        return List.copyOf(days.entrySet());
    }
}
