package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Fields;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.port.OutcomeCounts;

/// Rejections by code.
final class Codes {
    private Codes() {}

    /// How many attempts stand rejected by each code, in the order in which the codes are checked; codes that do not occur are
    /// left out.
    static Fields fields(OutcomeCounts counts) {
        Fields fields = new Fields();
        for (RejectionCode code : RejectionCode.values()) {
            Long count = counts.rejected().get(code);
            if (count != null) {
                fields.add(code.name(), count);
            }
        }
        return fields;
    }
}
