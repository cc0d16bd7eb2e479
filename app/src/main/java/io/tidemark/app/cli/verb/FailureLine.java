package io.tidemark.app.cli.verb;

import org.jspecify.annotations.Nullable;

/// Messages on one line.
public final class FailureLine {
    private FailureLine() {}

    /// The text on one line, without anything that a terminal would obey.
    public static String of(@Nullable String text) {
        if (text == null) {
            return "failed";
        }
        StringBuilder line = new StringBuilder(text.length());
        text.replaceAll("\\s*\\R\\s*", " ").codePoints()
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }
}
