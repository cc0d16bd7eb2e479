package io.tidemark.aws.bundle;

import java.util.function.BooleanSupplier;

/// Tells a run of packing when to end. Asked at borders where nothing is half done, about once a second.
public interface Until {
    /// Whether no more copies are to be looked at. What was looked at by then still goes into bundles.
    boolean enough();

    /// Whether the run is to end where it stands: what waits for a bundle is left for a later run, and so is what has one and could be let
    /// go of.
    boolean now();

    /// Ends a run where it stands as soon as it is stopped.
    static Until stopped(BooleanSupplier stop) {
        return new Until() {
            @Override
            public boolean enough() {
                return now();
            }

            @Override
            public boolean now() {
                return stop.getAsBoolean();
            }
        };
    }
}
