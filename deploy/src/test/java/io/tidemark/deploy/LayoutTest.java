package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deploy.Template.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Tidemark in particular needs of AWS: its tables' layout, its buckets' lives, the way of its messages.
class LayoutTest {
    private final Template tables = Template.named("dynamodb.yaml");
    private final Template queues = Template.named("queues.yaml");
    private final Template buckets = Template.named("s3-buckets.yaml");
    private final Template processing = Template.named("processing.yaml");
    private final Template snapshots = Template.named("snapshots.yaml");
    private final Template bundles = Template.named("bundles.yaml");

    private static String keys(Node node) {
        return node.each("KeySchema").stream().map(key -> key.text("AttributeName")).collect(Collectors.joining(", "));
    }

    private static Map<String, String> indexes(Resource table) {
        return table.property("GlobalSecondaryIndexes").each().stream()
                .collect(Collectors.toMap(index -> index.text("IndexName"), LayoutTest::keys));
    }

    @Test
    void the_tables_have_the_labs_keys_and_indexes_and_one_more_each() {
        Resource accounts = tables.resource("AccountsTable");
        Resource objects = tables.resource("ObjectTable");

        assertThat(keys(accounts.property())).isEqualTo("PK, SK");
        assertThat(indexes(accounts)).containsOnly(Map.entry("EventKeyIdx", "EventKey, SK"),
                Map.entry("AccountSequenceIdx", "EntryAccount, Sequence"));
        assertThat(keys(objects.property())).isEqualTo("PK, SK");
        assertThat(indexes(objects)).containsOnly(Map.entry("AccountNumberIdx", "AccountNumber, SK"),
                Map.entry("ArrivalIdx", "ArrivalShard, ArrivedAt"));
    }

    @Test
    void the_tables_tell_what_changes() {
        for (Resource table : tables.resources("AWS::DynamoDB::Table")) {
            assertThat(table.property("StreamSpecification").text("StreamViewType")).isEqualTo("NEW_AND_OLD_IMAGES");
        }
    }

    @Test
    void the_new_events_bucket_tells_what_is_put_and_both_ways_to_lose_it() {
        Map<String, String> told = buckets.resource("NewBucket")
                .property("NotificationConfiguration", "TopicConfigurations").each().stream()
                .collect(Collectors.toMap(one -> one.text("Event"), one -> one.text("Topic")));

        assertThat(told.keySet()).containsExactlyInAnyOrder("s3:ObjectCreated:*", "s3:LifecycleExpiration:*",
                "s3:ObjectRemoved:*");
        assertThat(told.get("s3:ObjectCreated:*")).contains("CreatedTopicArn");
        assertThat(told.get("s3:LifecycleExpiration:*")).contains("ExpiredTopicArn");
        assertThat(told.get("s3:ObjectRemoved:*")).contains("ExpiredTopicArn");
    }

    private static List<Node> lifecycle(Resource bucket) {
        return bucket.property("LifecycleConfiguration", "Rules").each();
    }

    @Test
    void expired_events_can_be_read_for_a_fortnight() {
        Node expire = lifecycle(buckets.resource("NewBucket")).getFirst();

        assertThat(expire.text("ExpirationInDays")).isEqualTo("{Ref=NewEventDaysParam}");
        assertThat(expire.text("NoncurrentVersionExpiration", "NoncurrentDays")).isEqualTo("{Ref=NoncurrentDaysParam}");
        Node days = buckets.root().at("Parameters", "NoncurrentDaysParam");
        assertThat(days.text("Default")).isEqualTo("14");
        assertThat(days.text("MinValue")).isEqualTo("14");
        assertThat(buckets.root().text("Parameters", "NewEventDaysParam", "Default")).isEqualTo("1");
    }

