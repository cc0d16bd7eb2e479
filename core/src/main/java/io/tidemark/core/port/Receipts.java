package io.tidemark.core.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where receipts are kept: documents that are published once, as a whole, and never changed or removed here. What is in one is the
/// business of `io.tidemark.recovery.receipt`. Safe for use by many threads and by many processes at once.
public interface Receipts {
    /// The ids of all receipts in bytewise order.
    List<String> list();

    /// Publishes a receipt: on return it is there for good. It is there as a whole or not at all, whatever happens meanwhile.
    ///
    /// @param id 1 to 100 ASCII letters, digits, `-` and `_`
    /// @return false when there is one of that id, or one is just being published; that one stays as it is
    /// @throws IllegalArgumentException when the id is anything else
    /// @throws StorageException         of kind `READ_ONLY` when receipts may not be written there, `FULL` or `FAILED`
    boolean publish(String id, byte[] receipt);

    /// The bytes of a receipt as they are now, or null when there is none of that id, whatever it looks like.
    byte @Nullable [] read(String id);
}
