package io.tidemark.aws.bundle;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What publishes a bundle, and names its objects. Immutable.
///
/// @param day    the day, in UTC, on which its attempts arrived
/// @param number its number among the bundles of that day, from 1
/// @param data   the object with the lines
/// @param index  the object that tells where the line of a key is
record Manifest(LocalDate day, int number, Packed data, Packed index) {
    /// Below it are the objects with the lines, and nothing else: what ages into cold storage.
    static final String DATA = "bundles/";
    /// Below it is what has to stay at hand.
    static final String INDEX = "bundle-index/";
    static final String ENDING = ".manifest.json";
    static final String DATA_ENDING = ".ndjson.zst";
    /// What a person can do about what is lost or damaged beside the lines.
    static final String WAY_OUT = "; run `tidemark --store aws bundle mend`";
    private static final int NAME_DIGITS = 16;
    private static final int FORMAT = 2;
    private static final String DIGEST = ",\"digest\":\"";
    private static final Pattern ID = Pattern.compile("\\d{4}-\\d\\d-\\d\\d-\\d{6,9}");
    private static final int DAY = 10;

    /// An object that is packed in parts.
    ///
    /// @param key    its key
    /// @param size   how many bytes it has
    /// @param sha256 their digest
    /// @param parts  its parts, in order
    record Packed(String key, long size, Sha256 sha256, List<Part> parts) {
        Packed {
            parts = List.copyOf(parts);
        }

        private Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("key", key);
            tree.put("size", size);
            tree.put("sha256", sha256.toString());
            tree.put("parts", parts.stream().map(Part::toTree).toList());
            return tree;
        }
    }

    /// The bundle's name.
    String id() {
        return id(day, number);
    }

    static String id(LocalDate day, int number) {
        return String.format(Locale.ROOT, "%s-%06d", day, number);
    }

    /// Where a bundle's manifest is, or null for what is no bundle's name.
    static @Nullable String key(String id) {
        return ID.matcher(id).matches() ? INDEX + "dt=" + id.substring(0, DAY) + "/" + id + ENDING : null;
    }

    /// What a bundle's objects are called, but for where they lie and what they are: after what its lines are, packed.
    static String objectName(LocalDate day, int number, Sha256 data) {
        return "dt=" + day + "/" + id(day, number) + "-" + data.toString().substring(0, NAME_DIGITS);
    }

    static String dataKey(String objectName) {
        return DATA + objectName + DATA_ENDING;
    }

    static String indexKey(String objectName) {
        return INDEX + objectName + ".index.ndjson.zst";
    }

    /// Where it is noted that a bundle is being thawed.
    String thawKey() {
        return INDEX + "dt=" + day + "/" + id() + ".thaw.json";
    }

    /// How many attempts it holds.
    long attempts() {
        return data.parts().stream().mapToLong(Part::lines).sum();
    }

    byte[] encode() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", "tidemark-bundle");
        tree.put("version", FORMAT);
        tree.put("id", id());
        tree.put("day", day.toString());
        tree.put("number", number);
        tree.put("attempts", attempts());
        tree.put("data", data.toTree());
        tree.put("index", index.toTree());
        String text = JsonTree.write(tree);
        Sha256 own = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        return (text.substring(0, text.length() - 1) + DIGEST + own + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a manifest.
    ///
    /// @throws StorageException of kind `DAMAGED`, or `UNSUPPORTED_FORMAT`
    static Manifest decode(String place, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(DIGEST);
        JsonTree tree = end < 0 ? null : JsonTree.read(text);
        if (tree == null || !Sha256.of((text.substring(0, end) + "}").getBytes(StandardCharsets.UTF_8)).toString()
                .equals(tree.at("digest").text())) {
            throw new StorageException(Kind.DAMAGED, place + " is damaged: its digest does not hold" + WAY_OUT);
        }
        if (!String.valueOf(FORMAT).equals(tree.at("version").text())) {
            throw new StorageException(Kind.UNSUPPORTED_FORMAT, place + " is of format " + tree.at("version").text()
                    + ", this program knows " + FORMAT + "; use a newer one");
        }
        try {
            return new Manifest(LocalDate.parse(text(tree.at("day"))), Integer.parseInt(text(tree.at("number"))),
                    packed(tree.at("data")), packed(tree.at("index")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new StorageException(Kind.DAMAGED, place + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Packed packed(JsonTree tree) {
        return new Packed(text(tree.at("key")), number(tree, "size"), Sha256.parseHex(text(tree.at("sha256"))),
                tree.at("parts").elements().stream()
                        .map(part -> new Part(number(part, "offset"), Math.toIntExact(number(part, "length")),
                                Math.toIntExact(number(part, "rawLength")), Math.toIntExact(number(part, "lines")),
                                number(part, "crc32c"), text(part.at("first"))))
                        .toList());
    }

    private static long number(JsonTree tree, String name) {
        return Long.parseLong(text(tree.at(name)));
    }

    private static String text(JsonTree place) {
        String text = place.text();
        if (text == null) {
            throw new IllegalArgumentException("a member is missing");
        }
        return text;
    }
}
