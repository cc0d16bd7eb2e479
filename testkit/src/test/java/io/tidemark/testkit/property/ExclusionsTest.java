package io.tidemark.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.Fold;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.Prepared;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.LogRecord;
import io.tidemark.testkit.model.Arrival;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExclusionsTest {
    private static final EventKey KEY = EventKey.of("incoming_payment_1.event");
    private static final EventKey OTHER = EventKey.of("incoming_payment_2.event");

    @Test
    void an_exclusion_reaches_what_was_accepted_before_it_and_nothing_after_it() {
        Exclusions exclusions = Exclusions.NONE.plus(5, Map.of(KEY, Set.of())).plus(9, Map.of(KEY, Set.of(7L)));

        assertThat(exclusions.takenOutAt(KEY, 2, 2)).isEqualTo(5);
        assertThat(exclusions.takenOutAt(KEY, 4, 5)).isZero();
        assertThat(exclusions.takenOutAt(KEY, 7, 7)).isEqualTo(9);
        assertThat(exclusions.takenOutAt(KEY, 7, 9)).isZero();
        assertThat(exclusions.takenOutAt(OTHER, 2, 2)).isZero();
        assertThat(exclusions.positions()).containsExactly(5L, 9L);
    }

    @Test
    void a_fold_that_was_not_told_refuses_to_pass_an_exclusion_and_passes_the_parts_before_it() {
        Fold fold = new Fold(WorkingState.empty(), FoldedStream.of(List.<Arrival>of()));
        fold.next(exclude(1, 1, 2), _ -> {});

        assertThatThrownBy(() -> fold.next(exclude(2, 2, 2), _ -> {})).isInstanceOfSatisfying(
                LedgerUnusableException.class,
                e -> assertThat(e.trouble()).isEqualTo(LedgerCondition.Trouble.EXCLUSION_DUE));
    }

    private static Prepared exclude(long position, int part, int parts) {
        return new Prepared.PreparedControl(new LogRecord.Control(position, position,
                new ControlAction.Exclude(List.of(KEY), part, parts), "ann", "why not"));
    }
}
