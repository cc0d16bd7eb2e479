package io.tidemark.core.bundle;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.ListedAttempt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the line of a bundle says of an attempt that has a version and no position, but for its body. Immutable.
///
/// It is the line of [BundleLines] with these differences: `version` is the store's own name, a string; there is no `position`; `decidedAt` is a
/// moment; `accounts` are in the order of their numbers. Behind these stand `judged`, every judgement that was recorded, in order, and `copies`, the
/// single objects that the line stands for.
///
/// @param id            which attempt
/// @param arrivalMicros when it was put, in microseconds since 1970
/// @param source        the channel that sent it, or null
/// @param digest        SHA-256 of its body
/// @param recorded      every judgement that was recorded of it, in order; at least one, and the last is its outcome
/// @param copies        the copies of it
public record VersionedAttempt(AttemptId id, long arrivalMicros, @Nullable String source, Sha256 digest,
        List<Recorded> recorded, List<ListedAttempt> copies) {
    /// An attempt with copies of those lists.
    public VersionedAttempt {
        recorded = List.copyOf(recorded);
        copies = List.copyOf(copies);
    }

    /// The accounts that it touched, or the one at which it was refused, in the order of their numbers.
    public List<String> accounts() {
        return List.copyOf(new TreeMap<>(recorded.getLast().sequences()).keySet());
    }

    /// The line up to where the body follows: a JSON object that is not closed.
    public String head() {
        StringBuilder line = new StringBuilder(768);
        line.append("{\"key\":\"").append(id.key().text()).append('"');
        BundleLines.string(line.append(",\"version\":"), id.version());
        line.append(",\"arrival\":\"").append(moment(arrivalMicros)).append('"');
        if (source != null) {
            BundleLines.string(line.append(",\"source\":"), source);
        }
        line.append(",\"sha256\":\"").append(digest).append("\",");
        outcome(line, recorded.getLast());
        line.append(",\"judged\":[");
        String comma = "";
        for (Recorded one : recorded) {
            line.append(comma).append("{\"revision\":").append(one.revision()).append(',');
            outcome(line, one);
            if (one.cause() != null) {
                BundleLines.string(line.append(",\"cause\":"), one.cause());
            }
            line.append('}');
            comma = ",";
        }
        line.append("],\"copies\":[");
        comma = "";
        for (ListedAttempt copy : copies) {
            line.append(comma).append("{\"bucket\":\"").append(copy.bucket().name().toLowerCase(Locale.ROOT))
                    .append('"');
            BundleLines.string(line.append(",\"version\":"), copy.version());
            line.append(",\"stored\":\"").append(moment(copy.storedMicros())).append("\",\"length\":")
                    .append(copy.length()).append('}');
            comma = ",";
        }
        return line.append(']').toString();
    }

    private static void outcome(StringBuilder line, Recorded one) {
        line.append("\"outcome\":\"")
                .append(one.state() == null ? "duplicate" : one.state().name().toLowerCase(Locale.ROOT)).append('"');
        if (one.code() != null) {
            line.append(",\"code\":\"").append(one.code()).append("\",\"reason\":");
            BundleLines.string(line, one.reason() == null ? "" : one.reason());
        }
        line.append(",\"decidedAt\":\"").append(moment(one.decidedMicros())).append("\",\"accounts\":[");
        String comma = "";
        for (Map.Entry<String, Long> at : new TreeMap<>(one.sequences()).entrySet()) {
            BundleLines.account(line.append(comma), at.getKey(), at.getValue());
            comma = ",";
        }
        line.append(']');
    }

    private static String moment(long micros) {
        return BundleLines.ARRIVAL.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
