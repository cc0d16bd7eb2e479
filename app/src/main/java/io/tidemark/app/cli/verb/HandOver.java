package io.tidemark.app.cli.verb;

import io.tidemark.app.owner.OwnerConnection;

/// A command is not run here: another process has its home open and runs it. Thrown before the command has done anything, and caught by
/// whoever runs commands.
public final class HandOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OwnerConnection owner;

    HandOver(OwnerConnection owner) {
        super("the command is run by the process that has the home", null, false, false);
        this.owner = owner;
    }

    /// Who runs it; to be closed by whoever catches this.
    public OwnerConnection owner() {
        return owner;
    }
}
