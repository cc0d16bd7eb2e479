package io.tidemark.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.json.JsonObject;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    @TempDir
    Path directory;
    private TestHome home = new TestHome(Path.of("unset"), ManualClock.atNewYear());

    @BeforeEach
    void work() {
        home = new TestHome(directory.resolve("home"), ManualClock.atNewYear());
    }

    @AfterEach
    void close() {
        home.close();
    }

    private static PlanRequest to(Target target) {
        return new PlanRequest(target, null, false, false);
    }

    @Test
    void a_home_without_events_needs_nothing() {
        Plan plan = home.plan(PlanRequest.DEFAULT);

        assertThat(plan.action()).isEqualTo(Plan.Action.NOTHING);
        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.UNBORN);
        assertThat(plan.range()).isEqualTo(new Plan.Range(0, 0, null, null));
    }

    @Test
    void the_base_is_the_newest_whole_snapshot_that_is_not_after_the_target() {
        home.put(Payments.incoming(1, 10, 3));
        home.process();
        SnapshotManifest first = home.snapshot();
        home.put(Payments.incoming(11, 10, 3));
        home.process();
        SnapshotManifest second = home.snapshot();
        home.put(Payments.incoming(21, 10, 3));
        home.process();
        home.lose("ledger");

        Plan plan = home.plan(new PlanRequest(null, null, false, true));
        assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.LOST);
        assertThat(plan.base().snapshot()).isEqualTo(second);
        assertThat(plan.work().toReplay()).isEqualTo(10);
        assertThat(plan.work().historyToFill()).isEqualTo(20);
        assertThat(plan.work().bytes()).isGreaterThan(30 * 40).isLessThan(30 * 100);
        assertThat(plan.damage()).isEmpty();
        assertThat(plan.goal()).isEqualTo(new Plan.Goal(30, null));
        assertThat(home.plan(to(new Target.AtPosition(20))).base().snapshot()).isEqualTo(second);
        assertThat(home.plan(to(new Target.AtPosition(19))).base().snapshot()).isEqualTo(first);
        assertThat(home.plan(to(new Target.AtPosition(9))).base().snapshot()).isNull();
        assertThat(home.plan(new PlanRequest(null, first.id(), false, false)).base().snapshot()).isEqualTo(first);
    }

    @Test
    void a_target_before_the_end_pauses_and_one_at_the_end_does_not() {
        home.put(Payments.incoming(1, 5, 3));
        long arrival = Objects.requireNonNull(home.stores().log().record(5)).arrivalMicros();
        home.clock().advance(Duration.ofSeconds(1));
        home.put(Payments.incoming(6, 5, 3));
        home.process();

        assertThat(home.plan(to(new Target.AtTime(arrival))).goal()).isEqualTo(new Plan.Goal(5, 5L));
        assertThat(home.plan(to(new Target.AtTime(arrival - 1))).goal()).isEqualTo(new Plan.Goal(0, 0L));
        assertThat(home.plan(to(new Target.AtTime(arrival + 1_000_000))).goal()).isEqualTo(new Plan.Goal(10, null));
        assertThat(home.plan(to(new Target.AtPosition(10))).action()).isEqualTo(Plan.Action.NOTHING);
        assertThat(home.plan(new PlanRequest(null, null, true, false)).action()).isEqualTo(Plan.Action.REBUILD);
    }

    @Test
    void what_is_not_there_is_refused() {
        home.put(Payments.incoming(1, 5, 3));
        home.process();
        SnapshotManifest snapshot = home.snapshot();

        assertThatThrownBy(() -> home.plan(to(new Target.AtPosition(6)))).isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("position 6");
        assertThatThrownBy(() -> home.plan(new PlanRequest(null, "none", false, false)))
                .isInstanceOf(PlanRefusedException.class).hasMessageContaining("no snapshot none");
        assertThatThrownBy(() -> home.plan(new PlanRequest(new Target.AtPosition(3), snapshot.id(), false, false)))
                .isInstanceOf(PlanRefusedException.class).hasMessageContaining("after the target");
        home.flip(home.directory().resolve("snapshots").resolve(snapshot.id()).resolve("keys.ndjson.zst"), 3);
        assertThatThrownBy(() -> home.plan(new PlanRequest(null, snapshot.id(), false, false)))
                .isInstanceOf(PlanRefusedException.class).hasMessageContaining("keys.ndjson.zst");
    }

    @Test
    void a_ledger_that_lost_what_it_had_on_disk_is_recovered() {
        home.put(Payments.incoming(1, 5, 3));
        home.process();
        ControlItem control = home.stores().control();
        control.update(control.read(), control.read().withSyncedPosition(6));

        Plan plan = home.plan(PlanRequest.DEFAULT);

        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.BEHIND);
        assertThat(plan.situation().position()).isEqualTo(5);
        assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
    }

    @Test
    void a_ledger_that_cannot_be_opened_is_recovered() throws IOException {
        home.put(Payments.incoming(1, 5, 3));
        home.process();
        home.shut();
        try (Stream<Path> files = Files.walk(home.directory().resolve("ledger"))) {
            for (Path file : files.filter(each -> each.endsWith("CURRENT")).toList()) {
                Files.writeString(file, "MANIFEST-999999\n");
            }
        }

        Plan plan = home.plan(PlanRequest.DEFAULT);

        assertThat(plan.situation().kind()).isEqualTo(Situation.Kind.DAMAGED);
        assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
    }

    @Test
    void planning_changes_nothing_and_works_on_a_home_that_is_opened_for_reading() throws IOException {
        home.put(Payments.incoming(1, 5, 3));
        home.process();
        home.snapshot();
        home.lose("ledger");
        Map<Path, FileTime> before = files();

        try (EmbeddedHome reading = EmbeddedHome.openForReading(home.directory(), InstantSource.system())) {
            Stores stores = reading.stores();
            Plan plan = new Planner(stores, home.clock()).plan(new PlanRequest(null, null, false, true), Progress.NONE);
            assertThat(plan.action()).isEqualTo(Plan.Action.RECOVER);
            assertThat(plan.work().toReplay()).isZero();
        }

        assertThat(files()).isEqualTo(before);
    }

    private Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(home.directory())) {
            for (Path file : walk.toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @Test
    void a_plan_is_a_document_that_programs_can_take_apart() throws IOException {
        home.put(Payments.incoming(1, 5, 3));
        home.process();
        home.snapshot();
        home.lose("ledger");

        JsonObject json = JsonObject
                .read(home.plan(PlanRequest.DEFAULT).toJson().getBytes(StandardCharsets.UTF_8));

        assertThat(json.object("situation").string("ledger")).isEqualTo("LOST");
        assertThat(json.string("action")).isEqualTo("RECOVER");
        assertThat(json.object("range").string("firstArrival")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(json.object("target").number("position")).isEqualTo(5);
        assertThat(json.object("base").string("snapshot")).endsWith("p000000000005");
        assertThat(json.object("events").object("toReplay").numbers()).containsEntry("recent", 0L);
    }

    @Test
    void targets_are_read_as_people_write_them() {
        assertThat(Target.parse("position:12")).isEqualTo(new Target.AtPosition(12));
        assertThat(Target.parse("1970-01-01T01:00:00.000001+01:00")).isEqualTo(new Target.AtTime(1));
        assertThat(Target.parse("2026-11-22T16:10:00.1234567Z")).isEqualTo(new Target.AtTime(1795363800123456L));
        for (String wrong : new String[] {"position:-1", "position:", "2026-11-22T16:10:00", "yesterday", ""}) {
            assertThatThrownBy(() -> Target.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