    @Test
    void bundles_age_into_glacier_and_nothing_ever_goes() {
        List<Node> archive = lifecycle(buckets.resource("ArchiveBucket"));

        assertThat(archive.getFirst().text("Prefix")).isEqualTo("bundles/");
        assertThat(archive.getFirst().text("ObjectSizeGreaterThan")).isEqualTo("{Ref=ArchiveLargerThanBytesParam}");
        assertThat(archive.getFirst().text("Transitions")).contains("{Ref=ArchiveClassParam}");
        assertThat(archive.toString()).doesNotContain("Expiration");
        assertThat(lifecycle(buckets.resource("RejectedBucket")).toString()).doesNotContain("Expiration", "Transition");
        assertThat(buckets.root().text("Parameters", "ArchiveClassParam", "Default")).isEqualTo("GLACIER");
        assertThat(buckets.root().text("Parameters", "ArchiveAfterDaysParam", "Default")).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"New", "Archive", "Rejected", "Snapshot"})
    void only_named_roles_delete_versions(String bucket) {
        List<Node> denied = buckets.resource(bucket + "BucketPolicy").property("PolicyDocument", "Statement").each()
                .stream().filter(statement -> statement.text("Action").contains("s3:DeleteObjectVersion")).toList();

        assertThat(denied).singleElement().satisfies(statement -> {
            assertThat(statement.text("Effect")).isEqualTo("Deny");
            assertThat(statement.text("Principal")).isEqualTo("*");
            assertThat(statement.text("Condition"))
                    .isEqualTo("{StringNotEquals={aws:PrincipalArn={Ref=VersionDeleterRoleArnsParam}}}");
        });
    }

    /** The bundler's roles alone delete versions, of what is named as events are and where copies are kept. */
    @Test
    void no_roles_but_the_bundlers_delete_versions_of_events() {
        List<String> letGo = new ArrayList<>();
        for (Template template : Template.all()) {
            for (Node statement : template.statements()) {
                if (!statement.text("Effect").equals("Allow") || !statement.text("Action").contains("s3:Delete")) {
                    continue;
                }
                if (statement.text("Action").contains("s3:DeleteObjectVersion")) {
                    letGo.add(statement.text("Sid") + " " + statement.text("Action"));
                    assertThat(statement.at("Resource").each()).hasSize(2).allSatisfy(
                            place -> assertThat(place.text())
                                    .containsPattern("(Archive|Rejected)BucketNameParam\\}/\\*\\.event"));
                } else {
                    assertThat(statement.text("Resource")).contains("SnapshotBucketNameParam").doesNotContain("Event");
                }
            }
        }
        // The function's role, and that of whoever runs the command.
        assertThat(letGo).hasSize(2).containsOnly("LetGoOfWhatIsInBundles [s3:DeleteObjectVersion]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"New", "Archive", "Rejected"})
    void each_events_bucket_has_an_inventory_of_every_version(String bucket) throws IOException {
        Node inventory = buckets.resource(bucket + "Bucket").property("InventoryConfigurations").each().getFirst();

        assertThat(inventory.text("IncludedObjectVersions")).isEqualTo("All");
        assertThat(inventory.text("Destination", "BucketArn")).contains(bucket + "InventoryBucketNameParam");
        assertThat(buckets.resource(bucket + "InventoryBucketPolicy").property("PolicyDocument").text())
                .contains("InventoryDelivers");
        // What a report has besides is what the table that questions are asked over has.
        String table = Files.readString(Template.folder().resolveSibling(
                "core/src/main/resources/io/tidemark/core/inventory/athena/reports-parquet-table.sql"));
        List<String> columns = table.substring(table.indexOf("(\n") + 2, table.indexOf("\n)")).lines()
                .map(column -> column.strip().split(" ", 2)[0]).toList();
        assertThat(inventory.each("OptionalFields")).extracting(field -> field.text()
                .replaceAll("([a-z])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])", "$1$2_").toLowerCase(Locale.ROOT))
                .isEqualTo(columns.subList(5, columns.size()));
    }

    @Test
    void object_lock_is_there_for_who_wants_it() {
        for (String id : List.of("NewBucket", "ArchiveBucket", "RejectedBucket")) {
            assertThat(buckets.resource(id).property("ObjectLockEnabled").text()).startsWith("{Fn::If=[Locked, true");
        }
        assertThat(buckets.root().text("Parameters", "ObjectLockModeParam", "Default")).isEqualTo("NONE");
    }

    @Test
    void transactions_wait_in_a_fifo_queue_that_is_told_what_is_the_same() {
        Resource fifo = queues.resource("TransactionsQueue");

        assertThat(fifo.property("FifoQueue").text()).isEqualTo("true");
        assertThat(fifo.property("ContentBasedDeduplication").text()).isEqualTo("false");
        assertThat(fifo.property("QueueName").text()).endsWith(".fifo}");
        assertThat(queues.resource("TransactionsDeadLetterQueue").property("FifoQueue").text()).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Router", "Processor", "Archiver"})
    void a_message_stays_hidden_for_six_times_its_functions_limit(String function) {
        int limit = Integer.parseInt(processing.resource(function + "Function").property("Timeout").text());
        int hidden = Integer
                .parseInt(queues.root().text("Parameters", function + "VisibilitySecondsParam", "Default"));

        assertThat(hidden).isEqualTo(6 * limit);
    }

    @Test
    void each_function_reads_its_own_source_through_its_alias() {
        assertThat(Stream.concat(processing.resources("AWS::Lambda::EventSourceMapping").stream(),
                snapshots.resources("AWS::Lambda::EventSourceMapping").stream())
                .collect(Collectors.toMap(source -> source.property("FunctionName").text(),
                        source -> source.property("EventSourceArn").text().replaceAll(".*-|}*$", ""))))
                .containsOnly(Map.entry("{Ref=RouterAlias}", "CreatedQueueArn"),
                        Map.entry("{Ref=ProcessorAlias}", "TransactionsQueueArn"),
                        Map.entry("{Ref=ArchiverAlias}", "ExpiredQueueArn"));
    }

    @Test
    void snapstart_is_on_wherever_it_can_be() {
        for (Template template : List.of(processing, snapshots, bundles)) {
            for (Resource function : template.resources("AWS::Lambda::Function")) {
                boolean roomy = !function.property("EphemeralStorage").text().isEmpty();
                assertThat(function.property("SnapStart").text("ApplyOn")).as(function.toString())
                        .isEqualTo(roomy ? "" : "PublishedVersions");
            }
        }
    }

    @Test
    void every_queue_is_watched_for_age_or_for_dead_letters() {
        List<String> watched = Template.named("watching.yaml").resources("AWS::CloudWatch::Alarm").stream()
                .flatMap(alarm -> alarm.property("Dimensions").each().stream())
                .filter(dimension -> dimension.text("Name").equals("QueueName"))
                .map(dimension -> dimension.text("Value")).distinct().toList();

        assertThat(queues.resources("AWS::SQS::Queue")).extracting(queue -> queue.property("QueueName").text())
                .containsExactlyInAnyOrderElementsOf(watched);
    }

    /** It deletes versions: whoever wants that says so. */
    @Test
    void old_events_are_packed_by_one_at_a_time_and_only_when_that_is_turned_on() {
        assertThat(bundles.root().text("Parameters", "BundleScheduleStateParam", "Default")).isEqualTo("DISABLED");
        assertThat(bundles.resource("BundleSchedule").property("State").text())
                .isEqualTo("{Ref=BundleScheduleStateParam}");
        assertThat(bundles.root().text("Parameters", "BundlerReservedParam", "Default")).isEqualTo("yes");
        assertThat(bundles.resource("BundlerFunction").property("ReservedConcurrentExecutions").text())
                .startsWith("{Fn::If=[Reserved, 1, ");
    }

    @Test
    void the_bundlers_function_may_do_what_the_role_for_the_command_may_and_no_more_to_events() {
        List<String> forFunction = statementsOn(bundles, "BundlerRole");
        assertThat(forFunction).isNotEmpty()
                .isEqualTo(statementsOn(Template.named("recovery.yaml"), "BundlerRole"));
    }

    /** What a role may do to buckets and tables. */
    private static List<String> statementsOn(Template template, String role) {
        return template.resource(role).property("Policies").each().stream()
                .flatMap(policy -> policy.each("PolicyDocument", "Statement").stream())
                .filter(statement -> statement.text("Action").matches(".*(s3|dynamodb):.*"))
                .map(statement -> statement.text("Sid") + statement.text("Action") + statement.text("Resource"))
                .toList();
    }
}
