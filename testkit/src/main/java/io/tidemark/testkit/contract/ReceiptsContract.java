package io.tidemark.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.Receipts;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [Receipts] does.
public abstract class ReceiptsContract extends PortCases {
    @Test
    void what_was_published_is_read_as_it_was() {
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);

        assertThat(receipts().publish("r1", "{\"a\":1}\n".getBytes(UTF_8))).isTrue();
        assertThat(receipts().publish("r2", large)).isTrue();

        assertThat(receipts().read("r1")).isEqualTo("{\"a\":1}\n".getBytes(UTF_8));
        assertThat(receipts().read("r2")).isEqualTo(large);
    }

    @Test
    void the_list_is_in_bytewise_order() {
        for (String id : new String[] {"b", "a10", "a", "B", "a-1", "a2"}) {
            assertThat(receipts().publish(id, id.getBytes(UTF_8))).isTrue();
        }

        assertThat(receipts().list()).containsExactly("B", "a", "a-1", "a10", "a2", "b");
    }

    @Test
    void a_receipt_is_published_once() {
        assertThat(receipts().publish("r1", "first".getBytes(UTF_8))).isTrue();

        assertThat(receipts().publish("r1", "second".getBytes(UTF_8))).isFalse();
        assertThat(receipts().publish("r1", "first".getBytes(UTF_8))).isFalse();

        assertThat(receipts().read("r1")).isEqualTo("first".getBytes(UTF_8));
        assertThat(receipts().list()).containsExactly("r1");
    }

    @Test
    void what_is_not_there_is_null_whatever_it_is_called() {
        assertThat(receipts().publish("r1", "x".getBytes(UTF_8))).isTrue();

        for (String id : new String[] {"r2", "r1.json", "", "../r1", "a/b", "ä"}) {
            assertThat(receipts().read(id)).as(id).isNull();
        }
        assertThat(receipts().read("r1")).isNotNull();
    }

    @Test
    void what_could_be_something_elsewhere_is_no_id() {
        for (String id : new String[] {"", ".", "..", "../r1", "a/b", ".hidden", "a.json", "ä", "a".repeat(101)}) {
            assertThatThrownBy(() -> receipts().publish(id, "x".getBytes(UTF_8))).as(id)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_published_receipt_survives_a_crash() {
        assertThat(receipts().publish("r1", "x".getBytes(UTF_8))).isTrue();

        crash();

        assertThat(receipts().list()).containsExactly("r1");
        assertThat(receipts().read("r1")).isEqualTo("x".getBytes(UTF_8));
        assertThat(receipts().publish("r1", "y".getBytes(UTF_8))).isFalse();
    }

    @Test
    void receipts_are_there_after_opening_again() {
        assertThat(receipts().publish("r1", "x".getBytes(UTF_8))).isTrue();

        reopen();

        assertThat(receipts().read("r1")).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    void of_many_who_publish_one_id_at_once_one_succeeds() {
        List<Boolean> published = together(6, thread -> receipts().publish("same", ("by " + thread).getBytes(UTF_8)));

        assertThat(published).containsOnlyOnce(true);
        assertThat(receipts().read("same")).isEqualTo(("by " + published.indexOf(true)).getBytes(UTF_8));
    }

    private Receipts receipts() {
        return stores.receipts();
    }
}
