package io.tidemark;

import io.tidemark.recovery.replay.Course;
import io.tidemark.recovery.replay.RecoveryOptions.Opening;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How a recovery is carried out.
///
/// @param prove   whether the second reader reads everything again
/// @param opening when the new ledger comes into force
/// @param opened  told when it is open for new events and not proven yet, how it has gone so far
/// @param stop    asked now and then once it is open; when true, the recovery ends early, and the next goes on from there
public record RecoverOptions(boolean prove, Opening opening, Consumer<Course> opened, BooleanSupplier stop) {
    /// Open at once where no ledger serves, without the second reader, to the end.
    public static final RecoverOptions DEFAULT = new RecoverOptions(false, Opening.WHERE_NOTHING_SERVES, _ -> {},
            () -> false);

    /// The same with or without the second reader.
    public RecoverOptions withProve(boolean newProve) {
        return new RecoverOptions(newProve, opening, opened, stop);
    }

    /// The same with another moment of coming into force.
    public RecoverOptions withOpening(Opening newOpening) {
        return new RecoverOptions(prove, newOpening, opened, stop);
    }

    /// The same with somebody else who is told.
    public RecoverOptions withOpened(Consumer<Course> told) {
        return new RecoverOptions(prove, opening, told, stop);
    }

    /// The same with another condition to end early.
    public RecoverOptions withStop(BooleanSupplier newStop) {
        return new RecoverOptions(prove, opening, opened, newStop);
    }
}
