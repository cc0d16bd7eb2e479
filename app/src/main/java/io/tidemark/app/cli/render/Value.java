package io.tidemark.app.cli.render;

import io.tidemark.core.event.Cents;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that can be shown in every form. Immutable, but for [Fields] while it is being filled and [Rows], which can be shown
/// once.
public sealed interface Value permits Value.Text, Value.Whole, Value.Truth, Value.Nothing, Value.Items, Fields, Rows {
    /// No value: `null` in JSON, empty in CSV, `-` in tables.
    Nothing NOTHING = new Nothing();

    /// A piece of text.
    ///
    /// @param text the text
    record Text(String text) implements Value {}

    /// A whole number.
    ///
    /// @param number the number
    record Whole(long number) implements Value {}

    /// Yes or no.
    ///
    /// @param truth yes
    record Truth(boolean truth) implements Value {}

    /// No value.
    record Nothing() implements Value {}

    /// A list that fits in memory.
    ///
    /// @param values what is in it
    record Items(List<? extends Value> values) implements Value {
        /// A list with a copy of those values.
        public Items {
            values = List.copyOf(values);
        }
    }

    /// That text, or nothing.
    static Value of(@Nullable String text) {
        return text == null ? NOTHING : new Text(text);
    }

    /// That number.
    static Value of(long number) {
        return new Whole(number);
    }

    /// That number, or nothing.
    static Value ofNullable(@Nullable Long number) {
        return number == null ? NOTHING : new Whole(number);
    }

    /// An amount of money: text with two decimals, so that no reader takes it for a floating-point number.
    ///
    /// @param cents the amount
    static Value ofMoney(long cents) {
        return new Text(Cents.format(cents));
    }

    /// A moment in UTC with microseconds, such as `2026-01-02T03:04:05.000006Z`.
    ///
    /// @param micros microseconds since 1970
    static Value ofMicros(long micros) {
        return new Text(Moments.format(micros));
    }

    /// A moment in UTC with whole seconds, such as `2026-01-02T03:04:05Z`.
    ///
    /// @param seconds seconds since 1970
    static Value ofSeconds(long seconds) {
        return new Text(DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC)));
    }
}
