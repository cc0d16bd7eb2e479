package io.tidemark.testkit.property;

import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.LedgerInvariants;
import io.tidemark.testkit.model.Arrival;
import java.util.List;

/// The invariants hold for what codec, rules and fold make of any stream.
class FoldInvariantsTest extends LedgerInvariants {
    @Override
    protected LedgerContents judge(List<Arrival> arrivals) {
        return FoldedStream.of(arrivals).contents();
    }
}
