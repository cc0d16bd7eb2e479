package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Transaction;
import io.tidemark.core.port.TransactionQueue;
import io.tidemark.core.port.TransactionQueue.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of [TransactionQueue]: groups keep their order, whatever is taken and not settled.
public abstract class TransactionQueueContract extends EventwiseCases {
    @Test
    void what_was_sent_is_taken_in_its_groups_order_and_settled_once() {
        List<Transaction> sent = IntStream.range(0, 25).mapToObj(i -> transaction("g", i, null)).toList();
        queue().send(sent.subList(0, 20));
        queue().send(sent.subList(20, 25));

        assertThat(drain()).isEqualTo(sent);
        assertThat(queue().take(10)).isEmpty();
    }

    @Test
    void nothing_behind_what_was_taken_is_given_out() {
        queue().send(List.of(transaction("g", 1, null), transaction("g", 2, null), transaction("h", 3, null)));
        Delivery first = takeOne();

        List<Transaction> others = transactions(queue().take(10));

        assertThat(others).doesNotContain(first.transaction()).hasSize(1);
        assertThat(others.getFirst().group()).isNotEqualTo(first.transaction().group());
    }

    @Test
    void what_is_given_back_comes_again_before_what_is_behind_it() {
        queue().send(List.of(transaction("g", 1, null), transaction("g", 2, null)));

        queue().giveBack(takeOne());

        assertThat(drain()).containsExactly(transaction("g", 1, null), transaction("g", 2, null));
    }

    @Test
    void what_was_not_settled_in_time_comes_again() {
        queue().send(List.of(transaction("g", 1, null), transaction("g", 2, null)));
        Delivery taken = takeOne();

        installation.timeOut(taken);

        assertThat(drain()).containsExactly(transaction("g", 1, null), transaction("g", 2, null));
    }

    @Test
    void the_same_attempt_sent_again_vanishes_and_a_replay_of_it_does_not() {
        queue().send(List.of(transaction("g", 1, null)));
        queue().send(List.of(transaction("g", 1, null), transaction("g", 1, "replay-1")));
        queue().send(List.of(transaction("g", 1, "replay-1"), transaction("g", 1, "replay-2")));

        assertThat(drain()).containsExactly(transaction("g", 1, null), transaction("g", 1, "replay-1"),
                transaction("g", 1, "replay-2"));
        queue().send(List.of(transaction("g", 1, null)));
        assertThat(queue().take(10)).as("also after it was settled").isEmpty();
    }

    @Test
    void groups_with_names_of_any_length_are_apart() {
        String event = "verify_cash_deposit_" + "a".repeat(64) + ".event";
        queue().send(List.of(transaction(event, 1, null), transaction("1", 2, null), transaction("1-", 3, null)));

        assertThat(transactions(takeAll())).containsExactlyInAnyOrder(transaction(event, 1, null),
                transaction("1", 2, null), transaction("1-", 3, null));
    }

    @Test
    void what_waits_is_there_after_opening_again() {
        queue().send(List.of(transaction("g", 1, "r")));

        reopen();

        assertThat(drain()).containsExactly(transaction("g", 1, "r"));
    }

    @Test
    void many_takers_share_the_work_and_each_group_has_one_of_them() {
        List<Transaction> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(transaction("g" + i % 6, i, null));
        }
        queue().send(sent);

        List<List<Transaction>> shares = PortCases.together(3, thread -> drain());

        List<Transaction> all = shares.stream().flatMap(List::stream).toList();
        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    }

    private TransactionQueue queue() {
        return stores.queue();
    }

    private static Transaction transaction(String group, int number, @Nullable String replay) {
        return new Transaction(new AttemptId(key("cash_deposit_" + number + ".event"), "v" + number), group, replay);
    }

    private Delivery takeOne() {
        List<Delivery> taken = queue().take(1);
        assertThat(taken).hasSize(1);
        return taken.getFirst();
    }

    private List<Delivery> takeAll() {
        List<Delivery> all = new ArrayList<>();
        for (List<Delivery> taken = queue().take(10); !taken.isEmpty(); taken = queue().take(10)) {
            all.addAll(taken);
        }
        return all;
    }

    /// Takes and settles until nothing comes. While it is at work on a group, nobody else is.
    private List<Transaction> drain() {
        List<Transaction> drained = new ArrayList<>();
        for (List<Delivery> taken = queue().take(10); !taken.isEmpty(); taken = queue().take(10)) {
            Set<String> groups = new HashSet<>();
            for (Delivery delivery : taken) {
                groups.add(delivery.transaction().group());
                drained.add(delivery.transaction());
                queue().settle(delivery);
            }
            assertThat(groups).isNotEmpty();
        }
        return drained;
    }

    private static List<Transaction> transactions(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::transaction).toList();
    }
}
