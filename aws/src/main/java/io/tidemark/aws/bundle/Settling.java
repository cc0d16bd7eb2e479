package io.tidemark.aws.bundle;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Lets go of single objects that a bundle stands for. The bundle is read again as S3 holds it now, and compared copy by copy with what the
/// single objects hold; when one is other, none is let go. For one thread.
final class Settling {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int BATCH = 512;

    private final BundleObjects objects;
    private final AttemptStore singles;
    private final LettingGo lettingGo;
    private final Set<Manifest> readAgain = new HashSet<>();
    private final Set<Manifest> refused = new HashSet<>();
    private long standing;
    private long gone;
    private boolean stopped;
    private @Nullable String refusal;

    /// Deletes one version of one object.
    @FunctionalInterface
    interface LettingGo {
        /// Deletes the version that a listing told of.
        ///
        /// @throws SdkException when it is refused, or fails
        void delete(ListedAttempt copy);
    }

    /// A single object and where the bundle has it.
    record Pair(ListedAttempt copy, Placed placed) {}

    Settling(BundleObjects objects, AttemptStore singles, LettingGo lettingGo) {
        this.objects = objects;
        this.singles = singles;
        this.lettingGo = lettingGo;
    }

    /// How many single objects it has let go of.
    long gone() {
        return gone;
    }

    /// Whether it was stopped, so that some were not even asked for.
    boolean stopped() {
        return stopped;
    }

    /// How many single objects storage did not let go of.
    long standing() {
        return standing;
    }

    /// What it said to that, or null when there are none.
    @Nullable
    String refusal() {
        return refusal;
    }

    /// Lets go of single objects that are in a bundle.
    ///
    /// @param stop asked before each batch that is compared or let go of; when true, the others stay as they are
    /// @throws StorageException of kind `DAMAGED` when the bundle does not hold what they hold: nothing of it was let go
    void settle(Manifest bundle, List<Pair> pairs, BooleanSupplier stop) {
        if (refused.contains(bundle)) {
            standing += pairs.size();
            return;
        }
        if (readAgain.add(bundle)) {
            objects.forget(bundle);
        }
        List<ListedAttempt> same;
        try {
            same = compare(bundle, pairs, stop);
        } catch (StorageException e) {
            if (e.kind() != Kind.FROZEN) {
                throw e;
            }
            stand(bundle, pairs.size(), String.valueOf(e.getMessage()));
            return;
        }
        letGo(bundle, same, stop);
    }

    /// The copies that are still there and the same, all of them, or none when it was stopped; frame by frame, so that each is read once.
    private List<ListedAttempt> compare(Manifest bundle, List<Pair> pairs, BooleanSupplier stop) {
        TreeMap<Integer, List<Pair>> byFrame = new TreeMap<>();
        pairs.forEach(pair -> byFrame.computeIfAbsent(pair.placed().line().frame(), _ -> new ArrayList<>()).add(pair));
        List<ListedAttempt> same = new ArrayList<>();
        for (Map.Entry<Integer, List<Pair>> frame : byFrame.entrySet()) {
            byte[] lines = objects.frame(bundle, frame.getKey());
            List<Pair> some = frame.getValue();
            for (int from = 0; from < some.size(); from += BATCH) {
                if (isStopped(stop)) {
                    return List.of();
                }
                List<Pair> batch = some.subList(from, Math.min(some.size(), from + BATCH));
                List<Boolean> there = Together.map(batch, pair -> isThere(pair, lines));
                for (int i = 0; i < batch.size(); i++) {
                    if (there.get(i)) {
                        same.add(batch.get(i).copy());
                    }
                }
            }
        }
        return same;
    }

    private boolean isStopped(BooleanSupplier stop) {
        boolean now = stop.getAsBoolean();
        stopped |= now;
        return now;
    }

    private boolean isThere(Pair pair, byte[] lines) {
        StoredAttempt single = singles.read(pair.copy());
        if (single == null) {
            return false;
        }
        StoredAttempt bundled = pair.placed().attempt(objects);
        if (!single.id().equals(bundled.id()) || single.arrivalMicros() != bundled.arrivalMicros()
                || !String.valueOf(single.source()).equals(String.valueOf(bundled.source()))
                || !single.body().equals(pair.placed().body(lines))) {
            throw new StorageException(Kind.DAMAGED, "bundle " + pair.placed().bundle().id() + " does not hold "
                    + single.id() + " as the single object does; all single objects were left where they are");
        }
        return true;
    }

    private void letGo(Manifest bundle, List<ListedAttempt> copies, BooleanSupplier stop) {
        for (int from = 0; from < copies.size();) {
            if (isStopped(stop)) {
                return;
            }
            // The first by itself: where one is refused, the others of the day are too.
            int to = Math.min(copies.size(), from == 0 ? 1 : from + BATCH);
            List<String> said = Together.map(copies.subList(from, to), this::letGo).stream()
                    .filter(one -> !one.isEmpty()).toList();
            gone += to - from - said.size();
            if (!said.isEmpty()) {
                stand(bundle, said.size() + copies.size() - to, said.getFirst());
                return;
            }
            from = to;
        }
    }

    private void stand(Manifest bundle, long copies, String said) {
        refused.add(bundle);
        standing += copies;
        refusal = refusal == null ? said : refusal;
    }

    /// Nothing, or what S3 said when it refused.
    private String letGo(ListedAttempt copy) {
        try {
            lettingGo.delete(copy);
            return "";
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                // Another run was quicker: gone is gone.
                return "";
            }
            if (e.statusCode() == FORBIDDEN) {
                String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
                return message == null ? "access denied" : message;
            }
            throw AwsFailures.of(e, "let go of " + copy.key() + " in " + copy.bucket());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "let go of " + copy.key() + " in " + copy.bucket());
        }
    }
}
