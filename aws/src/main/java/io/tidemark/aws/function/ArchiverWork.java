package io.tidemark.aws.function;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.aws.notice.Notice;
import io.tidemark.aws.notice.Notice.ObjectPlace;
import io.tidemark.aws.notice.Notices;
import io.tidemark.aws.notice.Received;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.port.StorageException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/// The archiver's work on one batch of notifications.
///
/// @param services what it speaks to
/// @param log      what it writes
record ArchiverWork(Services services, FunctionLog log) {
    /// Archives all that a batch tells of. A message that cannot be worked off comes again; one that is foreign does not.
    String run(String input) {
        Archiver archiver = new Archiver(services.attempts(), services.book(services.switches()));
        BatchAnswer answer = new BatchAnswer();
        for (Received message : Received.records(input)) {
            try {
                Notices.read(message.body()).forEach(notice -> archive(notice, archiver));
            } catch (StorageException e) {
                log.line("ERROR", String.valueOf(e.getMessage()), null, Map.of("messageId", message.id()));
                answer.fail(message.id());
            }
        }
        return answer.text();
    }

    private void archive(Notice notice, Archiver archiver) {
        switch (notice) {
            case Notice.Removed removed -> archive(removed.place(), archiver);
            case Notice.Created created -> log.line("WARN", "set aside: what was put has come to the archiver",
                    created.place().key(), Map.of());
            case Notice.Foreign foreign -> log.line("WARN", "set aside: " + foreign.why(), null, Map.of());
            case Notice.TestEvent _ -> log.line("INFO", "a test event of S3", null, Map.of());
        }
    }

    private void archive(ObjectPlace place, Archiver archiver) {
        EventKey key = EventKey.parse(place.key());
        if (key == null || !place.bucket().equals(services.settings().buckets().newEvents())) {
            log.line("WARN", "set aside: no event key, or another bucket", place.key(),
                    Map.of("bucket", place.bucket()));
            return;
        }
        Archiver.Archived archived = archiver.archive(key);
        if (!archived.undecided().isEmpty()) {
            handBack(archived.undecided().stream()
                    .map(id -> new ObjectPlace(place.bucket(), key.text(), id.version(), null, null)).toList());
        }
        log.line("INFO", "archived", key.text(), Map.of("kept", Integer.toString(archived.kept().size()), "handedBack",
                Integer.toString(archived.undecided().size())));
    }

    /// What expired before it had an outcome goes back to the router, as if it had just been put.
    private void handBack(List<ObjectPlace> places) {
        try {
            services.sqs().sendMessage(
                    send -> send.queueUrl(services.settings().createdQueue()).messageBody(Notices.created(places)));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "hand back to the queue " + services.settings().createdQueue());
        }
    }
}
