package io.tidemark.core.event;

import org.jspecify.annotations.Nullable;

/// The fast decoder: one pass over the bytes of an ordinary body, and the careful decoder for every other.
///
/// Ordinary is a flat object of plain members: strings without escapes, numbers without exponents, one flat object of currency
/// counts where the type has one, and all of it valid. Whatever is not that (and so everything that is refused) goes to the
/// [JacksonEventDecoder], so that the two always come to the same.
///
/// Stateless and thread-safe.
public final class ScanningEventDecoder implements EventDecoder {
    private final EventDecoder careful = new JacksonEventDecoder();

    /// A decoder.
    public ScanningEventDecoder() {}

    @Override
    public Decoded decode(EventType type, byte[] bytes, int offset, int length) {
        Event event = scan(type, bytes, offset, length);
        return event == null ? careful.decode(type, bytes, offset, length) : event;
    }

    /// The event, or null when the body is not an ordinary one.
    static @Nullable Event scan(EventType type, byte[] bytes, int offset, int length) {
        return length > MAX_BODY_BYTES ? null : new BodyScan(bytes, offset, offset + length).event(type);
    }
}
