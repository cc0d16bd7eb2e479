package io.tidemark.embedded.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventType;
import io.tidemark.core.inventory.AthenaSql;
import io.tidemark.core.inventory.AthenaSql.Part;
import io.tidemark.core.inventory.AthenaSql.Partition;
import io.tidemark.core.inventory.AthenaSql.Report;
import io.tidemark.core.inventory.BundleSql;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryManifest;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Catalog.Selection;
import io.tidemark.core.port.Queries;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.ColumnDefinition;
import io.trino.sql.tree.CreateTable;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The SQL for Athena, read by Trino's own parser. Athena takes its definitions of tables in Hive's language, of which that parser
/// reads the columns alone; their other clauses are held to the form that Athena's reference gives.
class AthenaSqlTest {
    private static final Pattern TABLE = Pattern
            .compile("CREATE EXTERNAL TABLE IF NOT EXISTS [a-z0-9_]+ \\((?<columns>.+?)\\n\\)\\n"
                    + "(PARTITIONED BY \\((?<partitions>[a-z, _]+)\\)\\n)?ROW FORMAT SERDE '[A-Za-z0-9.]+'\\n"
                    + "(WITH SERDEPROPERTIES \\((?<serde>'[a-z.]+' = '[A-Z]+'(, )?)+\\)\\n)?STORED AS INPUTFORMAT '[A-Za-z.]+'\\n"
                    + "OUTPUTFORMAT '[A-Za-z.]+'\\nLOCATION 's3://[a-z/-]+/'\\n"
                    + "(TBLPROPERTIES \\(\\n(  '[a-z._]+' = '[A-Za-z0-9,-]+',?\\n)+\\)\\n)?", Pattern.DOTALL);
    private static final InventoryManifest CSV = new InventoryManifest("new-events", "arn:aws:s3:::inventories", 0,
            InventoryFormat.CSV, InventoryManifest.schemaOf(InventoryFormat.CSV, InventoryColumn.LISTED), List.of());
    private static final InventoryManifest PARQUET = new InventoryManifest("new-events", "arn:aws:s3:::inventories", 0,
            InventoryFormat.PARQUET, InventoryManifest.schemaOf(InventoryFormat.PARQUET, InventoryColumn.LISTED),
            List.of());
    private static final String LOCATION = "s3://inventories/a/";
    private static final Partition INDEX = new Partition("index_events", "objects", "2026-01-02", LOCATION);

    private static final Partition LIST = new Partition("bundle_list", "it's", "0123", LOCATION);

    private static Statement parse(String sql) {
        return new SqlParser().createStatement(sql);
    }

    private static String resource(String name) {
        return CatalogSql.fill("athena/" + name, Map.of("location", "'" + LOCATION + "'")).replaceAll("(?m)^--.*\\n",
                "");
    }

    static Stream<String> tables() {
        return Stream.concat(
                Stream.of(AthenaSql.makeReportsTable(CSV, LOCATION), AthenaSql.makeReportsTable(PARQUET, LOCATION),
                        BundleSql.makeListTable(LOCATION), BundleSql.makeTable("bundle_lines_0", LOCATION),
                        resource("event-objects-table")),
                Arrays.stream(Part.values()).map(part -> AthenaSql.makeIndexTable(part, LOCATION)));
    }

    private static Report report(Bucket bucket, InventoryManifest manifest) {
        return new Report(bucket, manifest,
                new Partition(AthenaSql.reportsTable(manifest), "it's", "2026-01-02-03-04", LOCATION));
    }

