package io.tidemark.aws.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.aws.notice.Notices;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// The whole way of an event: put, notification, router, queue, processor, tables, expiry, archiver, archive. The functions are handed
/// what Lambda would hand them, and their answers are heeded as Lambda would.
class PipelineTest {
    private final AwsEventwise installation = new AwsEventwise();
    private final ManualClock clock = ManualClock.atNewYear();
    private final String created = LocalServers.newQueue(false);
    private final List<String> log = new ArrayList<>();
    private final Services services = new Services(new Settings(Map.of("NEW_EVENT_BUCKET_NAME_PARAM",
            installation.buckets().newEvents(), "ARCHIVE_EVENT_BUCKET_NAME_PARAM", installation.buckets().archive(),
            "REJECTED_EVENT_BUCKET_NAME_PARAM", installation.buckets().rejected(),
            "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM", installation.tables().accounts(),
            "DYNAMODB_OBJECT_TABLE_NAME_PARAM", installation.tables().objects(), "TRANSACTIONS_QUEUE_URL",
            installation.queue(), "CREATED_QUEUE_URL", created)), LocalServers.s3(), LocalServers.dynamoDb(),
            LocalServers.sqs(), clock);
    private final EventwiseStores stores = installation.open(clock);
    private final FunctionLog lines = new FunctionLog(log::add, "Tidemark");

    @AfterEach
    void close() {
        installation.close();
    }

    private static String enveloped(String notification) {
        return JsonTree.write(Map.of("Type", "Notification", "Message", notification));
    }

    /// S3's notification of a version.
    private String notification(String name, AttemptId id) {
        return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"" + name
                + "\",\"s3\":{\"bucket\":{\"name\":\"" + installation.buckets().newEvents()
                + "\"},\"object\":{\"key\":\"" + id.key() + "\",\"versionId\":\"" + id.version()
                + "\",\"sequencer\":\"00\"}}}]}";
    }

    private static String call(Map<String, String> bodies) {
        List<Object> records = new ArrayList<>();
        bodies.forEach((id, body) -> records.add(Map.of("messageId", id, "body", body)));
        return JsonTree.write(Map.of("Records", records));
    }

    private AttemptId put(String key, byte[] bytes) {
        return stores.attempts().put(EventKey.of(key), Body.of(bytes), null);
    }

    private AttemptId put(String key, String text) {
        return put(key, text.getBytes(UTF_8));
    }

    private String route(AttemptId id) {
        return new RouterWork(services, lines).run(call(Map.of("m", enveloped(notification("ObjectCreated:Put", id)))));
    }

    /// Hands batches to the processor until the queue is empty, as Lambda does.
    private void processAll() {
        for (List<Message> messages = received(installation.queue()); !messages.isEmpty(); messages = received(
                installation.queue())) {
            Map<String, Message> byId = new HashMap<>();
            List<Object> records = new ArrayList<>();
            for (Message message : messages) {
                byId.put(message.messageId(), message);
                records.add(Map.of("messageId", message.messageId(), "body", message.body(), "attributes",
                        message.attributesAsStrings()));
            }
            String answer = new ProcessorWork(services, lines).run(JsonTree.write(Map.of("Records", records)));
            failures(answer).forEach(byId::remove);
            byId.values().forEach(done -> LocalServers.sqs().deleteMessage(
                    delete -> delete.queueUrl(installation.queue()).receiptHandle(done.receiptHandle())));
        }
    }

