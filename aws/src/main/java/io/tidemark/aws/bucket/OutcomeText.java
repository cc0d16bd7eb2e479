package io.tidemark.aws.bucket;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Recorded judgements as a line of metadata: `REVISION;MICROS;STATE;CODE;ACCOUNT=SEQUENCE,...;CAUSE`, joined by `|`. What is not there is
/// empty; a duplicate's state is `DUPLICATE`; the cause is URL-encoded. The layout is described in `docs/aws.md`.
final class OutcomeText {
    private static final String DUPLICATE = "DUPLICATE";
    private static final int PARTS = 6;

    private OutcomeText() {}

    static String of(List<Recorded> outcomes) {
        return String.join("|", outcomes.stream().map(OutcomeText::of).toList());
    }

    private static String of(Recorded one) {
        List<String> sequences = new ArrayList<>();
        new TreeMap<>(one.sequences()).forEach((account, sequence) -> sequences.add(account + "=" + sequence));
        OutcomeState state = one.state();
        RejectionCode code = one.code();
        String cause = one.cause();
        return one.revision() + ";" + one.decidedMicros() + ";" + (state == null ? DUPLICATE : state.name()) + ";"
                + (code == null ? "" : code.name()) + ";" + String.join(",", sequences) + ";"
                + (cause == null ? "" : URLEncoder.encode(cause, StandardCharsets.UTF_8));
    }

    /// What a text says.
    ///
    /// @param digest SHA-256 of the copy's bytes, which are those that were judged
    /// @return empty where the text is not one of ours: what it says is then not known
    static List<Recorded> read(@Nullable String text, Sha256 digest) {
        List<Recorded> outcomes = new ArrayList<>();
        if (text != null && !text.isEmpty()) {
            for (String one : text.split("\\|", -1)) {
                String[] parts = one.split(";", -1);
                if (parts.length != PARTS) {
                    return List.of();
                }
                try {
                    outcomes.add(read(parts, digest));
                } catch (IllegalArgumentException e) {
                    // A state or code of another version, or a number that is none.
                    return List.of();
                }
            }
        }
        return outcomes;
    }

    private static Recorded read(String[] parts, Sha256 digest) {
        Map<String, Long> sequences = new TreeMap<>();
        for (String at : parts[4].isEmpty() ? new String[0] : parts[4].split(",", -1)) {
            int equals = at.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(at + " is no account with a sequence");
            }
            sequences.put(at.substring(0, equals), Long.valueOf(at.substring(equals + 1)));
        }
        return new Recorded(Long.parseLong(parts[0]), Long.parseLong(parts[1]), digest,
                parts[2].equals(DUPLICATE) ? null : OutcomeState.valueOf(parts[2]),
                parts[3].isEmpty() ? null : RejectionCode.valueOf(parts[3]), null,
                parts[5].isEmpty() ? null : URLDecoder.decode(parts[5], StandardCharsets.UTF_8), sequences);
    }
}