    /// The columns, whose types Hive writes with other brackets.
    private static List<String> columns(String definition) {
        String types = definition.replace("struct<", "row(").replace("array<", "array(").replace("map<", "map(")
                .replace('>', ')').replace(':', ' ');
        CreateTable table = (CreateTable) parse("CREATE TABLE t (" + types + ")");
        return table.getElements().stream().map(ColumnDefinition.class::cast)
                .map(column -> column.getName() + " " + column.getType()).toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tables_have_the_form_of_athenas_reference(String table) {
        Matcher matcher = TABLE.matcher(table);

        assertThat(matcher.matches()).as(table).isTrue();
        assertThat(columns(matcher.group("columns"))).isNotEmpty()
                .noneMatch(column -> column.contains("double") || column.contains("float"));
        if (matcher.group("partitions") != null) {
            assertThat(columns(matcher.group("partitions"))).contains("dt string");
        }
    }

    @Test
    void what_was_cold_is_read_once_it_is_restored() {
        assertThat(BundleSql.makeTable("bundle_lines_0", LOCATION))
                .contains("\n  'read_restored_glacier_objects' = 'true'");
    }

    @Test
    void tables_of_reports_have_the_columns_that_reports_have() {
        List<String> listed = InventoryColumn.LISTED.stream().map(InventoryColumn::column).toList();
        for (InventoryManifest manifest : List.of(CSV, PARQUET)) {
            Matcher matcher = TABLE.matcher(AthenaSql.makeReportsTable(manifest, LOCATION));
            assertThat(matcher.matches()).isTrue();
            assertThat(columns(matcher.group("columns"))).extracting(column -> column.substring(0, column.indexOf(' ')))
                    .isEqualTo(listed);
        }
    }

    @Test
    void reports_with_other_columns_have_a_table_of_their_own() {
        InventoryManifest other = new InventoryManifest("new-events", "arn:aws:s3:::inventories", 0,
                InventoryFormat.CSV, "Bucket, Key, SomethingNew, Size", List.of());

        assertThat(AthenaSql.reportsTable(other)).isNotEqualTo(AthenaSql.reportsTable(CSV));
        assertThat(AthenaSql.makeReportsTable(other, LOCATION))
                .contains("(\n  bucket string,\n  key string,\n  c2 string,\n  size string\n)");
        assertThat(parse(AthenaSql.inventory(List.of(report(Bucket.NEW, other)), null))).isInstanceOf(Query.class);
    }

    @Test
    void what_is_complete_is_added_as_partitions() {
        assertThat(AthenaSql.addPartitions(List.of(
                new Partition("reports_parquet", "it's", "2026-01-02-03-04",
                        "s3://inventories/b/c/hive/dt=2026-01-02-03-04/"),
                new Partition("reports_parquet", "b", "2026-01-02-03-05", "s3://inventories/d/"))))
                .isEqualTo("ALTER TABLE reports_parquet ADD IF NOT EXISTS\n"
                        + "PARTITION (source = 'it''s', dt = '2026-01-02-03-04')"
                        + " LOCATION 's3://inventories/b/c/hive/dt=2026-01-02-03-04/'\n"
                        + "PARTITION (source = 'b', dt = '2026-01-02-03-05') LOCATION 's3://inventories/d/'\n");
    }

    @Test
    void the_tables_of_questions_are_trinos_selections() {
        List<Report> reports = List.of(report(Bucket.NEW, PARQUET), report(Bucket.ARCHIVE, CSV),
                report(Bucket.REJECTED, PARQUET));

        assertThat(parse(AthenaSql.inventory(reports, null))).isInstanceOf(Query.class);
        assertThat(parse(AthenaSql.inventory(reports, INDEX))).isInstanceOf(Query.class);
        for (Part part : List.of(Part.EVENTS, Part.ENTRIES, Part.ACCOUNTS)) {
            assertThat(parse(AthenaSql.index(part, INDEX))).isInstanceOf(Query.class);
        }
        assertThat(selected(BundleSql.bundles(LIST))).isEqualTo(names(BundlesTable.TABLE));
        assertThat(selected(BundleSql.bundled(LIST, LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 3))))
                .isEqualTo(names(BundledTable.TABLE));
    }

    private static List<String> names(Queries.Table table) {
        return table.columns().stream().map(Queries.Column::name).toList();
    }

    /// The columns of a selection.
    private static List<String> selected(String sql) {
        QuerySpecification query = (QuerySpecification) ((Query) parse(sql)).getQueryBody();
        return query.getSelect().getSelectItems().stream().map(SingleColumn.class::cast)
                .map(item -> item.getAlias().map(Identifier::getValue).orElseGet(
                        () -> item.getExpression() instanceof DereferenceExpression of
                                ? of.getField().orElseThrow().getValue()
                                : item.getExpression().toString()))
                .toList();
    }

    @Test
    void selections_are_trinos() {
        List<CatalogSql.Source> reports = List.of(new CatalogSql.Source("new-events", "2026-01-02-03-04"),
                new CatalogSql.Source("it's", "2026-01-02-03-05"));

        assertThat(parse(CatalogSql.select(Selection.ALL, reports))).isInstanceOf(Query.class);
        assertThat(parse(CatalogSql.select(Selection.ALL, List.of()))).isInstanceOf(Query.class);
        assertThat(parse(CatalogSql.select(
                Selection.ALL.between(1, 2).ofTypes(Set.of(EventType.values())).ofAccounts(Set.of("A", "B'--"))
                        .fromSources(Set.of("o'hara")),
                reports))).isInstanceOf(Query.class);
    }

    @Test
    void ready_made_questions_are_trinos() {
        assertThat(parse(ReadyQuery.ACCOUNT_EVENTS.sql(List.of("1'2", "2026-01-02T03:04:05.000006+01:00"))))
                .isInstanceOf(Query.class);
        assertThat(parse(ReadyQuery.MISSING_IN_LEDGER.sql(List.of("new")))).isInstanceOf(Query.class);
        assertThat(parse(ReadyQuery.DAILY_TOTALS.sql(List.of()))).isInstanceOf(Query.class);
    }

    @Test
    void the_parser_refuses_what_only_duckdb_reads() {
        assertThatThrownBy(() -> parse("FROM inventory SELECT key")).isInstanceOf(ParsingException.class);
    }
}
