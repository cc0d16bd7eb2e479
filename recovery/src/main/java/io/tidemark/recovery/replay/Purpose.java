package io.tidemark.recovery.replay;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Rules;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import org.jspecify.annotations.Nullable;

/// What a generation is being made for, as it is written into it: a recovery that was killed is known by it again. How far it has come, the
/// generation says itself.
///
/// @param action       what was planned
/// @param base         the snapshot that it starts from, or `-`
/// @param baseDigest   what tells that snapshot from any other
/// @param target       `end` for all events, or `POSITION/PAUSE`; behind it what it goes on without, if anything
/// @param excludedAt   the position of the last exclusion up to the target; 0 when there is none
/// @param rulesVersion the version of the program's rules
/// @param restored     whether the base is in it as a whole, and what finds events by their keys is as it must be
record Purpose(Plan.Action action, String base, Sha256 baseDigest, String target, long excludedAt, int rulesVersion,
        boolean restored) {
    private static final String VERSION = "1";
    private static final int PARTS = 8;

    /// What a plan makes a generation for.
    ///
    /// @param excludedAt the position of the last exclusion up to its goal, or 0
    /// @param without    tells what it is made without, see [Shortfall#mark()]
    static Purpose of(Plan plan, long excludedAt, String without) {
        SnapshotManifest snapshot = plan.base().snapshot();
        Long pausedAt = plan.goal().pausedAt();
        return new Purpose(plan.action(), snapshot == null ? "-" : snapshot.id(),
                snapshot == null ? Sha256.ZERO : snapshot.identity(),
                (pausedAt == null ? "end" : plan.goal().position() + "/" + pausedAt) + without, excludedAt,
                Rules.VERSION,
                snapshot == null && plan.action() != Plan.Action.REBUILD);
    }

    /// Reads what [#toText] wrote, or null when it is something else.
    static @Nullable Purpose parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != PARTS || !parts[0].equals(VERSION)) {
            return null;
        }
        try {
            return new Purpose(Plan.Action.valueOf(parts[1]), parts[2], Sha256.parseHex(parts[3]), parts[4],
                    Long.parseLong(parts[5]), Integer.parseInt(parts[6]), Boolean.parseBoolean(parts[7]));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    String toText() {
        return String.join("|", VERSION, action.name(), base, baseDigest.toString(), target,
                Long.toString(excludedAt), Integer.toString(rulesVersion), Boolean.toString(restored));
    }

    /// The same once the base is in it.
    Purpose afterRestoring() {
        return new Purpose(action, base, baseDigest, target, excludedAt, rulesVersion, true);
    }

    /// Why a generation that was begun for this does not serve another plan, or null when it does.
    @Nullable
    String whyNotFor(Purpose wanted) {
        if (action != wanted.action) {
            return "it was begun to " + (action == Plan.Action.REBUILD ? "rebuild" : "recover")
                    + ", now it is asked to "
                    + (wanted.action == Plan.Action.REBUILD ? "rebuild" : "recover");
        }
        if (!base.equals(wanted.base) || !baseDigest.equals(wanted.baseDigest)) {
            return "it was begun from " + name(base) + ", now the base is " + name(wanted.base)
                    + (base.equals(wanted.base) ? ", which is another one than it was" : "");
        }
        if (!target.equals(wanted.target)) {
            return "it was begun for another target, or without other lost events";
        }
        if (excludedAt != wanted.excludedAt) {
            return "events were excluded since";
        }
        return rulesVersion == wanted.rulesVersion
                ? null
                : "it was begun with version " + rulesVersion + " of the rules, now it is version "
                        + wanted.rulesVersion;
    }

    private static String name(String base) {
        return base.equals("-") ? "nothing" : "snapshot " + base;
    }
}
