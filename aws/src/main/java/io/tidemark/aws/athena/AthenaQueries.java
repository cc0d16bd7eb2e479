package io.tidemark.aws.athena;

import io.tidemark.core.port.Queries;
import java.util.List;

/// Answers questions with Athena: over the newest complete reports of the buckets, and the index as it was last written down. Safe for use by
/// many threads.
final class AthenaQueries implements Queries {
    private final AthenaTables tables;
    private final long mostRows;

    /// @param mostRows how many rows of an answer are read back at most
    AthenaQueries(AthenaTables tables, long mostRows) {
        this.tables = tables;
        this.mostRows = mostRows;
    }

    @Override
    public List<Table> tables() {
        return QuestionTables.all();
    }

    @Override
    public Answer query(String sql) {
        return tables.ask(Question.of(sql), mostRows);
    }
}
