package io.tidemark.embedded.log;

import io.tidemark.core.bundle.BundledBody;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.EventLog;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.ArrayList;
import java.util.List;

/// What the log keeps of a body that is in a bundle: where it is, and enough to tell it from others and to say whom it concerned,
/// should the bundle be cold or lost. Immutable.
///
/// @param place    the frame that it is in
/// @param body     where it stands in the frame's lines
/// @param length   how many bytes it has
/// @param digest   the digest of its bytes
/// @param accounts the accounts that its attempt touched, or the one at which it was refused
record BundleReference(BundleShelf.Place place, BundledBody body, int length, Sha256 digest, List<String> accounts) {
    private static final int MOST_ACCOUNTS = 16;

    /// A reference with a copy of those accounts.
    BundleReference {
        accounts = List.copyOf(accounts);
    }

    void encode(ByteSink sink) {
        sink.putVarint(place.bundle()).putVarint(place.frame()).putByte(code(body.form())).putVarint(body.offset())
                .putVarint(body.length()).putVarint(length).putDigest(digest).putVarint(accounts.size());
        accounts.forEach(sink::putText);
    }

    static BundleReference decode(ByteSource source) {
        BundleShelf.Place place = new BundleShelf.Place(source.getCount(Integer.MAX_VALUE),
                source.getCount(Integer.MAX_VALUE));
        BundledBody body = new BundledBody(form(source), source.getCount(Integer.MAX_VALUE),
                source.getCount(Integer.MAX_VALUE));
        int length = source.getCount(EventLog.MAX_BODY_BYTES);
        Sha256 digest = source.getDigest();
        int count = source.getCount(MOST_ACCOUNTS);
        List<String> accounts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            accounts.add(source.getText());
        }
        return new BundleReference(place, body, length, digest, accounts);
    }

    private static int code(BundledBody.Form form) {
        return switch (form) {
            case BODY -> 0;
            case RAW -> 1;
            case BASE64 -> 2;
        };
    }

    private static BundledBody.Form form(ByteSource source) {
        int code = source.getByte();
        return switch (code) {
            case 0 -> BundledBody.Form.BODY;
            case 1 -> BundledBody.Form.RAW;
            case 2 -> BundledBody.Form.BASE64;
            default -> throw source.damaged("a body of unknown form " + code);
        };
    }
}
