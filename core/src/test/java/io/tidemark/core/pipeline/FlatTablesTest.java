package io.tidemark.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Accounts and matters in flat memory, over a store that is always one commit behind, show what maps would show, however little may
/// stay in memory.
class FlatTablesTest {
    private static final int STEPS = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void accounts_are_what_was_put_last(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Account> store = new HashMap<>();
        Map<String, Account> expected = new HashMap<>();
        boolean empty = random.nextBoolean();
        if (!empty) {
            for (int i = 0; i < 50; i++) {
                Account account = account(random);
                store.put(account.number(), account);
            }
            expected.putAll(store);
        }
        AccountTable table = new AccountTable(store::get, random.nextInt(1, 200), empty);
        Iterable<Account> pending = null;
        long pendingEpoch = 0;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(40) == 0) {
                // As a run does it: the next changes are drained before the last ones are known to be in the store.
                long epoch = table.epoch();
                Iterable<Account> drained = table.drain();
                if (pending != null) {
                    pending.forEach(account -> store.put(account.number(), account));
                    table.committed(pendingEpoch);
                }
                pending = drained;
                pendingEpoch = epoch;
                assertThat(drained).extracting(Account::number).isSorted().doesNotHaveDuplicates();
            }
            Account next = account(random);
            Account now = table.get(next.number());
            assertThat(now).isEqualTo(expected.get(next.number()));
            Account seen = table.forRules(next.number());
            assertThat(seen == null ? null : seen.head()).isEqualTo(now == null ? null : now.head());
            if (random.nextInt(3) > 0) {
                table.put(next);
                expected.put(next.number(), next);
            }
        }
        if (pending != null) {
            pending.forEach(account -> store.put(account.number(), account));
        }
        table.drain().forEach(account -> store.put(account.number(), account));
        assertThat(store).isEqualTo(expected);
    }

    private static Account account(SplittableRandom random) {
        String number = "A-" + random.nextInt(300);
        EventKey last = random.nextInt(5) == 0 ? null
                : EventKey.of("cash_withdrawal_" + random.nextInt(1_000) + ".event");
        return new Account(number, random.nextBoolean() ? number : "customer " + random.nextInt(9), random.nextLong(),
                random.nextLong(), random.nextLong(), digest(random), last,
                last == null ? 0 : random.nextLong(1L << 37));
    }

    private static Sha256 digest(SplittableRandom random) {
        return Sha256.of(Long.toString(random.nextLong()).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void matters_are_open_until_they_are_settled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<EventKey, OpenMatter> store = new HashMap<>();
        Map<EventKey, OpenMatter> expected = new HashMap<>();
        boolean empty = random.nextBoolean();
        if (!empty) {
            for (int i = 0; i < 50; i++) {
                OpenMatter matter = matter(random);
                store.put(matter.key(), matter);
            }
            expected.putAll(store);
        }
        MatterTable table = new MatterTable(store::get, random.nextInt(1, 200), empty);
        MatterTable.Changes pending = null;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(40) == 0) {
                MatterTable.Changes drained = table.drain();
                if (pending != null) {
                    write(pending, store);
                    table.committed(pending);
                }
                pending = drained;
            }
            OpenMatter next = matter(random);
            assertThat(table.get(next.key())).isEqualTo(expected.get(next.key()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    // Nothing is settled that is not open.
                    if (expected.remove(next.key()) != null) {
                        table.remove(next.key());
                    }
                }
                case 1, 2 -> {
                    table.put(next);
                    expected.put(next.key(), next);
                }
                default -> {}
            }
        }
        write(pending, store);
        write(table.drain(), store);
        assertThat(store).isEqualTo(expected);
    }

    private static void write(MatterTable.@Nullable Changes changes, Map<EventKey, OpenMatter> store) {
        if (changes != null) {
            changes.open().forEach(matter -> store.put(matter.key(), matter));
            changes.settled()
                    .forEach(key -> assertThat(store.remove(key)).as("settled and stored: %s", key).isNotNull());
        }
    }

    private static OpenMatter matter(SplittableRandom random) {
        String type = random.nextBoolean() ? "cash_deposit" : "outgoing_payment_unverified";
        long amount = random.nextLong(1, 1L << 50);
        return new OpenMatter(EventKey.of(type + "_" + random.nextInt(200) + ".event"), "A-" + random.nextInt(50),
                amount,
                random.nextLong(1, amount + 1));
    }
}
