package io.tidemark.app.cli.verb;

import io.tidemark.core.event.EventKey;

/// Event keys as they are given on the command line.
final class Keys {
    private Keys() {}

    /// The key with that text.
    ///
    /// @throws CommandFailure that says that it is unknown, when no event can have it
    static EventKey known(String text) {
        EventKey key = EventKey.parse(text);
        if (key == null) {
            throw unknown(text);
        }
        return key;
    }

    /// The end of a command that was given a key under which nothing was put.
    static CommandFailure unknown(String text) {
        return new CommandFailure(ExitCodes.INCOMPLETE,
                text + ": no event was put under this key; `tidemark ls --prefix` finds keys");
    }
}
