package io.tidemark.aws.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventwiseStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/// The functions over buckets, tables and queues of one test, called as Lambda calls them: what they hand back comes again. The
/// functions speak through the clients that the test gives; Lambda's own part, taking and settling, goes past these.
final class FunctionsRun implements AutoCloseable {
    private final AwsEventwise installation;
    private final Services services;
    private final EventwiseStores stores;
    private final List<String> log = new ArrayList<>();
    private Map<String, Message> taken = Map.of();

    FunctionsRun(S3Client s3, DynamoDbClient dynamoDb, SqsClient sqs, InstantSource clock) {
        this(new AwsEventwise(), LocalServers.newQueue(false), s3, dynamoDb, sqs, clock);
    }

    private FunctionsRun(AwsEventwise installation, String created, S3Client s3, DynamoDbClient dynamoDb, SqsClient sqs,
            InstantSource clock) {
        this.installation = installation;
        services = new Services(new Settings(Map.of("NEW_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().newEvents(), "ARCHIVE_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().archive(), "REJECTED_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().rejected(), "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM",
                installation.tables().accounts(), "DYNAMODB_OBJECT_TABLE_NAME_PARAM",
                installation.tables().objects(), "TRANSACTIONS_QUEUE_URL", installation.queue(),
                "CREATED_QUEUE_URL", created)), s3, dynamoDb, sqs, clock);
        stores = installation.open(clock);
    }

    /// Other instances of the functions, over the same buckets, tables and queues, through clients of which nobody hears.
    FunctionsRun others() {
        return new FunctionsRun(installation, services.settings().createdQueue(), LocalServers.s3(),
                LocalServers.dynamoDb(), LocalServers.sqs(), services.clock());
    }

    /// The buckets, tables and queues.
    AwsEventwise installation() {
        return installation;
    }

    /// The address of the queue of what was put.
    String created() {
        return services.settings().createdQueue();
    }

    /// What is stored, past the functions' clients.
    EventwiseStores stores() {
        return stores;
    }

    /// The book through the functions' clients.
    AccountBook book() {
        return services.book(services.switches());
    }

    /// What the functions wrote.
    List<String> log() {
        return log;
    }

    AttemptId put(String key, String body) {
        return put(key, body.getBytes(UTF_8));
    }

    AttemptId put(String key, byte[] body) {
        return stores.attempts().put(EventKey.of(key), Body.of(body), null);
    }

    private FunctionLog lines() {
        return new FunctionLog(log::add, "Tidemark");
    }

    /// S3's notification of a version, as SNS passes it on.
    private String notification(String name, AttemptId id) {
        String records = "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"" + name
                + "\",\"s3\":{\"bucket\":{\"name\":\"" + installation.buckets().newEvents()
                + "\"},\"object\":{\"key\":\"" + id.key() + "\",\"versionId\":\"" + id.version()
                + "\",\"sequencer\":\"00\"}}}]}";
        return JsonTree.write(Map.of("Type", "Notification", "Message", records));
    }

    private static String batch(Map<String, String> bodies) {
        List<Object> records = new ArrayList<>();
        bodies.forEach((id, body) -> records.add(Map.of("messageId", id, "body", body)));
        return JsonTree.write(Map.of("Records", records));
    }

    private static List<String> failures(String answer) {
        List<String> ids = new ArrayList<>();
        JsonTree tree = JsonTree.read(answer);
        if (tree == null) {
            throw new AssertionError("no answer: " + answer);
        }
        tree.at("batchItemFailures").elements().forEach(one -> ids.add(one.at("itemIdentifier").text()));
        return ids;
    }

    /// Calls the router once with a batch that tells of these.
    ///
    /// @return how many of its messages come again
    int route(List<AttemptId> ids) {
        Map<String, String> bodies = new LinkedHashMap<>();
        ids.forEach(id -> bodies.put("m" + bodies.size(), notification("ObjectCreated:Put", id)));
        return failures(new RouterWork(services, lines()).run(batch(bodies))).size();
    }

    /// Calls the router with a batch for which nothing is to be done: S3's test event.
    void routeNothing() {
        new RouterWork(services, lines()).run(batch(Map.of("m", "{\"Event\":\"s3:TestEvent\"}")));
    }

    /// Calls the archiver once to tell that a key has expired.
    ///
    /// @return how many of its messages come again
    int archive(EventKey key) {
        stores.attempts().expire(key);
        String expired = notification("LifecycleExpiration:DeleteMarkerCreated", new AttemptId(key, "marker"));
        return failures(new ArchiverWork(services, lines()).run(batch(Map.of("m", expired)))).size();
    }

    /// Calls the bundler with time enough, at a time when all that was put is old enough.
    void bundle() {
        InstantSource tomorrow = InstantSource.offset(InstantSource.system(), Duration.ofDays(2));
        new BundlerWork(new Services(services.settings(), services.s3(), services.dynamoDb(), services.sqs(), tomorrow),
                lines()).run(() -> 900_000);
    }

    /// Calls the processor with what the queue gives out, up to ten; what it hands back the queue has again at once, and if it dies, all.
    ///
    /// @return false when the queue had nothing
    boolean process() {
        taken = new LinkedHashMap<>();
        Map<String, String> bodies = new LinkedHashMap<>();
        for (Message message : LocalServers.sqs().receiveMessage(
                receive -> receive.queueUrl(installation.queue()).maxNumberOfMessages(10)).messages()) {
            taken.put(message.messageId(), message);
            bodies.put(message.messageId(), message.body());
        }
        if (taken.isEmpty()) {
            return false;
        }
        List<String> comeAgain = List.copyOf(taken.keySet());
        try {
            comeAgain = failures(new ProcessorWork(services, lines()).run(batch(bodies)));
        } finally {
            for (Message message : taken.values()) {
                settle(message, comeAgain.contains(message.messageId()));
            }
        }
        return true;
    }

    private void settle(Message message, boolean comesAgain) {
        try {
            if (comesAgain) {
                giveBack(message);
            } else {
                LocalServers.sqs().deleteMessage(delete -> delete.queueUrl(installation.queue())
                        .receiptHandle(message.receiptHandle()));
            }
        } catch (ReceiptHandleIsInvalidException e) {
            log.add("the lease of " + message.messageId() + " was lost: it is another's now");
        }
    }

    private void giveBack(Message message) {
        LocalServers.sqs().changeMessageVisibility(change -> change.queueUrl(installation.queue())
                .receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    }

    /// What the processor has taken last the queue gives out again, as when a function takes longer than its lease lasts.
    void loseLeases() {
        taken.values().forEach(this::giveBack);
    }

    @Override
    public void close() {
        installation.close();
    }
}
