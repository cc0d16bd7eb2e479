package io.tidemark.aws.function;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Does the functions' work in one process: takes messages from the queues and hands them to the same code as Lambda does, in batches of
/// ten, and deletes what was done. Beside running functions it takes a share of the work. Not thread-safe; any number of workers may be at
/// work at once.
public final class Worker {
    private static final int BATCH = 10;
    private static final int QUEUES = 3;

    private final Services services;
    private final Queues queues;
    private final int waitSeconds;
    private final FunctionLog log;
    private final Told told;

    /// The addresses of the queues.
    ///
    /// @param created      notifications of what was put
    /// @param transactions what is to be judged
    /// @param expired      notifications of what left the bucket
    public record Queues(String created, String transactions, String expired) {}

    /// Hears what comes of the work.
    public interface Told {
        /// An attempt was routed, or waits without having been judged.
        void routed(Router.Routed routed);

        /// An attempt was judged; those that it released are told of by themselves.
        void judged(Verdict verdict);

        /// A message could not be worked off, and comes again.
        void failed(String queue);
    }

    /// A worker.
    ///
    /// @param services    what it speaks to
    /// @param waitSeconds how long to wait for a message before a queue is taken to be empty, 0 to 20: without waiting, SQS asks only some of its
    ///                    servers
    /// @param out         takes the lines that the functions would log
    /// @param told        hears what comes of the work
    public Worker(Services services, Queues queues, int waitSeconds, Consumer<String> out, Told told) {
        this.services = services;
        this.queues = queues;
        this.waitSeconds = waitSeconds;
        log = new FunctionLog(out, services.settings().metricNamespace());
        this.told = told;
    }

    /// Works until the queues are empty. What failed is left to come again when its time is up.
    ///
    /// @param progress hears of the messages worked off
    /// @param stop     asked before each batch; when true, the call ends
    /// @return how many messages were worked off
    public long drain(Progress progress, BooleanSupplier stop) {
        long done = 0;
        // The last round waits at each queue, and what it finds begins another.
        for (int idle = 0; idle < 2 && !stop.getAsBoolean(); idle++) {
            int wait = idle == 0 ? 0 : waitSeconds;
            long before = done;
            for (int i = 0; i < QUEUES && !stop.getAsBoolean(); i++) {
                long now = batch(i, wait);
                done += now;
                if (now > 0) {
                    progress.at(done, 0);
                }
            }
            if (done > before) {
                idle = -1;
            }
        }
        return done;
    }

    private long batch(int queue, int wait) {
        return switch (queue) {
            case 0 -> work(queues.created(), wait, new RouterWork(services, log, told::routed)::run);
            case 1 -> work(queues.transactions(), wait, new ProcessorWork(services, log, told::judged)::run);
            default -> work(queues.expired(), wait, new ArchiverWork(services, log)::run);
        };
    }

    private long work(String queue, int wait, UnaryOperator<String> function) {
        try {
            List<Message> messages = services.sqs().receiveMessage(receive -> receive.queueUrl(queue)
                    .maxNumberOfMessages(BATCH).waitTimeSeconds(wait)
                    .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID)).messages();
            if (messages.isEmpty()) {
                return 0;
            }
            Set<String> failed = failed(function.apply(call(messages)));
            long done = 0;
            for (Message message : messages) {
                if (failed.contains(message.messageId())) {
                    told.failed(queue);
                } else {
                    services.sqs().deleteMessage(
                            delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
                    done++;
                }
            }
            return done;
        } catch (SdkException e) {
            throw AwsFailures.of(e, "work off the queue " + queue);
        }
    }

    /// What Lambda would call the function with.
    private static String call(List<Message> messages) {
        List<Object> records = new ArrayList<>();
        messages.forEach(message -> records.add(Map.of("messageId", message.messageId(), "body", message.body(),
                "attributes", message.attributesAsStrings())));
        return JsonTree.write(Map.of("Records", records));
    }

    private static Set<String> failed(String answer) {
        Set<String> ids = new HashSet<>();
        JsonTree tree = JsonTree.read(answer);
        if (tree != null) {
            tree.at("batchItemFailures").elements().forEach(one -> ids.add(String.valueOf(
                    one.at("itemIdentifier").text())));
        }
        return ids;
    }
}
