package io.tidemark.app.cli.render;

import java.util.List;
import java.util.stream.Collectors;

/// Values in the space of one cell.
final class Inline {
    private Inline() {}

    /// The value on one line: members as `name=value`, joined by spaces; elements joined by `; `.
    static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Characters.printable(text);
            case Value.Whole(long number) -> Long.toString(number);
            case Value.Truth(boolean truth) -> truth ? "true" : "false";
            case Value.Nothing _ -> "-";
            case Value.Items(List<? extends Value> values) -> values.stream().map(Inline::of)
                    .collect(Collectors.joining("; "));
            case Fields fields -> fields.members().entrySet().stream()
                    .map(member -> member.getKey() + "=" + of(member.getValue())).collect(Collectors.joining(" "));
            case Rows<?> rows -> rows(rows);
        };
    }

    private static String rows(Rows<?> rows) {
        StringBuilder text = new StringBuilder();
        for (List<Value> row = rows.next(); row != null; row = rows.next()) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(row.stream().map(Inline::of).collect(Collectors.joining(" ")));
        }
        return text.toString();
    }
}
