package io.tidemark.app.cli.verb;

import io.tidemark.recovery.plan.Target;

/// Moments as they are given on the command line.
final class Targets {
    private Targets() {}

    /// The moment that an option names: `position:N`, or a time in ISO-8601 with an offset.
    ///
    /// @throws CommandFailure of usage when it is neither
    static Target parse(String option, String text) {
        try {
            return Target.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, option + ": " + e.getMessage(), e);
        }
    }
}
