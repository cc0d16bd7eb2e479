package io.tidemark.core.event;

/// Text from outside as it can stand in a reason that people read and files keep. Thread-safe.
public final class OneLine {
    private static final int MAX_CODE_POINTS = 200;

    private OneLine() {}

    /// The first 200 characters of the text, with a replacement character for each that would break the line or that UTF-8
    /// cannot write (a lone surrogate).
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_CODE_POINTS).map(OneLine::printable).forEach(line::appendCodePoint);
        return line.toString();
    }

    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    '\uFFFD';
            default -> codePoint;
        };
    }
}
