package io.tidemark.testkit.fault;

/// The process ended here. An error, so that nothing which handles failures handles it.
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String where) {
        super("simulated crash " + where);
    }
}
