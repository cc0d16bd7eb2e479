package io.tidemark.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The careful and the fast decoder side by side: what they say has to be the same, to the word.
final class BothDecoders {
    private static final EventDecoder CAREFUL = new JacksonEventDecoder();
    private static final EventDecoder FAST = new ScanningEventDecoder();

    private BothDecoders() {}

    /// What both say about that body; single quotes in it stand for double ones.
    static Decoded decode(EventType type, String body) {
        return decode(type, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /// What both say about those bytes, which lie among others.
    static Decoded decode(EventType type, byte[] body) {
        int offset = 3;
        byte[] surrounded = new byte[body.length + 2 * offset];
        Arrays.fill(surrounded, (byte) '}');
        System.arraycopy(body, 0, surrounded, offset, body.length);
        Decoded careful = CAREFUL.decode(type, surrounded, offset, body.length);
        Decoded fast = FAST.decode(type, surrounded, offset, body.length);
        assertThat(fast).as(() -> type + " " + new String(body, StandardCharsets.UTF_8)).isEqualTo(careful);
        return careful;
    }

    /// The code with which both refuse that body.
    static RejectionCode refuse(EventType type, String body) {
        return code(body, decode(type, body));
    }

    /// The code with which both refuse those bytes.
    static RejectionCode refuse(EventType type, byte[] body) {
        return code(new String(body, StandardCharsets.UTF_8), decode(type, body));
    }

    private static RejectionCode code(String body, Decoded decoded) {
        assertThat(decoded).as(() -> body).isInstanceOf(Rejection.class);
        Rejection rejection = (Rejection) decoded;
        assertThat(rejection.reason()).isNotBlank().hasLineCount(1);
        return rejection.code();
    }
}
