package io.tidemark.embedded.log;

import io.tidemark.embedded.bundle.BundleEntry;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.View;
import io.tidemark.embedded.rocks.Walk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the events database knows of bundles, by their number.
final class BundleCatalog {
    private static final byte[] PREFIX = "bundle/".getBytes(StandardCharsets.US_ASCII);

    private BundleCatalog() {}

    private static byte[] key(int number) {
        return String.format(Locale.ROOT, "bundle/%010d", number).getBytes(StandardCharsets.US_ASCII);
    }

    /// What is known of the bundle of a number, or null.
    static @Nullable BundleEntry read(View view, int number) {
        byte[] bytes = view.get(EventTables.META, key(number));
        return bytes == null ? null : BundleEntry.decode(bytes);
    }

    /// All bundles that are known, by number.
    static List<BundleEntry> all(View view) {
        List<BundleEntry> all = new ArrayList<>();
        try (Walk walk = view.walk(EventTables.META)) {
            for (boolean more = walk.seek(PREFIX); more && isBundle(walk.key()); more = walk.next()) {
                all.add(BundleEntry.decode(walk.value()));
            }
        }
        return all;
    }

    private static boolean isBundle(byte[] key) {
        return key.length > PREFIX.length && Arrays.equals(key, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /// Writes down what is known of a bundle.
    static void put(Batch batch, BundleEntry entry) {
        batch.put(EventTables.META, key(entry.number()), entry.encode());
    }

    /// Forgets a bundle.
    static void delete(Batch batch, int number) {
        batch.delete(EventTables.META, key(number));
    }
}
