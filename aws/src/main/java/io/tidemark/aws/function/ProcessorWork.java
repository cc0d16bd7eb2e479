package io.tidemark.aws.function;

import io.tidemark.aws.notice.Received;
import io.tidemark.aws.queue.Messages;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.core.pipeline.each.Archiver;
import io.tidemark.core.pipeline.each.ArrivalNotes;
import io.tidemark.core.pipeline.each.BatchRun;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The processor's work on one batch of transactions.
///
/// @param services what it speaks to
/// @param log      what it writes
/// @param told     is told what became of each, of those that were released after the one that released them
record ProcessorWork(Services services, FunctionLog log, Consumer<? super Verdict> told) {
    /// The work of a function, which nobody listens to but its log.
    ProcessorWork(Services services, FunctionLog log) {
        this(services, log, _ -> {});
    }

    /// Judges a batch. What was not done comes again, and with it whatever is behind it in its account.
    String run(String input) {
        List<Received> ours = new ArrayList<>();
        List<Transaction> batch = new ArrayList<>();
        DynamoControl.Switches switches = services.switches();
        AccountBook book = services.book(switches);
        AttemptStore attempts = services.attempts();
        BatchAnswer answer = new BatchAnswer();
        for (Received message : Received.records(input)) {
            Transaction transaction = Messages.read(message.body());
            if (transaction == null) {
                log.line("WARN", "set aside: no transaction", null, Map.of("messageId", message.id()));
            } else if (switches.holds(transaction.replay())) {
                note(message, transaction, new ArrivalNotes(attempts, book), answer);
            } else {
                ours.add(message);
                batch.add(transaction);
            }
        }
        Judge judge = new Judge(book, attempts);
        Counts counts = new Counts();
        for (BatchRun.NotDone notDone : new BatchRun(judge).run(batch, switches.paused(), counts::take)) {
            log.line("ERROR", notDone.why(), batch.get(notDone.index()).attempt().key().text(), Map.of());
            answer.fail(ours.get(notDone.index()).id());
        }
        counts.write();
        archive(batch, new Archiver(attempts, book));
        return answer.text();
    }

    /// While the generation in force stands still at a moment, nothing is judged, and nothing kept in the queue that would come out of it
    /// before what arrived earlier: it is noted in the index, from which going forward routes it.
    private void note(Received message, Transaction transaction, ArrivalNotes notes, BatchAnswer answer) {
        String key = transaction.attempt().key().text();
        try {
            notes.note(transaction.attempt());
            log.line("INFO", "noted, while processing is paused", key, Map.of());
        } catch (StorageException e) {
            log.line("ERROR", String.valueOf(e.getMessage()), key, Map.of());
            answer.fail(message.id());
        }
    }

    /// What is judged again may have left the bucket meanwhile, and nobody tells the archiver of that twice.
    private void archive(List<Transaction> batch, Archiver archiver) {
        for (Transaction transaction : batch) {
            if (transaction.replay() != null) {
                try {
                    archiver.archive(transaction.attempt().key());
                } catch (StorageException e) {
                    log.line("ERROR", String.valueOf(e.getMessage()), transaction.attempt().key().text(), Map.of());
                }
            }
        }
    }

    /// What became of a batch, for the metrics.
    private final class Counts {
        private final Map<String, Long> byKind = new TreeMap<>();
        private final Map<String, Long> byCode = new TreeMap<>();

        void take(Verdict verdict) {
            told.accept(verdict);
            log.line("INFO", verdict.kind() + (verdict.again() ? " before" : ""), verdict.attempt().key().text(),
                    Map.of("version", verdict.attempt().version(), "code",
                            verdict.code() == null ? "" : verdict.code().name()));
            if (!verdict.again()) {
                count(verdict);
            }
            verdict.released().forEach(this::take);
        }

        private void count(Verdict verdict) {
            String name = switch (verdict.kind()) {
                case ACCEPTED -> "Accepted";
                case REJECTED -> "Rejected";
                case WAITING -> "Waiting";
                case DUPLICATE -> "Duplicates";
                case MISSING -> "Missing";
                case UNCHANGED -> "Unchanged";
            };
            byKind.merge(name, 1L, Long::sum);
            if (verdict.code() != null) {
                byCode.merge(verdict.code().name(), 1L, Long::sum);
            }
        }

        void write() {
            log.metrics(services.clock().instant(), byKind, Map.of());
            byCode.forEach((code, count) -> log.metrics(services.clock().instant(), Map.of("Rejected", count),
                    Map.of("Code", code)));
        }
    }
}
