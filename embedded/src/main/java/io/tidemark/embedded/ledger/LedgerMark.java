package io.tidemark.embedded.ledger;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.View;
import java.util.EnumMap;
import java.util.Map;

/// How far a generation has come; written with every commit.
///
/// @param summary  what readers are told
/// @param filledTo how far history before the base has been filled in
record LedgerMark(LedgerReader.Summary summary, long filledTo) {
    /// Of a generation that nothing was committed to.
    static LedgerMark empty(int rulesVersion) {
        return new LedgerMark(new LedgerReader.Summary(0, 1, rulesVersion, OutcomeCounts.NONE), 0);
    }

    static LedgerMark read(View view) {
        byte[] bytes = view.get(LedgerTables.META, LedgerTables.MARK);
        if (bytes == null) {
            throw new StorageException(Kind.DAMAGED, "the ledger does not say how far it has come");
        }
        ByteSource source = new ByteSource(bytes, "the mark of the ledger");
        long position = source.getVarint();
        long historyFrom = source.getVarint();
        long filledTo = source.getVarint();
        int rulesVersion = source.getCount(Integer.MAX_VALUE);
        long accepted = source.getVarint();
        long waiting = source.getVarint();
        Map<RejectionCode, Long> rejected = new EnumMap<>(RejectionCode.class);
        while (source.hasMore()) {
            rejected.put(StoredCodes.rejection(source.getByte(), source), source.getVarint());
        }
        OutcomeCounts counts = new OutcomeCounts(accepted, waiting, rejected);
        return new LedgerMark(new LedgerReader.Summary(position, historyFrom, rulesVersion, counts), filledTo);
    }

    byte[] encode() {
        OutcomeCounts counts = summary.counts();
        ByteSink sink = new ByteSink(96).putVarint(summary.position()).putVarint(summary.historyFrom())
                .putVarint(filledTo)
                .putVarint(summary.rulesVersion()).putVarint(counts.accepted()).putVarint(counts.waiting());
        counts.rejected().forEach((code, count) -> sink.putByte(StoredCodes.of(code)).putVarint(count));
        return sink.toBytes();
    }
}
