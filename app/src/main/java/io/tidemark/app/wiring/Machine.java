package io.tidemark.app.wiring;

import java.time.InstantSource;

/// What this machine offers by default.
public final class Machine {
    private Machine() {}

    /// The machine's clock.
    public static InstantSource clock() {
        return InstantSource.system();
    }

    /// The program's version, as receipts name it.
    public static String programVersion() {
        String version = Machine.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /// How many threads may prepare records while others fold and commit them, from 1.
    public static int preparingThreads() {
        return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    }
}
