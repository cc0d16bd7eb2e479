package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventType;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Catalog.Item;
import io.tidemark.core.port.Catalog.Selection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of [Catalog]: attempts found by lists of the buckets.
public abstract class CatalogContract extends ListedCases {
    private static final String PAYMENT = "incoming_payment_1.event";
    private static final String WITHDRAWAL = "cash_withdrawal_1.event";
    private static final String TOO_MUCH = "cash_withdrawal_2.event";
    private static final String OTHER_PAYMENT = "incoming_payment_2.event";
    private static final String TRANSFER = "inter_account_transfer_1.event";
    private static final String WAITS = "outgoing_payment_verified_9.event";
    private static final String QUOTED = "o'hara'; DROP TABLE inventory --";

    @Test
    void what_is_in_the_buckets_is_found() {
        day();

        List<Item> items = select(Selection.ALL);

        assertThat(items).extracting(item -> item.key().text()).containsExactly(PAYMENT, WITHDRAWAL, TOO_MUCH,
                OTHER_PAYMENT, TRANSFER, WAITS);
        assertThat(items).allSatisfy(item -> {
            assertThat(item.size()).isEqualTo(body(item.key().text()).length());
            assertThat(item.storageClass()).isEqualTo("STANDARD");
            assertThat(item.version()).isNotEmpty();
        });
    }

    @Test
    void each_has_its_bucket() {
        day();

        assertThat(select(Selection.ALL)).extracting(Item::bucket).containsExactly(Bucket.NEW, Bucket.NEW,
                Bucket.REJECTED, Bucket.NEW, Bucket.NEW, Bucket.NEW);
    }

    @Test
    void each_has_its_time_of_arrival() {
        long first = now();
        day();

        assertThat(select(Selection.ALL)).extracting(Item::arrivalMillis)
                .containsExactlyElementsOf(LongStream.range(0, 6).mapToObj(minute -> first + minute * 60_000).toList());
    }

