package io.tidemark.aws.bundle;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.bundle.BundledBody;
import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.ListedAttempt;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of a bundle's index: what the bundle's line says but for the body, and where that stands. Immutable.
///
/// @param attempt what the line says
/// @param frame   in which frame of the bundle it is, from 0
/// @param body    where the body stands in the text of that frame
/// @param bytes   how many bytes the body has
record IndexLine(VersionedAttempt attempt, int frame, BundledBody body, int bytes) {
    /// A part of the index ends with the line that takes it beyond so many bytes: it is what is read to find one event.
    private static final int BLOCK_BYTES = 128 << 10;

    byte[] encode() {
        return (attempt.head() + ",\"frame\":" + frame + ",\"form\":\"" + body.form().member() + "\",\"at\":"
                + body.offset() + ",\"length\":" + body.length() + ",\"bytes\":" + bytes + "}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// An index, packed.
    static Packing pack(List<IndexLine> lines) {
        List<IndexLine> byKey = new ArrayList<>(lines);
        byKey.sort(Comparator.comparing((IndexLine line) -> line.attempt().id().key())
                .thenComparingInt(IndexLine::frame).thenComparingInt(line -> line.body().offset()));
        Packing index = new Packing();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String first = "";
        int count = 0;
        for (IndexLine line : byKey) {
            first = count == 0 ? line.attempt().id().key().text() : first;
            text.writeBytes(line.encode());
            count++;
            if (text.size() >= BLOCK_BYTES) {
                index.add(text.toByteArray(), count, first);
                text.reset();
                count = 0;
            }
        }
        index.add(text.toByteArray(), count, first);
        index.close();
        return index;
    }

    /// Reads a line.
    ///
    /// @throws IllegalArgumentException when it is not of the form that is written
    static IndexLine decode(String text) {
        JsonTree tree = tree(text);
        BundledBody body = new BundledBody(form(text(tree, "form")), number(tree, "at"), number(tree, "length"));
        return new IndexLine(attempt(tree), number(tree, "frame"), body, number(tree, "bytes"));
    }

    /// Reads what the line of a bundle says but for the body.
    ///
    /// @param head the line up to where the body follows, and closed
    /// @throws IllegalArgumentException when it is not of the form that is written
    static VersionedAttempt attempt(String head) {
        return attempt(tree(head));
    }

    private static JsonTree tree(String text) {
        JsonTree tree = JsonTree.read(text);
        if (tree == null) {
            throw new IllegalArgumentException("a line is no JSON");
        }
        return tree;
    }

    private static VersionedAttempt attempt(JsonTree tree) {
        EventKey key = EventKey.of(text(tree, "key"));
        Sha256 digest = Sha256.parseHex(text(tree, "sha256"));
        List<Recorded> recorded = tree.at("judged").elements().stream().map(one -> recorded(one, digest)).toList();
        List<ListedAttempt> copies = tree.at("copies").elements().stream().map(one -> copy(one, key)).toList();
        if (recorded.isEmpty()) {
            throw new IllegalArgumentException("an attempt has no outcome");
        }
        return new VersionedAttempt(new AttemptId(key, text(tree, "version")), micros(text(tree, "arrival")),
                tree.at("source").text(), digest, recorded, copies);
    }

    private static Recorded recorded(JsonTree one, Sha256 digest) {
        Map<String, Long> sequences = new HashMap<>();
        one.at("accounts").elements()
                .forEach(at -> sequences.put(text(at, "account"), Long.parseLong(text(at, "sequence"))));
        String code = one.at("code").text();
        return new Recorded(Long.parseLong(text(one, "revision")), micros(text(one, "decidedAt")), digest,
                state(text(one, "outcome")), code == null ? null : RejectionCode.valueOf(code),
                one.at("reason").text(), one.at("cause").text(), sequences);
    }

    private static @Nullable OutcomeState state(String outcome) {
        return outcome.equals("duplicate") ? null : OutcomeState.valueOf(outcome.toUpperCase(Locale.ROOT));
    }

    private static ListedAttempt copy(JsonTree one, EventKey key) {
        return new ListedAttempt(Bucket.valueOf(text(one, "bucket").toUpperCase(Locale.ROOT)), key,
                text(one, "version"), micros(text(one, "stored")), Long.parseLong(text(one, "length")));
    }

    /// The form whose member that is.
    ///
    /// @throws IllegalArgumentException when there is none
    static BundledBody.Form form(String member) {
        for (BundledBody.Form form : BundledBody.Form.values()) {
            if (form.member().equals(member)) {
                return form;
            }
        }
        throw new IllegalArgumentException("a body of form " + member);
    }

    private static long micros(String moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(moment));
    }

    private static int number(JsonTree tree, String name) {
        return Integer.parseInt(text(tree, name));
    }

    private static String text(JsonTree tree, String name) {
        String text = tree.at(name).text();
        if (text == null) {
            throw new IllegalArgumentException("a line has no " + name);
        }
        return text;
    }
}
