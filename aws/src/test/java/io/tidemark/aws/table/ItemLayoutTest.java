package io.tidemark.aws.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.testkit.time.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items in both tables, attribute by attribute: others read them too.
class ItemLayoutTest {
    private static final String DEPOSITED = "{\"EventTimeStamp\":1767225661,\"TargetAccount\":\"1\","
            + "\"CustomerNumber\":\"C-9\",\"Amount\":\"5.10\"}";
    private static final String VERIFIED = "{\"EventTimeStamp\":1767225722,\"TargetAccount\":\"1\",\"Amount\":\"4.00\"}";

    private final AwsEventwise installation = new AwsEventwise();
    private final EventwiseStores stores = installation.open(ManualClock.atNewYear());
    private final Judge judge = new Judge(stores.book(), stores.attempts());

    @AfterEach
    void close() {
        installation.close();
    }

    private AttemptId put(String key, String body) {
        AttemptId id = stores.attempts().put(EventKey.of(key), Body.of(body.getBytes(UTF_8)), "branch");
        new Router(stores.attempts(), stores.book(), stores.queue()).route(id, null);
        judge.judge(id);
        return id;
    }

    private static List<Map<String, AttributeValue>> scan(String table) {
        return LocalServers.dynamoDb().scan(scan -> scan.tableName(table)).items();
    }

    /// The items of a table by their keys, joined by a blank; of happenings the time is left out.
    private static Map<String, Map<String, AttributeValue>> items(String table) {
        Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
        for (Map<String, AttributeValue> item : scan(table)) {
            String sk = text(item, "SK");
            items.put(text(item, "PK") + " " + (sk.startsWith("EVENT") ? "EVENT " + text(item, "EventType") : sk),
                    item);
        }
        return items;
    }

    private static String text(@Nullable Map<String, AttributeValue> item, String name) {
        AttributeValue value = item == null ? null : item.get(name);
        assertThat(value).as("%s of %s", name, item).isNotNull();
        return value == null ? "" : value.s();
    }

