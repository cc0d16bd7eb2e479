package io.tidemark.aws.function;

import io.tidemark.aws.notice.Notice;
import io.tidemark.aws.notice.Notice.ObjectPlace;
import io.tidemark.aws.notice.Notices;
import io.tidemark.aws.notice.Received;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.Router;
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
        Router router = new Router(attempts, services.book(services.switches()), services.queue());
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

    private void fail(String messageId, StorageException e, BatchAnswer answer) {
        log.line("ERROR", String.valueOf(e.getMessage()), null, Map.of("messageId", messageId));
        answer.fail(messageId);
    }

    private void place(Notice notice, AttemptStore attempts, Router router,
            Consumer<? super Router.Routed> placed) {
        switch (notice) {
            case Notice.Created created -> place(created.place(), attempts, router, placed);
            case Notice.Removed removed -> log.line("WARN", "set aside: a removal has come to the router",
                    removed.place().key(), Map.of());
            case Notice.Foreign foreign -> log.line("WARN", "set aside: " + foreign.why(), null, Map.of());
            case Notice.TestEvent _ -> log.line("INFO", "a test event of S3", null, Map.of());
        }
    }

    private void place(ObjectPlace place, AttemptStore attempts, Router router,
            Consumer<? super Router.Routed> placed) {
        EventKey key = EventKey.parse(place.key());
        if (key == null || !place.bucket().equals(services.settings().buckets().newEvents())) {
            log.line("WARN", "set aside: no event key, or another bucket", place.key(),
                    Map.of("bucket", place.bucket()));
            return;
        }
        String version = place.version();
        // A notification without a version is of a time before the bucket had any, or is not S3's own: all there are, then.
        List<AttemptId> ids = version == null ? attempts.versions(key) : List.of(new AttemptId(key, version));
        for (AttemptId id : ids) {
            Router.Routed routed = router.place(id);
            placed.accept(routed);
            told.accept(routed);
            String group = routed.group();
            log.line("INFO", routed.waits() ? "waits" : group == null ? "in no bucket" : "routed", key.text(),
                    Map.of("version", id.version(), "group", group == null ? "" : group));
        }
    }
}
