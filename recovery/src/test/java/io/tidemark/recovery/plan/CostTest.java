package io.tidemark.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CostTest {
    private static final long A_BILLION = 1_000_000_000;

    @Test
    void requests_and_bytes_cost_what_the_price_list_says_rounded_up_to_millionths() {
        Prices prices = Prices.known();

        assertThat(prices.ofRequests("glacier.standard.requests", A_BILLION)).isEqualTo(50_000_000_000L);
        assertThat(prices.ofBytes("glacier.standard.gb", 400 * A_BILLION)).isEqualTo(4_000_000);
        assertThat(prices.ofRequests("s3.get", 1)).isEqualTo(1);
        assertThat(prices.ofBytes("glacier.standard.gb", 1)).isEqualTo(1);
        assertThat(prices.ofRequests("s3.get", 0)).isZero();
    }

    @Test
    void a_file_replaces_some_prices_and_leaves_the_others() {
        Prices prices = Prices.known().with("# ours\ns3.get = 0.5\n");

        assertThat(prices.ofRequests("s3.get", 1_000_000)).isEqualTo(500_000);
        assertThat(prices.ofRequests("dynamodb.write", 1_000_000)).isEqualTo(625_000);
        assertThat(Prices.known().ofRequests("s3.get", 1_000_000)).isEqualTo(400_000);
    }

    @Test
    void a_price_that_is_none_is_refused_by_name() {
        Prices known = Prices.known();

        assertThatThrownBy(() -> known.with("s3.got=1")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3.got").hasMessageContaining("s3.get");
        for (String price : new String[] {"", "free", "-1", "1000001", "1e999999999", "1E-99999999999"}) {
            assertThatThrownBy(() -> known.with("s3.get=" + price)).as(price)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("s3.get");
        }
    }

    @Test
    void a_recovery_of_tables_reads_every_body_and_writes_every_entry_and_balance() {
        Cost cost = Cost.ofTables(1_000_000, 1_100_000, 50_000, Prices.known());

        assertThat(cost.items()).extracting(Cost.Item::what).containsExactly("s3.list", "s3.get", "dynamodb.read",
                "dynamodb.write");
        assertThat(cost.items()).extracting(Cost.Item::count).containsExactly(3000L, 1_000_000L, 1_000_000L,
                3_400_000L);
        assertThat(cost.microDollars()).isEqualTo(15_000 + 400_000 + 125_000 + 2_125_000);
        assertThat(cost.text()).isEqualTo("$2.67");
        assertThat(Cost.ofTables(0, 0, 0, Prices.known()).text()).isEqualTo("$0.00");
        assertThat(cost.toTree()).containsEntry("dollars", "2.665000");
    }
}