    @Test
    void a_position_that_is_told_is_the_right_one() {
        day();

        List<Item> items = select(Selection.ALL);

        assertThat(items).hasSize(6);
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.get(i).position()).isIn(null, i + 1L);
        }
    }

    @Test
    void a_time_selects_with_both_its_ends() {
        long first = now();
        day();

        assertThat(keys(Selection.ALL.between(first + 60_000, first + 180_000))).containsExactly(WITHDRAWAL, TOO_MUCH,
                OTHER_PAYMENT);
        assertThat(keys(Selection.ALL.between(first + 60_001, first + 179_999))).containsExactly(TOO_MUCH);
    }

    @Test
    void types_select_by_the_key() {
        put("incoming_payment_x_1.event", null);
        day();

        assertThat(keys(Selection.ALL.ofTypes(Set.of(EventType.INCOMING_PAYMENT)))).containsExactly(PAYMENT,
                OTHER_PAYMENT);
        assertThat(keys(Selection.ALL.ofTypes(Set.of(EventType.CASH_WITHDRAWAL, EventType.INTER_ACCOUNT_TRANSFER))))
                .containsExactly(WITHDRAWAL, TOO_MUCH, TRANSFER);
    }

    @Test
    void buckets_select() {
        day();

        assertThat(keys(Selection.ALL.in(Set.of(Bucket.REJECTED)))).containsExactly(TOO_MUCH);
        assertThat(keys(Selection.ALL.in(Set.of(Bucket.ARCHIVE)))).isEmpty();
    }

    @Test
    void accounts_select_what_touches_them_or_was_refused_there() {
        day();

        assertThat(keys(Selection.ALL.ofAccounts(Set.of("A")))).containsExactly(PAYMENT, WITHDRAWAL, TOO_MUCH,
                TRANSFER);
        assertThat(keys(Selection.ALL.ofAccounts(Set.of("B")))).containsExactly(OTHER_PAYMENT, TRANSFER);
        assertThat(keys(Selection.ALL.ofAccounts(Set.of("nobody", "B'")))).isEmpty();
    }

    @Test
    void sources_select_whatever_they_are_called() {
        day();

        assertThat(keys(Selection.ALL.fromSources(Set.of("branch")))).containsExactly(PAYMENT, WITHDRAWAL);
        assertThat(keys(Selection.ALL.fromSources(Set.of(QUOTED)))).containsExactly(OTHER_PAYMENT);
        assertThat(keys(Selection.ALL.fromSources(Set.of("elsewhere")))).isEmpty();
    }

    @Test
    void conditions_hold_together() {
        long first = now();
        day();

        assertThat(keys(Selection.ALL.between(first + 60_000, first + 600_000).in(Set.of(Bucket.NEW))
                .ofTypes(Set.of(EventType.CASH_WITHDRAWAL, EventType.INCOMING_PAYMENT)).ofAccounts(Set.of("A"))
                .fromSources(Set.of("branch", QUOTED)))).containsExactly(WITHDRAWAL);
    }

    @Test
    void every_attempt_of_a_key_is_a_version_of_its_own() {
        installation.put(List.of(attempt(PAYMENT, "{}", null), attempt(PAYMENT, "{ }", null)));
        clock.advance(Duration.ofMinutes(1));
        installation.put(List.of(attempt(PAYMENT, body(PAYMENT), null)));
        installation.process();

        List<Item> items = select(Selection.ALL);

        assertThat(items).extracting(item -> item.key().text()).containsOnly(PAYMENT).hasSize(3);
        assertThat(new TreeSet<>(items.stream().map(Item::version).toList())).hasSize(3);
        assertThat(keys(Selection.ALL.ofAccounts(Set.of("A")))).as("only the last was accepted").hasSize(1);
    }

    @Test
    void what_has_gone_into_a_bundle_is_in_no_list_that_is_made_afterwards() {
        day();
        Catalog before = listed();
        clock.advance(Duration.ofDays(1));

        assertThat(installation.bundle(LocalDate.of(2026, 1, 2)).list()).extracting(Bundles.Bundle::attempts)
                .containsExactly(5L);

        assertThat(PortCases.all(before.select(Selection.ALL))).as("as it was").hasSize(6);
        assertThat(keys(Selection.ALL)).as("what waits is in no bundle").containsExactly(WAITS);
    }

    @Test
    void the_newest_list_of_a_bucket_counts() {
        put(PAYMENT, null);
        long firstList = now();
        Catalog early = listed();
        assertThat(early.reports()).extracting(Catalog.Report::createdMillis).containsOnly(firstList);
        put(WITHDRAWAL, null);
        assertThat(PortCases.all(early.select(Selection.ALL))).as("what arrived after the list was made").hasSize(1);
        clock.advance(Duration.ofHours(1));

        Catalog late = listed();

        assertThat(late.reports()).extracting(Catalog.Report::bucket).containsExactly(Bucket.values());
        assertThat(late.reports()).extracting(Catalog.Report::createdMillis).containsOnly(now());
        assertThat(PortCases.all(late.select(Selection.ALL))).extracting(item -> item.key().text()).containsExactly(
                PAYMENT,
                WITHDRAWAL);
    }

    private List<String> keys(Selection selection) {
        Catalog catalog = listed();
        // A catalog of nothing would have each selection of nothing right.
        assertThat(PortCases.all(catalog.select(Selection.ALL))).as("all attempts").isNotEmpty();
        return PortCases.all(catalog.select(selection)).stream().map(item -> item.key().text()).toList();
    }

    private List<Item> select(Selection selection) {
        return PortCases.all(listed().select(selection));
    }

    private long now() {
        return clock.instant().toEpochMilli();
    }

    /// Two accounts and a transfer between them, a refusal, a follow-up that waits; a minute apart, and processed.
    private void day() {
        put(PAYMENT, "branch");
        put(WITHDRAWAL, "branch");
        put(TOO_MUCH, "machine");
        put(OTHER_PAYMENT, QUOTED);
        put(TRANSFER, null);
        put(WAITS, null);
        installation.process();
    }

    private void put(String key, @Nullable String source) {
        installation.put(List.of(attempt(key, body(key), source)));
        clock.advance(Duration.ofMinutes(1));
    }

    private static String body(String key) {
        return Map.of(PAYMENT, "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"100.00\"}", WITHDRAWAL,
                "{\"EventTimeStamp\":2,\"SourceAccount\":\"A\",\"Amount\":\"10.50\"}", TOO_MUCH,
                "{\"EventTimeStamp\":3,\"SourceAccount\":\"A\",\"Amount\":\"1000\"}", OTHER_PAYMENT,
                "{\"EventTimeStamp\":4,\"TargetAccount\":\"B\",\"Amount\":\"1.00\"}", TRANSFER,
                "{\"EventTimeStamp\":5,\"SourceAccount\":\"A\",\"TargetAccount\":\"B\",\"Amount\":\"0.01\"}")
                .getOrDefault(key, "{\"EventTimeStamp\":6}");
    }
}
