package io.tidemark.app.demo;

import io.tidemark.Tidemark;
import io.tidemark.app.reading.Listing;
import io.tidemark.core.event.EventType;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Cursor;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Shows what has to be replayed: the events that arrived after the moment that the ledger stands at.
final class Selection {
    private final Tidemark tidemark;
    private final Narrator narrator;

    private static final class Sum {
        private long events;
        private long bytes;
    }

    Selection(Tidemark tidemark, Narrator narrator) {
        this.tidemark = tidemark;
        this.narrator = narrator;
    }

    /// Selects the events after a moment, and tells what they are.
    void after(Demo.Moment moment) {
        Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
        narrator.say("Plan, to the last event: " + plan.summary());
        Map<String, Sum> byType = new TreeMap<>();
        Sum all = new Sum();
        try (Cursor<Listing.Item> items = tidemark.list(new Listing.Filter(null, "", Long.MAX_VALUE))) {
            for (Listing.Item item = items.next(); item != null; item = items.next()) {
                if (item.position() > moment.position()) {
                    EventType type = item.key().type();
                    add(byType.computeIfAbsent(type == null ? "(no known type)" : type.label(), _ -> new Sum()), item);
                    add(all, item);
                }
            }
        }
        narrator.say(String.format(Locale.ROOT, "%,d events with %,d bytes arrived after %s, all of them at hand:",
                all.events, all.bytes,
                moment.time()));
        List<List<String>> rows = new ArrayList<>();
        byType.forEach((type, sum) -> rows
                .add(List.of(type, String.format(Locale.ROOT, "%,d", sum.events),
                        String.format(Locale.ROOT, "%,d", sum.bytes))));
        narrator.table(List.of("type", "events", "bytes"), rows);
    }

    private static void add(Sum sum, Listing.Item item) {
        sum.events++;
        sum.bytes += item.length();
    }
}
