package io.tidemark.recovery.plan;

/// What was asked for cannot be planned: it names something that is not there or does not serve. The message is one line for
/// people.
public final class PlanRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A refusal for that reason.
    public PlanRefusedException(String message) {
        super(message);
    }
}
