package io.tidemark.core.event;

import org.jspecify.annotations.Nullable;

/// What a body holds in the members that some rule looks at, before any rule has looked. A member that is absent is null
/// here; one that is there with a JSON `null` is a [Value.Other].
final class BodyMembers {
    /// A member's value, told apart as far as the rules do.
    sealed interface Value {
        /// A string, unescaped.
        record Text(String text) implements Value {}

        /// A number as it was written.
        record Numeral(String literal) implements Value {}

        /// An object of currency counts of the right shape.
        ///
        /// @param sumCents what they add up to, [Long#MAX_VALUE] when it is that much or more
        record Counts(long sumCents) implements Value {}

        /// An object of currency counts that has another shape.
        ///
        /// @param reason what is wrong with it
        record MisshapenCounts(String reason) implements Value {}

        /// A literal, an array, or an object.
        ///
        /// @param what how to call it in a reason
        record Other(String what) implements Value {
            static final Other NULL = new Other("null");
            static final Other TRUE_OR_FALSE = new Other("true or false");
            static final Other ARRAY = new Other("an array");
            static final Other OBJECT = new Other("an object");
        }
    }

    @Nullable
    Value timeStamp;
    @Nullable
    Value amount;
    @Nullable
    Value rejectedAmount;
    @Nullable
    Value sourceAccount;
    /// The second `SourceAccount`, which only an incoming payment may have.
    @Nullable
    Value secondSourceAccount;
    @Nullable
    Value targetAccount;
    @Nullable
    Value customerNumber;
    /// The currency counts that the event's type is judged by; also null when they are a JSON `null`.
    @Nullable
    Value counts;
}
