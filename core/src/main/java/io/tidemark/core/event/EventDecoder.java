package io.tidemark.core.event;

/// Reads the body of an event.
///
/// The checks and their order are those of [RejectionCode], from [RejectionCode#MALFORMED_EVENT] to
/// [RejectionCode#CURRENCY_MISMATCH]: form first (with all required members and the shape of currency counts), then the
/// value of the amount, then whether the counts add up. Whether a transfer's accounts differ is the ledger's to say.
public interface EventDecoder {
    /// Decodes one body. Never fails: bytes that are no event of the type come back as a [Rejection].
    ///
    /// @param type   the type that the event's key names
    /// @param bytes  holds the body; not changed, not kept
    /// @param offset where the body begins
    /// @param length the body's length in bytes; a body over [#MAX_BODY_BYTES] is malformed
    Decoded decode(EventType type, byte[] bytes, int offset, int length);

    /// The longest body that can be an event, in bytes.
    int MAX_BODY_BYTES = 64 * 1024;
}
