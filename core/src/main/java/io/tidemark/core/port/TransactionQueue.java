package io.tidemark.core.port;

import java.util.List;

/// What waits to be judged, in groups that each keep their order. Safe for use by many threads.
///
/// A transaction that was taken is given out again once its time is up, unless it was settled; until then nothing behind it in its
/// group is given out. So one may come twice, and never before one that was sent to its group earlier.
public interface TransactionQueue {
    /// Adds transactions in order, durably. One with the same key, version and replay as another that was sent to the same group in the last five
    /// minutes vanishes.
    void send(List<Transaction> transactions);

    /// Takes what is ready, at most that many: of a group, the first ones in order. Empty when nothing is.
    ///
    /// @param most 1 to 10
    List<Delivery> take(int most);

    /// The transaction is done with and does not come again.
    void settle(Delivery delivery);

    /// The transaction is given out again at once, and then what is behind it in its group.
    void giveBack(Delivery delivery);

    /// A transaction that was taken.
    ///
    /// @param transaction what it is
    /// @param receipt     names this taking
    record Delivery(Transaction transaction, String receipt) {}
}