    private static void assertItem(@Nullable Map<String, AttributeValue> item, Map<String, AttributeValue> expected,
            String... others) {
        assertThat(item).isNotNull().containsAllEntriesOf(expected);
        TreeMap<String, AttributeValue> rest = new TreeMap<>(Objects.requireNonNull(item));
        rest.keySet().removeAll(expected.keySet());
        rest.remove("PK");
        rest.remove("SK");
        assertThat(rest.keySet()).containsExactlyInAnyOrder(others);
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(String number) {
        return AttributeValue.fromN(number);
    }

    @Test
    void the_accounts_table_has_entries_balances_and_open_matters() {
        put("cash_deposit_1.event", DEPOSITED);
        AttemptId open = put("cash_deposit_2.event", DEPOSITED);
        put("verify_cash_deposit_1.event", VERIFIED);

        Map<String, Map<String, AttributeValue>> items = items(installation.tables().accounts());

        assertThat(items.keySet()).containsExactly("1 OPEN#cash_deposit_2.event", "1 SAVINGS#BALANCE#ACTUAL#C-9",
                "1 SAVINGS#BALANCE#AVAILABLE#C-9", "1 SAVINGS#OPENED", "1 TRANSACTIONS#PENDING#cash_deposit_1.event",
                "1 TRANSACTIONS#PENDING#cash_deposit_2.event", "1 TRANSACTIONS#VERIFIED#verify_cash_deposit_1.event");
        assertItem(items.get("1 OPEN#cash_deposit_2.event"), Map.of("Amount", n("5.1"), "Left", n("5.1")));
        assertItem(items.get("1 SAVINGS#BALANCE#AVAILABLE#C-9"),
                Map.of("LastTransactionDate", n("20260101"), "LastTransactionTime", n("202"), "LastEventKey",
                        s("verify_cash_deposit_1.event"), "Balance", n("4"), "Sequence", n("3")),
                "ChainDigest");
        assertItem(items.get("1 TRANSACTIONS#PENDING#cash_deposit_2.event"),
                Map.ofEntries(Map.entry("TransactionDate", n("20260101")), Map.entry("TransactionTime", n("101")),
                        Map.entry("EventKey", s("cash_deposit_2.event")), Map.entry("EventRawData", s(DEPOSITED)),
                        Map.entry("Amount", n("5.1")), Map.entry("Sequence", n("2")),
                        Map.entry("EntryAccount", s("1")), Map.entry("Version", s(open.version())),
                        Map.entry("BodyDigest", s(Sha256.of(DEPOSITED.getBytes(UTF_8)).toString())),
                        Map.entry("ActualEffect", n("0")), Map.entry("AvailableEffect", n("0")),
                        Map.entry("ActualAfter", n("0")), Map.entry("AvailableAfter", n("0")),
                        Map.entry("CommittedAt", s("2026-01-01T00:00:00Z"))));
    }

    @Test
    void the_index_has_the_state_of_a_key_and_what_happened_to_it() {
        AttemptId id = put("cash_deposit_1.event", DEPOSITED);
        stores.attempts().expire(id.key());
        stores.book().kept(id, Bucket.ARCHIVE);

        Map<String, Map<String, AttributeValue>> items = items(installation.tables().objects());

        String pk = "KEY#cash_deposit_1.event ";
        assertThat(items.keySet()).containsExactly(pk + "EVENT AcceptEvent", pk + "EVENT ArchiveEvent",
                pk + "EVENT InitialEvent", pk + "STATE");
        assertItem(items.get(pk + "STATE"),
                Map.of("TransactionDate", n("20260101"), "TransactionTime", n("101"), "InEventBucket",
                        AttributeValue.fromBool(false), "InArchiveBucket", AttributeValue.fromBool(true),
                        "InRejectedBucket", AttributeValue.fromBool(false), "AccountNumber", s("1"), "Processed",
                        AttributeValue.fromBool(true), "Outcome", s("ACCEPTED"), "Version", s(id.version()),
                        "Sequences", AttributeValue.fromM(Map.of("1", n("1")))),
                "BodyDigest", "Revision", "ArrivalShard", "ArrivedAt");
        assertItem(items.get(pk + "EVENT AcceptEvent"),
                Map.of("ErrorState", AttributeValue.fromBool(false), "NextAction", s("Archive"), "AccountNumber",
                        s("1"), "Version", s(id.version()), "Sequence", n("1"), "Source", s("branch"), "Amount",
                        n("5.1")),
                "EventType", "BodyDigest", "Revision");
        assertThat(text(items.get(pk + "EVENT AcceptEvent"), "SK")).matches("EVENT2026-01-01T00:00:00\\.\\d{9}Z");
    }

    @Test
    void a_refusal_says_code_reason_and_where_the_account_stood() {
        put("incoming_payment_1.event", VERIFIED);
        put("cash_withdrawal_1.event",
                "{\"EventTimeStamp\":1767225722,\"SourceAccount\":\"1\",\"Amount\":\"4.01\"}");

        Map<String, Map<String, AttributeValue>> items = items(installation.tables().objects());

        assertThat(items.get("KEY#cash_withdrawal_1.event STATE")).containsEntry("Code", s("INSUFFICIENT_FUNDS"))
                .containsEntry("InRejectedBucket", AttributeValue.fromBool(true))
                .containsEntry("Sequences", AttributeValue.fromM(Map.of("1", n("1"))));
        assertThat(items.get("KEY#cash_withdrawal_1.event EVENT RejectEvent"))
                .containsEntry("ErrorState", AttributeValue.fromBool(true))
                .containsEntry("ErrorReason", s("account 1 has 4.00 available, 4.01 asked for"));
    }

    @Test
    void the_state_tells_where_the_attempt_in_force_is_and_not_where_an_earlier_one_was_kept() {
        put("incoming_payment_1.event", VERIFIED);
        String pk = "KEY#cash_withdrawal_1.event STATE";
        put("cash_withdrawal_1.event", "{\"EventTimeStamp\":1,\"SourceAccount\":\"1\",\"Amount\":\"4.01\"}");
        assertThat(items(installation.tables().objects()).get(pk)).containsEntry("InRejectedBucket",
                AttributeValue.fromBool(true));

        put("cash_withdrawal_1.event", "{\"EventTimeStamp\":1,\"SourceAccount\":\"1\",\"Amount\":\"4.00\"}");

        assertThat(items(installation.tables().objects()).get(pk)).containsEntry("Outcome", s("ACCEPTED"))
                .containsEntry("InRejectedBucket", AttributeValue.fromBool(false));
    }

    @Test
    void the_indexes_hold_entries_alone_and_what_arrived() {
        put("cash_deposit_1.event", DEPOSITED);
        put("incoming_payment_1.event", VERIFIED);

        List<Map<String, AttributeValue>> history = LocalServers.dynamoDb()
                .query(query -> query.tableName(installation.tables().accounts()).indexName("AccountSequenceIdx")
                        .keyConditionExpression("EntryAccount = :a").expressionAttributeValues(Map.of(":a", s("1"))))
                .items();
        assertThat(history).extracting(item -> text(item, "EventKey")).containsExactly("cash_deposit_1.event",
                "incoming_payment_1.event");
        assertThat(LocalServers.dynamoDb().scan(
                scan -> scan.tableName(installation.tables().objects()).indexName("ArrivalIdx")).items())
                .extracting(item -> text(item, "SK")).containsExactly("STATE", "STATE");
    }
}
