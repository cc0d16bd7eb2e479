package io.tidemark.testkit.property;

import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.LedgerInvariants;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import java.util.List;

/// The invariants hold for the model that everything else is held against.
class NaiveLedgerInvariantsTest extends LedgerInvariants {
    @Override
    protected LedgerContents judge(List<Arrival> arrivals) {
        return ModelContents.of(NaiveLedger.of(arrivals));
    }
}
