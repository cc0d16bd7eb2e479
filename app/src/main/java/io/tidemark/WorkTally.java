package io.tidemark;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.each.Router;
import io.tidemark.core.pipeline.each.Verdict;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.OutcomeCounts;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Counts what became of attempts that were worked off from queues: each once, by its last outcome. Not thread-safe.
final class WorkTally {
    private final Set<AttemptId> waiting = new HashSet<>();
    private final Map<RejectionCode, Long> rejected = new EnumMap<>(RejectionCode.class);
    private final Set<String> failed = new TreeSet<>();
    private long accepted;
    private long duplicates;

    void routed(Router.Routed routed) {
        if (routed.waits()) {
            waiting.add(routed.attempt());
        }
    }

    void judged(Verdict verdict) {
        if (verdict.again()) {
            return;
        }
        waiting.remove(verdict.attempt());
        RejectionCode code = verdict.code();
        switch (verdict.kind()) {
            case ACCEPTED -> accepted++;
            case WAITING -> waiting.add(verdict.attempt());
            case DUPLICATE -> duplicates++;
            case REJECTED -> {
                if (code != null) {
                    rejected.merge(code, 1L, Long::sum);
                }
            }
            case UNCHANGED, MISSING -> {
                // Nothing became of it.
            }
        }
    }

    void failed(String queue) {
        failed.add(queue);
    }

    Processor.Result result() {
        return new Processor.Result(0, 0, new OutcomeCounts(accepted, waiting.size(), rejected), duplicates);
    }
}
