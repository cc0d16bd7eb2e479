package io.tidemark.core.port;

/// What the recovery of an installation whose accounts stand in tables works on.
///
/// @param attempts    the buckets by key and version
/// @param bundles     what holds old attempts in place of single objects
/// @param control     which generation is in force
/// @param pauses      what is paused
/// @param generations the generations of tables
/// @param backups     the tables' copies
/// @param snapshots   the snapshots
/// @param receipts    what recoveries and verifications proved
/// @param exclusions  what was excluded: documents that are kept as receipts are, and outlive the tables
public record TableStores(AttemptStore attempts, TableBundles bundles, ControlItem control, Pauses pauses,
        BookGenerations generations, Backups backups, SnapshotStore snapshots, Receipts receipts,
        Receipts exclusions) {}
