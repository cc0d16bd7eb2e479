package io.tidemark.aws.function;

import io.tidemark.aws.bundle.PackedElsewhere;
import io.tidemark.aws.bundle.S3Bundles;
import io.tidemark.aws.bundle.Until;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.core.port.Bundles;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.IntSupplier;

/// The bundler's work: what the command `bundle` does, in the time that a function has.
///
/// Nothing is packed while a recovery is at work or the tables stand still at a moment: a recovery lists the buckets and reads what it
/// listed, and copies that move meanwhile could pass it by. Single accounts that are paused are no reason: packing changes no account.
///
/// @param services what it speaks to
/// @param log      what it writes
record BundlerWork(Services services, FunctionLog log) {
    /// So much time is kept for publishing what was looked at, and for letting go of it.
    static final int TO_PUBLISH_MILLIS = 300_000;
    /// So much is kept for coming to an end: a batch takes a second or two, a slow one several.
    static final int TO_END_MILLIS = 60_000;

    /// Packs what is old enough, as far as time allows, and says what came of it.
    ///
    /// @param leftMillis how much time the function has left, in milliseconds
    void run(IntSupplier leftMillis) {
        LocalDate before = LocalDate.ofInstant(services.clock().instant(), ZoneOffset.UTC)
                .minusDays(services.settings().bundleAfterDays());
        DynamoControl.Switches switches = services.switches();
        if (isHeld(switches)) {
            log.line("WARN", "nothing was packed: a recovery is at work, or the tables stand still at a moment", null,
                    Map.of("before", before.toString()));
            count(0, 0, 0, 0, true);
            return;
        }
        try {
            tell(before, services.bundles().pack(services.book(switches), before, _ -> {}, until(leftMillis)));
        } catch (PackedElsewhere e) {
            // The other one does the work, and what it leaves the next call takes up.
            log.line("WARN", String.valueOf(e.getMessage()), null, Map.of("before", before.toString()));
            count(0, 0, 0, 0, true);
        }
    }

    private static boolean isHeld(DynamoControl.Switches switches) {
        return switches.paused().everything() || switches.pausedAt() != null;
    }

    private Until until(IntSupplier leftMillis) {
        return new Until() {
            @Override
            public boolean enough() {
                return leftMillis.getAsInt() < TO_PUBLISH_MILLIS;
            }

            @Override
            public boolean now() {
                return leftMillis.getAsInt() < TO_END_MILLIS || isHeld(services.switches());
            }
        };
    }

    private void tell(LocalDate before, S3Bundles.Run run) {
        Bundles.Packed packed = run.packed();
        if (packed.standing() > 0) {
            log.line("WARN", "S3 does not let go of single objects that bundles hold too; a later call tries again",
                    null,
                    Map.of("standing", Long.toString(packed.standing()), "refusal", String.valueOf(packed.refusal())));
        }
        log.line("INFO", packed.completed() ? "packed" : "packed in part; the next call goes on", null,
                Map.of("before", before.toString(), "attempts", Long.toString(packed.attempts()), "bundles",
                        Integer.toString(packed.made().size()), "letGo", Long.toString(run.letGo()), "standing",
                        Long.toString(packed.standing()), "left", Long.toString(packed.left()), "completed",
                        Boolean.toString(packed.completed())));
        count(packed.attempts(), packed.made().size(), run.letGo(), packed.standing(), !packed.completed());
    }

    private void count(long attempts, long bundles, long letGo, long standing, boolean more) {
        log.metrics(services.clock().instant(), Map.of("BundledAttempts", attempts, "BundlesPublished", bundles,
                "CopiesLetGo", letGo, "CopiesStanding", standing, "BundlingUnfinished", more ? 1L : 0L), Map.of());
    }
}
