package io.tidemark.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Stores;
import io.tidemark.core.port.Thaw;
import io.tidemark.testkit.contract.NothingInstallation;
import io.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every writing method of every port goes through the schedule.
class FaultyStoresTest {
    private static final LedgerCommit COMMIT = new LedgerCommit(1, 1, 1, OutcomeCounts.NONE, List.of(),
            LedgerCommit.WorkingChange.NONE);

    private static final Map<String, Consumer<Stores>> WRITES = Map.ofEntries(
            Map.entry("EventLog.put", stores -> stores.log().put(List.of())),
            Map.entry("EventLog.control", stores -> stores.log().control(new ControlAction.UseRules(1), "", "")),
            Map.entry("EventLog.acceptLoss", stores -> stores.log().acceptLoss()),
            Map.entry("EventLog.rebuildKeys", stores -> stores.log().rebuildKeys()),
            Map.entry("Buckets.clear", stores -> stores.buckets().clear()),
            Map.entry("Buckets.move", stores -> stores.buckets().move(Map.of(), 0)),
            Map.entry("ControlItem.update",
                    stores -> stores.control().update(ControlItem.State.INITIAL, ControlItem.State.INITIAL)),
            Map.entry("Generations.create", stores -> stores.generations().create("g")),
            Map.entry("Generations.delete", stores -> stores.generations().delete("g")),
            Map.entry("LedgerStore.stage", stores -> stores.generations().open("g").stage(List.of())),
            Map.entry("LedgerStore.stageHistory", stores -> stores.generations().open("g").stageHistory(List.of())),
            Map.entry("LedgerStore.writeNote", stores -> stores.generations().open("g").writeNote("n")),
            Map.entry("LedgerStore.commit", stores -> stores.generations().open("g").commit(COMMIT)),
            Map.entry("LedgerStore.restore", stores -> stores.generations().open("g").restore(0, 1, OutcomeCounts.NONE,
                    LedgerCommit.WorkingChange.NONE)),
            Map.entry("LedgerStore.fillHistory",
                    stores -> stores.generations().open("g").fillHistory(1, 1, List.of(), false)),
            Map.entry("LedgerStore.sync", stores -> stores.generations().open("g").sync()),
            Map.entry("LogBundles.pack", stores -> stores.bundles().pack(stores.generations().open("g"),
                    LocalDate.EPOCH, _ -> {}, () -> false)),
            Map.entry("Bundles.freeze", stores -> stores.bundles().freeze(List.of(), StorageClass.GLACIER)),
            Map.entry("Bundles.thaw", stores -> stores.bundles().thaw(List.of(),
                    new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(1), null))),
            Map.entry("SnapshotStore.delete", stores -> stores.snapshots().delete("s")),
            Map.entry("Draft.create", stores -> stores.snapshots().begin("s").create("f")),
            Map.entry("Draft.publish", stores -> stores.snapshots().begin("s").publish(new byte[0])));

    @Test
    void every_write_of_every_port_counts_and_can_be_the_last() {
        WRITES.forEach((name, write) -> {
            FaultSchedule counting = FaultSchedule.none();
            write.accept(through(counting));
            assertThat(counting.writes()).as(name).isEqualTo(1);

            FaultSchedule crashing = FaultSchedule.crash(Moment.AFTER, 1);
            assertThatThrownBy(() -> write.accept(through(crashing))).as(name).isInstanceOf(SimulatedCrash.class);
        });
    }

    @Test
    void every_method_that_writes_is_known_here() {
        Set<String> writing = new TreeSet<>();
        Stream.of(EventLog.class, Buckets.class, Bundles.class, LogBundles.class, ControlItem.class, Generations.class,
                LedgerStore.class,
                SnapshotStore.class, SnapshotStore.Draft.class)
                .forEach(port -> Stream.of(port.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic() && !method.isDefault())
                        .forEach(method -> writing.add(port.getSimpleName() + "." + method.getName())));
        writing.removeAll(Set.of("EventLog.acknowledgedPosition", "EventLog.attemptCount", "EventLog.attempts",
                "EventLog.checkKeys", "EventLog.close", "EventLog.exclusions", "Bundles.list", "Bundles.text",
                "LogBundles.shares", "LogBundles.lost", "Bundles.verify", "Bundles.lost",
                "EventLog.firstPositionBefore", "EventLog.lastPosition", "EventLog.positionAt", "EventLog.record",
                "EventLog.scan", "Buckets.bucketOf", "Buckets.counts", "Buckets.movedUpTo", "Buckets.positions",
                "ControlItem.read", "Generations.list", "Generations.open", "Generations.openForReading",
                "LedgerStore.generation", "LedgerStore.historyFilledTo", "LedgerStore.view", "SnapshotStore.begin",
                "SnapshotStore.list", "SnapshotStore.manifest", "SnapshotStore.open", "Draft.close"));

        assertThat(WRITES.keySet()).isEqualTo(writing);
    }

    private static Stores through(FaultSchedule schedule) {
        return FaultyStores.of(new NothingInstallation().open(ManualClock.atNewYear()), schedule);
    }
}
