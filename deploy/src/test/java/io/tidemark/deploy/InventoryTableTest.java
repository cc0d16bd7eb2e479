package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.Template.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables over inventory reports are those that Tidemark's own SQL makes and asks.
class InventoryTableTest {
    private static final Path SQL = Template.folder()
            .resolveSibling("core/src/main/resources/io/tidemark/core/inventory/athena");

    /// What a value is in CSV, or else in Parquet.
    private static String of(Node value, boolean csv) {
        List<Node> choice = value.each("Fn::If");
        return choice.isEmpty() ? value.text() : choice.get(csv ? 1 : 2).text();
    }

    @ParameterizedTest
    @CsvSource({"NewTable, csv", "NewTable, parquet", "ArchiveTable, csv", "ArchiveTable, parquet",
            "RejectedTable, csv",
            "RejectedTable, parquet"})
    void the_stack_and_the_sql_make_the_same_table(String id, String format) throws IOException {
        Path file = SQL.resolve("inventory-" + format + "-table.sql");
        if (!Files.exists(file)) {
            System.err
                    .println("THERE IS NO " + file.getFileName() + ": THE INVENTORY TABLES WERE NOT COMPARED WITH IT");
        }
        Assumptions.assumeTrue(Files.exists(file), "there is no SQL for Athena");

        boolean csv = format.equals("csv");
        Resource table = Template.named("inventory.yaml").resource(id);
        Node storage = table.property("TableInput", "StorageDescriptor");
        String columns = storage.each("Columns").stream()
                .map(column -> column.text("Name") + " " + of(column.at("Type"), csv))
                .collect(Collectors.joining(", "));
        assertThat(Files.readString(file).replaceAll("\\s+", " ")).contains(" ( " + columns + " ) ")
                .contains("PARTITIONED BY (dt string)")
                .contains("SERDE '" + of(storage.at("SerdeInfo", "SerializationLibrary"), csv) + "'")
                .contains("INPUTFORMAT '" + storage.text("InputFormat") + "'")
                .contains("OUTPUTFORMAT '" + storage.text("OutputFormat") + "'");
        assertThat(table.property("TableInput", "PartitionKeys").each()).singleElement()
                .satisfies(key -> assertThat(key.text("Name") + " " + key.text("Type")).isEqualTo("dt string"));
    }
}
