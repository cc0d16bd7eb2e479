package io.tidemark.app.generate;

/// The channels that events come through, as a line's `source` names them.
enum Source {
    BRANCH("branch"),
    ATM("atm"),
    CASH_CENTRE("cash-centre"),
    ONLINE("online"),
    /// The only one whose clock gives fractions of a second.
    APP("app"),
    CLEARING("clearing"),
    PAYROLL("payroll"),
    /// Where most of what is not an event comes from.
    BATCH_UPLOAD("batch-upload");

    private final String label;

    Source(String label) {
        this.label = label;
    }

    /// How lines name it, in ASCII.
    String label() {
        return label;
    }
}
