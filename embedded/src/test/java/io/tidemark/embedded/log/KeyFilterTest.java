package io.tidemark.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import org.junit.jupiter.api.Test;

/// A filter may take a stranger for known now and then, but never the other way round.
class KeyFilterTest {
    private static final int HASHES = 600_000;

    @Test
    void whatWasAddedIsKnownAndMostStrangersAreNot() {
        KeyFilter filter = new KeyFilter();
        for (int i = 0; i < HASHES; i++) {
            filter.add(hash(i));
        }
        int strangers = 0;
        for (int i = 0; i < HASHES; i++) {
            assertThat(filter.mayHold(hash(i))).isTrue();
            strangers += filter.mayHold(hash(HASHES + i)) ? 1 : 0;
        }
        assertThat(filter.size()).isEqualTo(HASHES);
        assertThat(strangers).isLessThan(HASHES / 50);
    }

    private static long hash(int i) {
        return KeyHash.of(EventKey.of("cash_deposit_" + i + EventKey.SUFFIX));
    }
}
