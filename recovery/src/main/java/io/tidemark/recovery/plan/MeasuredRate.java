package io.tidemark.recovery.plan;

import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.receipt.Receipt;
import io.tidemark.recovery.receipt.ReceiptBook;
import io.tidemark.recovery.receipt.ReceiptCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How quickly an installation recovers, as its last recoveries measured it.
final class MeasuredRate {
    /// Below this, starting takes longer than replaying.
    private static final long FEWEST_RECORDS = 10_000;
    /// How many receipts are looked at, from the newest back.
    private static final int MOST_LOOKED_AT = 20;

    private MeasuredRate() {}

    /// Records a second in the newest recovery that was large enough to tell, or null when there is none.
    static @Nullable Long of(Receipts receipts) {
        ReceiptBook book = new ReceiptBook(receipts);
        try {
            List<String> ids = receipts.list().reversed().stream().filter(id -> id.contains("-recover"))
                    .limit(MOST_LOOKED_AT).toList();
            for (String id : ids) {
                Long rate = rate(book.check(id));
                if (rate != null) {
                    return rate;
                }
            }
        } catch (StorageException _) {
            // A guess is no reason to fail.
        }
        return null;
    }

    private static @Nullable Long rate(ReceiptCheck check) {
        Receipt receipt = check.receipt();
        if (receipt == null || !"DONE".equals(receipt.get("outcome"))) {
            return null;
        }
        return receipt.get("events", "records") instanceof Long records && records >= FEWEST_RECORDS
                && receipt.get("milliseconds", "total") instanceof Long took && took > 0
                        ? (Long) Math.max(1, records * 1000 / took)
                        : null;
    }
}
