package io.tidemark.core.port;

/// The stores of one installation, which belong together.
///
/// @param log         the events
/// @param buckets     where each attempt is kept
/// @param bundles     the files that hold old attempts in place of single objects
/// @param control     which ledger is in force
/// @param generations the ledgers
/// @param snapshots   the snapshots
/// @param receipts    what recoveries and verifications proved
public record Stores(EventLog log, Buckets buckets, LogBundles bundles, ControlItem control, Generations generations,
        SnapshotStore snapshots, Receipts receipts) {}