    private static List<Message> received(String queue) {
        return LocalServers.sqs().receiveMessage(receive -> receive.queueUrl(queue).maxNumberOfMessages(10)
                .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID)).messages();
    }

    private static List<String> failures(String answer) {
        List<String> ids = new ArrayList<>();
        JsonTree tree = JsonTree.read(answer);
        assertThat(tree).isNotNull();
        if (tree != null) {
            tree.at("batchItemFailures").elements().forEach(one -> ids.add(one.at("itemIdentifier").text()));
        }
        return ids;
    }

    private String stateDigest() {
        StateDigest digest = new StateDigest();
        try (Cursor<Account> accounts = stores.book().accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                digest.add(account);
            }
        }
        return digest.finish().toString();
    }

    @Test
    void events_delivered_in_order_end_in_the_models_digests_and_in_the_right_buckets() {
        List<Arrival> arrivals = ArrivalStream.of(11, 45).stream().filter(Arrival.Put.class::isInstance).toList();
        NaiveLedger model = NaiveLedger.of(arrivals);

        for (Arrival arrival : arrivals) {
            Arrival.Put put = (Arrival.Put) arrival;
            assertThat(failures(route(put(put.key(), put.bytes())))).isEmpty();
            processAll();
        }
        for (Arrival arrival : arrivals) {
            expire(EventKey.of(((Arrival.Put) arrival).key()));
        }

        assertThat(stateDigest()).isEqualTo(model.stateDigest());
        assertThat(model.accounts()).isNotEmpty();
        for (String accepted : model.acceptedKeys().keySet()) {
            EventKey key = EventKey.of(accepted);
            String version = stores.book().key(key).inForce();
            assertThat(stores.attempts().kept(key, Bucket.ARCHIVE)).as(accepted)
                    .isEqualTo(new AttemptId(key, String.valueOf(version)));
        }
        for (String rejected : model.rejectedKeys().keySet()) {
            assertThat(stores.attempts().kept(EventKey.of(rejected), Bucket.REJECTED)).as(rejected).isNotNull();
            assertThat(stores.attempts().kept(EventKey.of(rejected), Bucket.ARCHIVE)).as(rejected).isNull();
        }
        assertThat(log).anyMatch(line -> line.contains("\"_aws\"") && line.contains("\"Accepted\":1"));
    }

    private void expire(EventKey key) {
        AttemptId any = new AttemptId(key, "marker");
        stores.attempts().expire(key);
        String answer = new ArchiverWork(services, lines).run(
                call(Map.of("m", enveloped(notification("LifecycleExpiration:DeleteMarkerCreated", any)))));
        assertThat(failures(answer)).isEmpty();
    }

    @Test
    void all_at_once_and_more_than_once_and_in_any_order_every_event_has_one_effect() {
        String deposit = "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}";
        List<AttemptId> put = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            put.add(put("verify_cash_deposit_" + i + ".event", deposit));
            put.add(put("cash_deposit_" + i + ".event", deposit));
        }

        put.forEach(this::route);
        put.reversed().forEach(this::route);
        processAll();
        put.forEach(this::route);
        processAll();

        assertThat(stores.book().entries("1", 1, 99)).hasSize(24);
        for (AttemptId id : put) {
            assertThat(stores.book().key(id.key()).standing()).isEqualTo(KeyStanding.ACCEPTED);
        }
        Account account = stores.book().account("1");
        assertThat(account).isNotNull();
        assertThat(account == null ? 0 : account.actual()).isEqualTo(12 * 500);
    }

    @Test
    void what_expires_before_it_was_ever_routed_is_handed_back_and_not_lost() {
        AttemptId lost = put("incoming_payment_1.event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}");

        expire(lost.key());

        Message back = received(created).getFirst();
        assertThat(Notices.read(back.body())).hasSize(1);
        new RouterWork(services, lines).run(call(Map.of("m", back.body())));
        processAll();
        expire(lost.key());
        assertThat(stores.book().key(lost.key()).standing()).isEqualTo(KeyStanding.ACCEPTED);
        assertThat(stores.attempts().kept(lost.key(), Bucket.ARCHIVE)).isEqualTo(lost);
    }

    @Test
    void foreign_messages_are_logged_and_set_aside_and_the_others_are_done() {
        AttemptId id = put("incoming_payment_1.event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}");
        AttemptId noEvent = new AttemptId(id.key(), "x");

        String answer = new RouterWork(services, lines).run(call(Map.of("a", "hello", "b",
                notification("ObjectCreated:Put", noEvent).replace("incoming_payment_1.event", "some_file.txt"), "c",
                notification("ObjectCreated:Put", id), "d", "{\"Event\":\"s3:TestEvent\"}")));

        assertThat(failures(answer)).isEmpty();
        assertThat(log).filteredOn(line -> line.contains("set aside")).hasSize(2);
        assertThat(failures(new ProcessorWork(services, lines).run(call(Map.of("a", "hello"))))).isEmpty();
        processAll();
        assertThat(stores.book().account("1")).isNotNull();
    }

    @Test
    void what_is_paused_comes_again() {
        AttemptId id = put("incoming_payment_1.event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"1\",\"Amount\":\"5.00\"}");
        route(id);
        stores.pauses().pauseAccount("1", true);
        Message message = received(installation.queue()).getFirst();

        assertThat(failures(new ProcessorWork(services, lines).run(call(Map.of("m", message.body())))))
                .containsExactly("m");

        assertThat(stores.book().account("1")).isNull();
        stores.pauses().pauseAccount("1", false);
        assertThat(failures(new ProcessorWork(services, lines).run(call(Map.of("m", message.body()))))).isEmpty();
        assertThat(stores.book().account("1")).isNotNull();
    }
}
