package io.tidemark.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.NewAttempt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The fast and the careful reading of a line side by side: where the fast one answers at all, the answers are the same.
final class BothParsers {
    private BothParsers() {}

    /// What a line comes to; single quotes in it stand for double ones.
    static InputLine parse(String line) {
        return parse(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /// What a line comes to that lies among other bytes.
    static InputLine parse(byte[] line) {
        int offset = 5;
        byte[] surrounded = new byte[line.length + 2 * offset];
        Arrays.fill(surrounded, (byte) '1');
        System.arraycopy(line, 0, surrounded, offset, line.length);
        InputLine parsed = new InputLineParser().parse(surrounded, offset, line.length);
        InputLine careful = CarefulLineReader.read(surrounded, offset, line.length);
        assertThat(parsed).as(() -> new String(line, StandardCharsets.UTF_8)).isEqualTo(careful);
        return parsed;
    }

    /// What that line puts.
    static NewAttempt put(String line) {
        assertThat(parse(line)).as(line).isInstanceOf(InputLine.Attempt.class);
        return ((InputLine.Attempt) parse(line)).attempt();
    }

    /// The text of the bytes that the line puts.
    static String bodyOf(String line) {
        return new String(put(line).body().toBytes(), StandardCharsets.UTF_8);
    }

    /// Why that line is refused.
    static String refuse(String line) {
        return reason(parse(line));
    }

    /// The reason of a refusal.
    static String reason(InputLine line) {
        assertThat(line).isInstanceOf(InputLine.Refused.class);
        String reason = ((InputLine.Refused) line).reason();
        assertThat(reason).isNotBlank().hasLineCount(1);
        return reason;
    }
}
