package io.tidemark.aws.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.aws.AwsEventwise;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.function.ArchiverHandler;
import io.tidemark.aws.function.ProcessorHandler;
import io.tidemark.aws.function.RouterHandler;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventwiseStores;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Buckets, tables and queues, and the three functions in runtime processes; this does what S3, SNS and Lambda do between them: it tells
/// the queues what happened in the bucket, hands batches to the functions, and heeds their answers.
final class RuntimeInstallation implements AutoCloseable {
    private static final int BATCH = 10;

    private final AwsEventwise installation = new AwsEventwise();
    private final String created = LocalServers.newQueue(false);
    private final String expired = LocalServers.newQueue(false);
    private final Map<String, String> variables;
    private final EventwiseStores stores;
    private final Path folder;
    /// Started when they are first called.
    private final Map<Class<?>, FunctionProcess> functions = new HashMap<>();

    RuntimeInstallation(Path folder) {
        variables = Map.of("NEW_EVENT_BUCKET_NAME_PARAM", installation.buckets().newEvents(),
                "ARCHIVE_EVENT_BUCKET_NAME_PARAM", installation.buckets().archive(), "REJECTED_EVENT_BUCKET_NAME_PARAM",
                installation.buckets().rejected(), "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM",
                installation.tables().accounts(), "DYNAMODB_OBJECT_TABLE_NAME_PARAM", installation.tables().objects(),
                "TRANSACTIONS_QUEUE_URL", installation.queue(), "CREATED_QUEUE_URL", created);
        stores = installation.open(InstantSource.system());
        this.folder = folder;
    }

    /// What is stored.
    EventwiseStores stores() {
        return stores;
    }

    /// What the functions are told by their environment.
    Map<String, String> variables() {
        return variables;
    }

    /// The processor's process.
    FunctionProcess processor() {
        return function(ProcessorHandler.class);
    }

    /// The router's process.
    FunctionProcess router() {
        return function(RouterHandler.class);
    }

    private FunctionProcess function(Class<?> handler) {
        return functions.computeIfAbsent(handler, _ -> new FunctionProcess(handler, variables, folder));
    }

    AttemptId put(String key, byte[] body, @Nullable String source) {
        return stores.attempts().put(EventKey.of(key), Body.of(body), source);
    }

    /// Tells the queue that a version was put, as S3 does through SNS.
    void notifyCreated(AttemptId id) {
        send(created, "ObjectCreated:Put", id.key(), id.version());
    }

    /// Lets a key expire and tells the queue, as S3's lifecycle does.
    void expire(EventKey key) {
        stores.attempts().expire(key);
        send(expired, "LifecycleExpiration:DeleteMarkerCreated", key, "marker");
    }

    private void send(String queue, String event, EventKey key, String version) {
        Map<String, Object> object = Map.of("key", URLEncoder.encode(key.text(), UTF_8), "versionId", version,
                "sequencer", "00");
        String notification = JsonTree.write(Map.of("Records",
                List.of(Map.of("eventSource", "aws:s3", "eventName", event, "s3",
                        Map.of("bucket", Map.of("name", installation.buckets().newEvents()), "object", object)))));
        LocalServers.sqs().sendMessage(send -> send.queueUrl(queue).messageBody(
                JsonTree.write(Map.of("Type", "Notification", "Message", notification))));
    }

    /// Hands out what the queues hold until they are empty.
    void work() {
        for (int batches = -1; batches != 0;) {
            batches = batch(created, RouterHandler.class) + batch(installation.queue(), ProcessorHandler.class)
                    + batch(expired, ArchiverHandler.class);
        }
    }

    /// Hands one batch to a function.
    ///
    /// @return 0 when there was none
    private int batch(String queue, Class<?> handler) {
        List<Message> messages = LocalServers.sqs().receiveMessage(receive -> receive.queueUrl(queue)
                .maxNumberOfMessages(BATCH).messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .messages();
        if (messages.isEmpty()) {
            return 0;
        }
        Set<String> failed = failures(function(handler).call(event(messages)));
        for (Message message : messages) {
            if (failed.contains(message.messageId())) {
                LocalServers.sqs().changeMessageVisibility(change -> change.queueUrl(queue)
                        .receiptHandle(message.receiptHandle()).visibilityTimeout(0));
            } else {
                LocalServers.sqs().deleteMessage(
                        delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        }
        return 1;
    }

    /// What Lambda calls a function with.
    static String event(List<Message> messages) {
        List<Object> records = new ArrayList<>();
        for (Message message : messages) {
            records.add(Map.of("messageId", message.messageId(), "body", message.body(), "attributes",
                    new TreeMap<>(message.attributesAsStrings()), "eventSource", "aws:sqs"));
        }
        return JsonTree.write(Map.of("Records", records));
    }

    /// A call of the processor with one transaction.
    static String transaction(AttemptId id, String group) {
        return JsonTree.write(Map.of("Records", List.of(Map.of("messageId", "m", "body",
                JsonTree.write(Map.of("key", id.key().text(), "version", id.version(), "group", group))))));
    }

    static Set<String> failures(String answer) {
        Set<String> ids = new HashSet<>();
        JsonTree tree = JsonTree.read(answer);
        if (tree == null) {
            throw new AssertionError("no answer: " + answer);
        }
        tree.at("batchItemFailures").elements().forEach(one -> ids.add(String.valueOf(
                one.at("itemIdentifier").text())));
        return ids;
    }

    /// All accounts by number.
    Map<String, Account> accounts() {
        Map<String, Account> accounts = new HashMap<>();
        try (Cursor<Account> cursor = stores.book().accounts()) {
            for (Account account = cursor.next(); account != null; account = cursor.next()) {
                accounts.put(account.number(), account);
            }
        }
        return accounts;
    }

    /// The digest of all accounts.
    String stateDigest() {
        StateDigest digest = new StateDigest();
        new TreeMap<>(accounts()).values().forEach(digest::add);
        return digest.finish().toString();
    }

    @Override
    public void close() {
        functions.values().forEach(FunctionProcess::close);
        installation.close();
    }
}
