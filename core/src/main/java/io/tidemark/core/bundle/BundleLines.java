package io.tidemark.core.bundle;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Writes the lines of a bundle, one an attempt. A line is what an input bundle's line is, with more members: it can be put again as it
/// is. Not thread-safe.
///
/// ```
/// {"key":"...","version":1,"position":7,"arrival":"2026-01-31T08:00:00.000000Z","source":"...","sha256":"...","outcome":"accepted",
///  "decidedAt":7,"accounts":[{"account":"...","sequence":3}],"body":{...}}
/// ```
///
/// `source` is there when the attempt has one, `code` and `reason` when it was rejected; then `accounts` says where the account that it
/// names first stood. In place of `body` there is `raw` or `base64` where the bytes are no JSON on one line. What is other where attempts have
/// versions says [VersionedAttempt].
public final class BundleLines {
    static final DateTimeFormatter ARRIVAL = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 16);
    private int count;

    /// No lines yet.
    public BundleLines() {}

    /// Adds the line of an attempt.
    ///
    /// @param digest  the digest of its body
    /// @param outcome what became of it
    /// @return where its body stands in [#toBytes()]
    public BundledBody add(LogRecord.Attempt attempt, Sha256 digest, Outcome outcome) {
        StringBuilder line = new StringBuilder(512);
        line.append("{\"key\":\"").append(attempt.key().text()).append("\",\"version\":").append(attempt.version())
                .append(",\"position\":").append(attempt.position()).append(",\"arrival\":\"")
                .append(ARRIVAL.format(Instant.EPOCH.plus(attempt.arrivalMicros(), ChronoUnit.MICROS))).append('"');
        if (attempt.source() != null) {
            string(line.append(",\"source\":"), attempt.source());
        }
        line.append(",\"sha256\":\"").append(digest).append("\",\"outcome\":\"")
                .append(outcome.state().name().toLowerCase(Locale.ROOT)).append('"');
        if (outcome.rejection() != null) {
            line.append(",\"code\":\"").append(outcome.rejection().code()).append("\",\"reason\":");
            string(line, outcome.rejection().reason());
        }
        line.append(",\"decidedAt\":").append(outcome.decidedAt()).append(",\"accounts\":[");
        accounts(line, outcome);
        BundledBody.Form form = BundledBody.Form.of(attempt.body().array(), attempt.body().offset(),
                attempt.body().length());
        line.append("],\"").append(form.member()).append("\":");
        return finish(line.toString(), form, attempt.body());
    }

    /// Adds the line of an attempt that has a version and no position.
    ///
    /// @return where its body stands in [#toBytes()]
    public BundledBody add(VersionedAttempt attempt, Body body) {
        BundledBody.Form form = BundledBody.Form.of(body.array(), body.offset(), body.length());
        return finish(attempt.head() + ",\"" + form.member() + "\":", form, body);
    }

    private BundledBody finish(String head, BundledBody.Form form, Body body) {
        boolean quoted = form != BundledBody.Form.BODY;
        text.writeBytes((quoted ? head + "\"" : head).getBytes(StandardCharsets.UTF_8));
        BundledBody place = BundledBody.write(body, form, text);
        text.writeBytes((quoted ? "\"}\n" : "}\n").getBytes(StandardCharsets.US_ASCII));
        count++;
        return place;
    }

    private static void accounts(StringBuilder line, Outcome outcome) {
        Outcome.RefusedAt refusedAt = outcome.refusedAt();
        if (refusedAt != null) {
            account(line, refusedAt.account(), refusedAt.sequence());
        }
        String comma = "";
        for (Entry entry : outcome.entries()) {
            account(line.append(comma), entry.account(), entry.sequence());
            comma = ",";
        }
    }

    static void account(StringBuilder line, String account, long sequence) {
        string(line.append("{\"account\":"), account);
        line.append(",\"sequence\":").append(sequence).append('}');
    }

    static void string(StringBuilder line, String value) {
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                default -> {
                    if (c < ' ' || (Character.isSurrogate(c) && !isPaired(value, i))) {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }

    private static boolean isPaired(String value, int index) {
        char c = value.charAt(index);
        return Character.isHighSurrogate(c)
                ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
    }

    /// How many lines there are.
    public int count() {
        return count;
    }

    /// How many bytes they take.
    public int size() {
        return text.size();
    }

    /// The lines so far.
    public byte[] toBytes() {
        return text.toByteArray();
    }

    /// Begins again without lines.
    public void clear() {
        text.reset();
        count = 0;
    }
}
