package io.tidemark.aws.function;

import io.tidemark.aws.notice.Notice;
import io.tidemark.aws.notice.Notice.ObjectPlace;
import io.tidemark.aws.notice.Notices;
import io.tidemark.aws.notice.Received;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.ArrivalNotes;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The router's work on one batch of notifications.
///
/// @param services what it speaks to
/// @param log      what it writes
/// @param told     is told where each was routed to
record RouterWork(Services services, FunctionLog log, Consumer<? super Router.Routed> told) {
    /// The work of a function, which nobody listens to but its log.
    RouterWork(Services services, FunctionLog log) {
        this(services, log, _ -> {});
    }

    /// Routes all that a batch tells of. A message that cannot be worked off comes again; one that is foreign does not.
    String run(String input) {
        AttemptStore attempts = services.attempts();
        DynamoControl.Switches switches = services.switches();
        AccountBook book = services.book(switches);
        if (switches.holds(null)) {
            return note(input, attempts, new ArrivalNotes(attempts, book));
        }
        Router router = new Router(attempts, book, services.queue());
        BatchAnswer answer = new BatchAnswer();
        List<String> toldBy = new ArrayList<>();
        List<Router.Routed> placed = new ArrayList<>();
        for (Received message : Received.records(input)) {
            try {
                int before = placed.size();
                Notices.read(message.body()).forEach(notice -> place(notice, attempts, router, placed::add));
                if (placed.size() > before) {
                    toldBy.add(message.id());
                }
            } catch (StorageException e) {
                fail(message.id(), e, answer);
            }
        }
        try {
            // Together, since a call of the queue takes ten for the price of one.
            router.send(placed, null);
        } catch (StorageException e) {
            toldBy.forEach(message -> fail(message, e, answer));
        }
        return answer.text();
    }

    /// While the generation in force stands still at a moment, what comes is noted in the index and sent nowhere: going forward routes it, in
    /// its order.
    private String note(String input, AttemptStore attempts, ArrivalNotes notes) {
        BatchAnswer answer = new BatchAnswer();
        for (Received message : Received.records(input)) {
            try {
                for (Notice notice : Notices.read(message.body())) {
                    for (AttemptId id : attempts(notice, attempts)) {
                        notes.note(id);
                        log.line("INFO", "noted, while processing is paused", id.key().text(),
                                Map.of("version", id.version()));
                    }
                }
            } catch (StorageException e) {
                fail(message.id(), e, answer);
            }
        }
        return answer.text();
    }

    private void fail(String messageId, StorageException e, BatchAnswer answer) {
        log.line("ERROR", String.valueOf(e.getMessage()), null, Map.of("messageId", messageId));
        answer.fail(messageId);
    }

    private void place(Notice notice, AttemptStore attempts, Router router,
            Consumer<? super Router.Routed> placed) {
        for (AttemptId id : attempts(notice, attempts)) {
            Router.Routed routed = router.place(id);
            placed.accept(routed);
            told.accept(routed);
            String group = routed.group();
            log.line("INFO", routed.waits() ? "waits" : group == null ? "in no bucket" : "routed", id.key().text(),
                    Map.of("version", id.version(), "group", group == null ? "" : group));
        }
    }

    /// The attempts that a notice tells of.
    private List<AttemptId> attempts(Notice notice, AttemptStore attempts) {
        return switch (notice) {
            case Notice.Created created -> attempts(created.place(), attempts);
            case Notice.Removed removed -> {
                log.line("WARN", "set aside: a removal has come to the router", removed.place().key(), Map.of());
                yield List.of();
            }
            case Notice.Foreign foreign -> {
                log.line("WARN", "set aside: " + foreign.why(), null, Map.of());
                yield List.of();
            }
            case Notice.TestEvent _ -> {
                log.line("INFO", "a test event of S3", null, Map.of());
                yield List.of();
            }
        };
    }

    private List<AttemptId> attempts(ObjectPlace place, AttemptStore attempts) {
        EventKey key = EventKey.parse(place.key());
        if (key == null || !place.bucket().equals(services.settings().buckets().newEvents())) {
            log.line("WARN", "set aside: no event key, or another bucket", place.key(),
                    Map.of("bucket", place.bucket()));
            return List.of();
        }
        String version = place.version();
        // A notification without a version is of a time before the bucket had any, or is not S3's own: all there are, then.
        return version == null ? attempts.versions(key) : List.of(new AttemptId(key, version));
    }
}
