package io.tidemark.aws.bundle;

import io.tidemark.core.bundle.BundleLines;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a bundle again and compares it with what its index says, line by line. One use, one thread.
final class BundleCheck {
    private final BundleObjects objects;
    private final Manifest bundle;

    BundleCheck(BundleObjects objects, Manifest bundle) {
        this.objects = objects;
        this.bundle = bundle;
    }

    /// What is wrong; nothing when all is well.
    ///
    /// @throws StorageException of kind `FROZEN` when the bundle is not at hand
    List<Bundles.Fault> faults() {
        List<Bundles.Fault> faults = new ArrayList<>();
        Map<Integer, List<Placed>> frames;
        try {
            frames = byFrame();
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED) {
                throw e;
            }
            return List.of(fault(String.valueOf(e.getMessage()), List.of()));
        }
        objects.forget(bundle);
        frames.forEach((frame, placed) -> {
            String wrong = wrong(frame, placed);
            // A bundle that is missing is told of once.
            if (wrong != null && !faults.isEmpty() && faults.getLast().description().equals(wrong)) {
                List<Bundles.Held> held = new ArrayList<>(faults.removeLast().held());
                held.addAll(placed.stream().map(Placed::held).toList());
                faults.add(fault(wrong, held));
            } else if (wrong != null) {
                faults.add(fault(wrong, placed.stream().map(Placed::held).toList()));
            }
        });
        return faults;
    }

    private Bundles.Fault fault(String wrong, List<Bundles.Held> held) {
        return new Bundles.Fault(bundle.id(), 0, 0, wrong, held);
    }

    private Map<Integer, List<Placed>> byFrame() {
        Map<Integer, List<Placed>> frames = new TreeMap<>();
        try (IndexCursor index = new IndexCursor(objects, bundle, "")) {
            for (Placed one = index.next(); one != null; one = index.next()) {
                frames.computeIfAbsent(one.line().frame(), _ -> new ArrayList<>()).add(one);
            }
        }
        frames.values().forEach(placed -> placed.sort(Comparator.comparingInt(one -> one.line().body().offset())));
        return frames;
    }

    /// What is wrong with a frame, or null when it says what its index says, and nothing else.
    private @Nullable String wrong(int frame, List<Placed> placed) {
        try {
            byte[] lines = objects.frame(bundle, frame);
            MessageDigest sha256 = Sha256.newMessageDigest();
            BundleLines written = new BundleLines();
            for (Placed one : placed) {
                Body body = one.body(lines);
                if (!body.digest(sha256).equals(one.line().attempt().digest())) {
                    return "the body of " + one.line().attempt().id() + " is not what was put";
                }
                written.add(one.line().attempt(), body);
            }
            return Arrays.equals(written.toBytes(), lines) ? null
                    : "part " + frame + " of it does not say what its index says";
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED) {
                throw e;
            }
            return e.getMessage();
        }
    }
}
