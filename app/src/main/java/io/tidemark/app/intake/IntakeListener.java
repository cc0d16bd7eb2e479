package io.tidemark.app.intake;

/// Hears what happens while an input is taken in. Called by the thread that puts, in the order of the input; must not throw.
public interface IntakeListener {
    /// Hears nothing.
    IntakeListener NONE = new IntakeListener() {};

    /// Something could not be put.
    default void refused(Refusal refusal) {}

    /// So much of the input has been dealt with.
    ///
    /// @param attempts attempts that were put or found to be there already
    default void taken(long attempts) {}
}
