package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.reading.HistoryGap;
import org.jspecify.annotations.Nullable;

/// Says whether the history of the ledger is complete, wherever somebody reads it.
final class Histories {
    /// What to do about one that is not.
    static final String WAY_OUT = "; `tidemark recover` completes it, `tidemark plan` says how";

    private Histories() {}

    /// Warns when the history is not complete or not proven.
    ///
    /// @return what it lacks, or null
    static @Nullable HistoryGap warn(CommandContext context, Tidemark tidemark) {
        HistoryGap gap = tidemark.historyGap();
        if (gap != null) {
            context.warn(gap.text() + WAY_OUT);
        }
        return gap;
    }

    /// Adds that the history is not complete or not proven; nothing where it is both.
    static Fields addTo(Fields fields, @Nullable HistoryGap gap) {
        return gap == null
                ? fields
                : fields.add("historyComplete", gap.isComplete()).add("history", gap.text());
    }
}
