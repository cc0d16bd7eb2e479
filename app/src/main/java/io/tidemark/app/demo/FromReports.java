package io.tidemark.app.demo;

import io.tidemark.Tidemark;
import io.tidemark.core.bundle.BundleLine;
import io.tidemark.core.bundle.BundleLineReader;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Finds all events of a home by what anyone can see of its buckets: the inventory reports tell which single objects there are, and the
/// bundles hold the rest. No index is asked, nor the ledger. Holds all of them in memory.
final class FromReports {
    private static final int TOGETHER = 8_192;

    private final TreeMap<Long, NewAttempt> found = new TreeMap<>();
    private long single;
    private long bundled;

    /// Reads reports and bundles.
    FromReports(Tidemark tidemark) {
        tidemark.writeInventory(
                new InventoryRequest(null, InventoryRequest.DEFAULT.destination(), InventoryRequest.DEFAULT.buckets(),
                        Set.copyOf(EnumSet.of(InventoryFormat.CSV)), InventoryRequest.DEFAULT.rowsPerFile()),
                Progress.NONE);
        try (Cursor<Catalog.Item> items = tidemark.catalog().select(Catalog.Selection.ALL)) {
            for (Catalog.Item item = items.next(); item != null; item = items.next()) {
                take(tidemark, item);
            }
        }
        for (Bundles.Bundle bundle : tidemark.bundles().list()) {
            try (Cursor<byte[]> texts = tidemark.bundles().text(bundle.id())) {
                for (byte[] text = texts.next(); text != null; text = texts.next()) {
                    take(text);
                }
            }
        }
    }

    /// An object is read by its key and version, as from any bucket.
    private void take(Tidemark tidemark, Catalog.Item item) {
        Long position = item.position();
        for (LogRecord.Attempt attempt : tidemark.attempts(item.key())) {
            if (position != null && attempt.position() == position) {
                found.put(position, new NewAttempt(attempt.key(), attempt.body(), attempt.source()));
                single++;
            }
        }
    }

    private void take(byte[] text) {
        BundleLineReader lines = new BundleLineReader(text);
        for (BundleLine line = lines.next(); line != null; line = lines.next()) {
            found.put(line.position(), new NewAttempt(line.key(), line.body().read(text), line.source()));
            bundled++;
        }
    }

    /// How many single objects the reports name.
    long single() {
        return single;
    }

    /// How many attempts the bundles hold.
    long bundled() {
        return bundled;
    }

    /// How many attempts there are in all.
    long attempts() {
        return found.size();
    }

    /// Puts all of them into another home, in the order in which they arrived, and processes them.
    void into(Tidemark other) {
        List<NewAttempt> together = new ArrayList<>(TOGETHER);
        for (NewAttempt attempt : found.values()) {
            together.add(attempt);
            if (together.size() == TOGETHER) {
                other.put(List.copyOf(together));
                together.clear();
            }
        }
        other.put(List.copyOf(together));
        other.process();
    }
}
