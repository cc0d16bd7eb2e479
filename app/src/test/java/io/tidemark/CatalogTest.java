package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Catalog.Selection;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Queries;
import io.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Inventories, selections and questions on a home that goes on being written.
@Timeout(value = 120)
class CatalogTest {
    @TempDir
    Path folder;

    private TidemarkOptions options = TidemarkOptions.DEFAULT;

    @BeforeEach
    void begin() {
        options = TidemarkOptions.DEFAULT.withClock(ManualClock.atNewYear());
    }

    @Test
    void attempts_are_selected_by_account_while_more_arrive() {
        try (Tidemark tidemark = Tidemark.open(folder.resolve("home"), options)) {
            put(tidemark, "1", "A");
            put(tidemark, "2", "B");
            tidemark.process();
            tidemark.writeInventory(InventoryRequest.DEFAULT, Progress.NONE);
            put(tidemark, "3", "A");
            tidemark.process();

            try (Cursor<Catalog.Item> items = tidemark.catalog().select(Selection.ALL.ofAccounts(Set.of("A")))) {
                assertThat(items.next()).isNotNull().satisfies(item -> assertThat(item.position()).isEqualTo(1));
                assertThat(items.next()).as("what arrived after the inventory").isNull();
            }
        }
    }

    @Test
    void an_answer_is_of_the_moment_at_which_it_was_asked_for() {
        try (Tidemark tidemark = Tidemark.open(folder.resolve("home"), options)) {
            put(tidemark, "1", "A");
            tidemark.process();

            try (Queries.Answer before = tidemark.queries().query("SELECT account FROM accounts ORDER BY account")) {
                put(tidemark, "2", "B");
                tidemark.process();
                try (Queries.Answer after = tidemark.queries().query("SELECT count(*) AS n FROM accounts")) {
                    assertThat(after.next()).containsExactly(2L);
                }
                assertThat(before.next()).containsExactly("A");
                assertThat(before.next()).isNull();
            }
        }
    }

    private static void put(Tidemark tidemark, String id, String account) {
        tidemark.put(EventKey.of(EventType.INCOMING_PAYMENT, id),
                ("{\"EventTimeStamp\": 1, \"TargetAccount\": \"" + account
                        + "\", \"Amount\": \"1.00\"}").getBytes(StandardCharsets.UTF_8),
                null);
    }
}
