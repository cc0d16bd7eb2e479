package io.tidemark.core.pipeline;

import io.tidemark.core.event.Decoded;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A log record with everything about it that can be worked out without the ledger: the work that several threads can share.
public sealed interface Prepared {
    /// The position of the record.
    long position();

    /// An attempt, decoded.
    ///
    /// @param attempt    the attempt
    /// @param decoded    what its body says, or null when its key names no type
    /// @param bodyDigest SHA-256 of the body
    record PreparedAttempt(LogRecord.Attempt attempt, @Nullable Decoded decoded, Sha256 bodyDigest)
            implements Prepared {
        @Override
        public long position() {
            return attempt.position();
        }
    }

    /// An attempt whose body is lost.
    ///
    /// @param attempt  the attempt; its bytes cannot be had
    /// @param accounts the accounts that it touched, or at which it was refused
    record PreparedLost(LogRecord.Attempt attempt, List<String> accounts) implements Prepared {
        /// An attempt with a copy of that list.
        public PreparedLost {
            accounts = List.copyOf(accounts);
        }

        @Override
        public long position() {
            return attempt.position();
        }
    }

    /// A control record, which needs no preparation.
    ///
    /// @param control the record
    record PreparedControl(LogRecord.Control control) implements Prepared {
        @Override
        public long position() {
            return control.position();
        }
    }
}
