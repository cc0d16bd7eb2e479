package io.tidemark.app.generate;

/// What stream to generate. A stream of more events, with the same accounts and seed, begins with the shorter one.
///
/// @param events   how many lines, 1 to [#MAX_EVENTS]; byte-equal duplicates and second attempts count as lines too
/// @param accounts how many accounts may be opened, 1 to [#MAX_ACCOUNTS]; a stream with few events for each opens fewer
/// @param seed     what everything is drawn from; streams of different seeds share account numbers but no event keys
public record GeneratorOptions(long events, int accounts, long seed) {
    /// The longest stream.
    public static final long MAX_EVENTS = 1_000_000_000_000L;
    /// The most accounts.
    public static final int MAX_ACCOUNTS = 20_000_000;

    private static final int USUAL_EVENTS_PER_ACCOUNT = 50;

    /// @throws IllegalArgumentException when a number is out of range; the message says which and what the range is
    public GeneratorOptions {
        if (events < 1 || events > MAX_EVENTS) {
            throw new IllegalArgumentException("events must be 1 to " + MAX_EVENTS + ", not " + events);
        }
        if (accounts < 1 || accounts > MAX_ACCOUNTS) {
            throw new IllegalArgumentException("accounts must be 1 to " + MAX_ACCOUNTS + ", not " + accounts);
        }
    }

    /// The number of accounts that gives each of them some history: one for every 50 events, and at least 10.
    ///
    /// @param events how many events there will be
    public static int usualAccounts(long events) {
        return Math.clamp(events / USUAL_EVENTS_PER_ACCOUNT, 10, MAX_ACCOUNTS);
    }
}
