package io.tidemark.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScheduleTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void without_a_fault_writes_are_counted_and_done() {
        FaultSchedule schedule = FaultSchedule.none();

        assertThat(write(schedule, "a")).isEqualTo("a");
        write(schedule, "b");

        assertThat(done).containsExactly("a", "b");
        assertThat(schedule.writes()).isEqualTo(2);
        assertThat(schedule.hasCrashed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, a", "DURING, a+a part of b", "AFTER, a+b"})
    void a_crash_leaves_what_its_moment_says_and_nothing_is_done_after_it(Moment moment, String left) {
        FaultSchedule schedule = FaultSchedule.crash(moment, 2);

        write(schedule, "a");
        assertThatThrownBy(() -> write(schedule, "b")).isInstanceOf(SimulatedCrash.class)
                .hasMessage("simulated crash " + moment + " write 2, b");
        assertThatThrownBy(() -> write(schedule, "c")).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(() -> schedule.read(() -> "d")).isInstanceOf(SimulatedCrash.class);

        assertThat(String.join("+", done)).isEqualTo(left);
        assertThat(schedule.hasCrashed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, a+c", "DURING, a+a part of b+c", "AFTER, a+b+c"})
    void a_failure_leaves_what_its_moment_says_and_then_everything_works_again(Moment moment, String left) {
        FaultSchedule schedule = FaultSchedule.failure(StorageException.Kind.FULL, moment, 2);

        write(schedule, "a");
        assertThatThrownBy(() -> write(schedule, "b")).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.FULL));
        write(schedule, "c");

        assertThat(schedule.read(() -> "d")).isEqualTo("d");
        assertThat(String.join("+", done)).isEqualTo(left);
        assertThat(schedule.hasCrashed()).isFalse();
    }

    private String write(FaultSchedule schedule, String what) {
        return schedule.write(what, () -> {
            done.add(what);
            return what;
        }, () -> done.add("a part of " + what));
    }
}
