package io.tidemark.app.doctor;

/// Something that was found. Immutable.
///
/// @param symptom  what it is
/// @param evidence what was seen, one line
/// @param command  what to run next
public record Finding(Symptom symptom, String evidence, String command) {
    /// How bad something is, the worst first.
    public enum Severity {
        /// Events are missing or cannot be read.
        MISSING,
        /// Something is damaged, or not what it must be.
        DAMAGE,
        /// Something has to be done before business can go on.
        BLOCKED,
        /// Worth a look.
        ADVICE
    }

    /// What can be found, with the section of `docs/recovery.md` that is about it.
    public enum Symptom {
        /// The events cannot be opened.
        EVENTS_UNREADABLE(Severity.MISSING, "events-are-lost"),
        /// Events that were acknowledged or seen are not there.
        EVENTS_LOST(Severity.MISSING, "events-are-lost"),
        /// Records of the log cannot be read.
        EVENTS_DAMAGED(Severity.MISSING, "events-are-lost"),
        /// A bundle is lost or damaged.
        BUNDLE_LOST(Severity.MISSING, "the-archive-is-partly-missing"),
        /// The ledger is not there, or another's.
        LEDGER_LOST(Severity.BLOCKED, "the-ledger-is-lost"),
        /// The ledger cannot be read, or has lost what it had on disk.
        LEDGER_DAMAGED(Severity.DAMAGE, "the-ledger-is-lost"),
        /// A verification found the ledger wrong.
        LEDGER_IN_DOUBT(Severity.DAMAGE, "an-account-is-wrong"),
        /// Events were excluded, and the ledger still contains them.
        EXCLUSION_DUE(Severity.BLOCKED, "a-channel-sent-bad-events"),
        /// A snapshot is damaged or does not serve.
        SNAPSHOT_DAMAGED(Severity.DAMAGE, "a-snapshot-is-damaged"),
        /// A receipt was altered or damaged.
        RECEIPT_DAMAGED(Severity.DAMAGE, "two-stores-disagree"),
        /// Processing is paused.
        PAUSED(Severity.BLOCKED, "processing-is-paused"),
        /// Events were put and not processed.
        UNPROCESSED(Severity.ADVICE, "notifications-were-lost"),
        /// Follow-ups wait for originals that have not come.
        ORIGINALS_MISSING(Severity.ADVICE, "events-are-missing-upstream"),
        /// Events that have an outcome are still in the new bucket.
        NOT_EXPIRED(Severity.ADVICE, "the-clean-up-does-not-run"),
        /// There is no snapshot to start from, or only old ones.
        NO_SNAPSHOT(Severity.ADVICE, "before-anything-happens"),
        /// Bundles are in cold storage.
        COLD(Severity.ADVICE, "events-are-in-cold-storage");

        private final Severity severity;
        private final String section;

        Symptom(Severity severity, String section) {
            this.severity = severity;
            this.section = section;
        }

        /// How bad it is.
        public Severity severity() {
            return severity;
        }

        /// The section that is about it, as an address within the repository.
        public String page() {
            return "docs/recovery.md#" + section;
        }
    }
}
