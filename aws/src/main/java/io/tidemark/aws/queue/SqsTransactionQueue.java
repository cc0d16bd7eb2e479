package io.tidemark.aws.queue;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Transaction;
import io.tidemark.core.port.TransactionQueue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The FIFO queue. Safe for use by many threads.
public final class SqsTransactionQueue implements TransactionQueue {
    private static final int BATCH = 10;

    private final SqsClient client;
    private final String url;

    /// The queue at that address.
    public SqsTransactionQueue(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    private <T> T calling(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailures.of(e, what + " the queue " + url);
        }
    }

    /// A batch has each group once: of a batch, any part may fail, and the rest of a group must not pass it.
    @Override
    public void send(List<Transaction> transactions) {
        List<Transaction> batch = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        for (Transaction transaction : transactions) {
            if (batch.size() == BATCH || !groups.add(Messages.group(transaction))) {
                sendBatch(batch);
                batch.clear();
                groups.clear();
                groups.add(Messages.group(transaction));
            }
            batch.add(transaction);
        }
        if (!batch.isEmpty()) {
            sendBatch(batch);
        }
    }

    private void sendBatch(List<Transaction> batch) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Transaction transaction : batch) {
            entries.add(SendMessageBatchRequestEntry.builder().id(Integer.toString(entries.size()))
                    .messageBody(Messages.body(transaction)).messageGroupId(Messages.group(transaction))
                    .messageDeduplicationId(Messages.deduplication(transaction)).build());
        }
        var response = calling("send to", () -> client.sendMessageBatch(send -> send.queueUrl(url).entries(entries)));
        if (!response.failed().isEmpty()) {
            var first = response.failed().getFirst();
            throw new StorageException(StorageException.Kind.FAILED, "cannot send "
                    + batch.get(Integer.parseInt(first.id())).attempt() + " to the queue " + url + ": "
                    + first.message());
        }
    }

    /// Messages that are not ours are not given out; the queue sets them aside when they have come often enough.
    @Override
    public List<Delivery> take(int most) {
        List<Message> messages = calling("take from",
                () -> client.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(most))).messages();
        List<Delivery> deliveries = new ArrayList<>();
        for (Message message : messages) {
            Transaction transaction = Messages.read(message.body());
            if (transaction != null) {
                deliveries.add(new Delivery(transaction, message.receiptHandle()));
            }
        }
        return deliveries;
    }

    @Override
    public void settle(Delivery delivery) {
        var _ = calling("settle a message of",
                () -> client.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(delivery.receipt())));
    }

    @Override
    public void giveBack(Delivery delivery) {
        var _ = calling("give a message back to", () -> client.changeMessageVisibility(
                change -> change.queueUrl(url).receiptHandle(delivery.receipt()).visibilityTimeout(0)));
    }
}
