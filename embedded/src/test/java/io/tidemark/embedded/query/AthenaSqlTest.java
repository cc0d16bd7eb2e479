package io.tidemark.embedded.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventType;
import io.tidemark.core.inventory.CatalogSql;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.inventory.ReadyQuery;
import io.tidemark.core.port.Catalog.Selection;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.ColumnDefinition;
import io.trino.sql.tree.CreateTable;
import io.trino.sql.tree.CreateView;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The SQL for Athena, read by Trino's own parser. Athena takes its definitions of tables in Hive's language, of which that parser
/// reads the columns alone; their other clauses are held to the form that Athena's reference gives.
class AthenaSqlTest {
    private static final Pattern TABLE = Pattern
            .compile("CREATE EXTERNAL TABLE IF NOT EXISTS [a-z_]+ \\((?<columns>.+?)\\n\\)\\n"
                    + "(PARTITIONED BY \\((?<partitions>[a-z, _]+)\\)\\n)?ROW FORMAT SERDE '[A-Za-z0-9.]+'\\n"
                    + "(WITH SERDEPROPERTIES \\((?<serde>'[a-z.]+' = '[A-Z]+'(, )?)+\\)\\n)?STORED AS INPUTFORMAT '[A-Za-z.]+'\\n"
                    + "OUTPUTFORMAT '[A-Za-z.]+'\\nLOCATION 's3://[a-z/-]+/'\\n"
                    + "(TBLPROPERTIES \\(\\n(  '[a-z.]+' = '[A-Za-z0-9,-]+',?\\n)+\\)\\n)?", Pattern.DOTALL);

    private static Statement parse(String sql) {
        return new SqlParser().createStatement(sql);
    }

    private static String table(String name) {
        return CatalogSql.fill("athena/" + name, Map.of("table", "inventory_new", "location", "'s3://inventories/a/'"))
                .replaceAll("(?m)^--.*\\n",
                        "");
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
    @ValueSource(
            strings = {"inventory-csv-table", "inventory-parquet-table", "event-lines-table", "event-objects-table"})
    void tables_have_the_form_of_athenas_reference(String name) {
        Matcher matcher = TABLE.matcher(table(name));

        assertThat(matcher.matches()).as(table(name)).isTrue();
        assertThat(columns(matcher.group("columns"))).isNotEmpty()
                .noneMatch(column -> column.contains("double") || column.contains("float"));
        if (matcher.group("partitions") != null) {
            assertThat(columns(matcher.group("partitions"))).contains("dt string");
        }
    }

    @Test
    void inventory_tables_have_the_columns_that_reports_have() {
        List<String> listed = InventoryColumn.LISTED.stream().map(InventoryColumn::column).toList();
        for (String name : List.of("inventory-csv-table", "inventory-parquet-table")) {
            Matcher matcher = TABLE.matcher(table(name));
            assertThat(matcher.matches()).isTrue();
            assertThat(columns(matcher.group("columns"))).extracting(column -> column.substring(0, column.indexOf(' ')))
                    .isEqualTo(listed);
        }
    }

    @Test
    void a_report_is_added_as_a_partition() {
        assertThat(CatalogSql.fill("athena/add-report",
                Map.of("table", "inventory_csv", "dt", "'2026-01-02-03-04'", "location",
                        "'s3://inventories/b/c/hive/dt=2026-01-02-03-04/'")))
                .endsWith(
                        "ALTER TABLE inventory_csv ADD IF NOT EXISTS PARTITION (dt = '2026-01-02-03-04')"
                                + " LOCATION 's3://inventories/b/c/hive/dt=2026-01-02-03-04/'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory-csv-view", "inventory-parquet-view", "events-view"})
    void views_are_trinos(String name) {
        assertThat(parse(CatalogSql.fill("athena/" + name,
                Map.of("new", "'a'", "archive", "'b'", "rejected", "'c'")))).isInstanceOf(CreateView.class);
    }

    @Test
    void the_events_view_has_the_columns_of_the_embedded_table() {
        String view = CatalogSql.resource("athena/events-view");

        assertThat(EventsTable.TABLE.columns())
                .allSatisfy(column -> assertThat(view).containsPattern("\\b" + column.name() + "[,\n]"));
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
