package io.tidemark.app.cli.render;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows documents that are put together from maps and lists, as plans and reports are.
public final class Trees {
    private Trees() {}

    /// The members of a document. Numbers and truth values stay what they are; anything else is shown as its text.
    public static Fields fields(Map<String, ? extends @Nullable Object> tree) {
        Fields fields = new Fields();
        tree.forEach((name, value) -> fields.add(name, value(value)));
        return fields;
    }

    private static Value value(@Nullable Object value) {
        return switch (value) {
            case null -> Value.NOTHING;
            case Long number -> new Value.Whole(number);
            case Integer number -> new Value.Whole(number);
            case Boolean truth -> new Value.Truth(truth);
            case Map<?, ?> members -> {
                Fields fields = new Fields();
                members.forEach((name, member) -> fields.add(String.valueOf(name), value(member)));
                yield fields;
            }
            case Collection<?> items -> new Value.Items(items.stream().map(Trees::value).toList());
            default -> new Value.Text(value.toString());
        };
    }
}
