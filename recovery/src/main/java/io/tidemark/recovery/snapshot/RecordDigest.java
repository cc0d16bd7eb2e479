package io.tidemark.recovery.snapshot;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.LogRecord;
import java.nio.charset.StandardCharsets;

/// The digest of one log record, by which a snapshot recognises its log: SHA-256 over the UTF-8 text
/// `position|arrival time|key|SHA-256 of the body in hex` of an attempt, or `position|arrival time|action|operator|reason` of a
/// control record. Arrival times are in microseconds since 1970.
public final class RecordDigest {
    private RecordDigest() {}

    /// The digest of that record.
    public static Sha256 of(LogRecord record) {
        String rest = switch (record) {
            case LogRecord.Attempt attempt -> attempt.key() + "|" + attempt.body().digest();
            case LogRecord.Control control -> action(control.action()) + "|" + control.operator() + "|"
                    + control.reason();
        };
        String text = record.position() + "|" + record.arrivalMicros() + "|" + rest;
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String action(ControlAction action) {
        return switch (action) {
            case ControlAction.Retry retry -> "retry " + retry.key();
            case ControlAction.Reject reject -> "reject " + reject.key();
            case ControlAction.UseRules rules -> "rules " + rules.version();
            case ControlAction.PauseAccount pause -> "pause " + pause.account();
            case ControlAction.ResumeAccount resume -> "resume " + resume.account();
            case ControlAction.Exclude exclude -> exclude.text();
        };
    }
}
