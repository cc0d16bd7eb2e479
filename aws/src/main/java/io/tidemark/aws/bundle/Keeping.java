package io.tidemark.aws.bundle;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.Thaw;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tier;

/// How the objects of bundles are kept, at hand or cold. S3 tells the class, whether a restore goes on, and until when what was restored stays; not
/// when a restore will be done. That is noted beside the manifest when it is asked for: the longest that S3 takes. Safe for use by many
/// threads.
final class Keeping {
    private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]+)\"");
    /// A restore may take longer than S3 says: it is done when S3 says so.
    private static final Duration A_LITTLE_LONGER = Duration.ofMinutes(10);
    private static final int NOT_FOUND = 404;
    private static final long DAY_SECONDS = 86_400;

    private final BundleObjects objects;
    private final InstantSource clock;

    /// How a bundle is kept.
    ///
    /// @param isThere      whether its object is there
    /// @param storageClass the class; `STANDARD` for each that is read at once
    /// @param readyAt      when it is or was thawed, or null
    /// @param until        when it is cold again, or null
    record State(boolean isThere, StorageClass storageClass, @Nullable Instant readyAt, @Nullable Instant until) {
        static final State MISSING = new State(false, StorageClass.STANDARD, null, null);

        boolean isThawing(Instant now) {
            return storageClass.isCold() && readyAt != null && now.isBefore(readyAt);
        }

        boolean isAtHand(Instant now) {
            return !storageClass.isCold() || (readyAt != null && !now.isBefore(readyAt));
        }
    }

    Keeping(BundleObjects objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    State of(Manifest bundle) {
        HeadObjectResponse head = head(bundle.data().key());
        if (head == null) {
            return State.MISSING;
        }
        StorageClass storageClass = StorageClass.STANDARD;
        for (StorageClass each : StorageClass.values()) {
            storageClass = each.name().equals(head.storageClassAsString()) ? each : storageClass;
        }
        String restore = head.restore();
        if (!storageClass.isCold() || restore == null) {
            return new State(true, storageClass, null, null);
        }
        Instant now = clock.instant();
        Map<String, Instant> noted = noted(bundle);
        Instant readyAt = noted.getOrDefault("readyAt", now);
        if (restore.contains("ongoing-request=\"true\"")) {
            readyAt = readyAt.isAfter(now) ? readyAt : now.plus(A_LITTLE_LONGER);
            return new State(true, storageClass, readyAt, noted.getOrDefault("until", readyAt));
        }
        return new State(true, storageClass, readyAt.isAfter(now) ? now : readyAt, expiry(restore));
    }

    private static @Nullable Instant expiry(String restore) {
        Matcher date = EXPIRY.matcher(restore);
        try {
            return date.find() ? Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.group(1))) : null;
        } catch (DateTimeException e) {
            throw new StorageException(Kind.FAILED, "S3 says something unknown of a restore: " + restore, e);
        }
    }

    /// Whether the index of a bundle is there.
    boolean hasIndex(Manifest bundle) {
        return head(bundle.index().key()) != null;
    }

    private @Nullable HeadObjectResponse head(String key) {
        try {
            return objects.client().headObject(head -> head.bucket(objects.bucket()).key(key));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "look for " + key + " in " + objects.bucket());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "look for " + key + " in " + objects.bucket());
        }
    }

    private StorageException failure(SdkException e, String what, Manifest bundle) {
        return AwsFailures.of(e, what + " " + bundle.data().key() + " in " + objects.bucket());
    }

    private Map<String, Instant> noted(Manifest bundle) {
        byte[] note = objects.get(bundle.thawKey());
        JsonTree tree = note == null ? null : JsonTree.read(new String(note, StandardCharsets.UTF_8));
        Map<String, Instant> noted = new TreeMap<>();
        for (String name : new String[] {"readyAt", "until"}) {
            String text = tree == null ? null : tree.at(name).text();
            if (text != null) {
                noted.put(name, Instant.parse(text));
            }
        }
        return noted;
    }

    /// Whether what is kept so can be read now.
    boolean isAtHand(State state) {
        return state.isAtHand(clock.instant());
    }

    /// Makes sure that a bundle can be read now.
    ///
    /// @throws StorageException of kind `FROZEN` when it cannot
    void requireAtHand(Manifest bundle) {
        State state = of(bundle);
        Instant now = clock.instant();
        if (!state.isAtHand(now)) {
            throw new StorageException(Kind.FROZEN, state.isThawing(now)
                    ? "bundle " + bundle.id() + " is being thawed and can be read from " + state.readyAt() + " on"
                    : "bundle " + bundle.id() + " is in cold storage (" + state.storageClass()
                            + "); run `tidemark --store aws thaw " + bundle.id() + "`");
        }
    }

    /// Puts a bundle into a class by copying it onto itself, and lets go of the version that it was.
    void freeze(Manifest bundle, StorageClass storageClass) {
        State state = of(bundle);
        objects.forget(bundle);
        if (state.storageClass() == storageClass && !state.isAtHand(clock.instant())) {
            // S3 has no way to end a restore: one that goes on comes to its end.
            return;
        }
        String key = bundle.data().key();
        try {
            HeadObjectResponse before = head(key);
            objects.client().copyObject(copy -> copy.sourceBucket(objects.bucket()).sourceKey(key)
                    .destinationBucket(objects.bucket()).destinationKey(key).storageClass(storageClass.name())
                    .metadataDirective(MetadataDirective.REPLACE));
            letGo(key, before);
        } catch (S3Exception e) {
            String code = AwsFailures.codeOf(e);
            if (code.equals("InvalidObjectState") || code.equals("ObjectNotInActiveTierError")) {
                throw new StorageException(Kind.FROZEN, "bundle " + bundle.id() + " is in " + state.storageClass()
                        + " and has to be thawed before it can be kept as " + storageClass, e);
            }
            throw failure(e, "freeze", bundle);
        } catch (SdkException e) {
            throw failure(e, "freeze", bundle);
        }
    }

    private void letGo(String key, @Nullable HeadObjectResponse before) {
        if (before == null || before.versionId() == null) {
            return;
        }
        try {
            objects.client().deleteObject(
                    delete -> delete.bucket(objects.bucket()).key(key).versionId(before.versionId()));
        } catch (S3Exception e) {
            // Refused where versions are locked: it costs what it cost before, until somebody may delete it.
            if (e.statusCode() / 100 != 4) {
                throw e;
            }
        }
    }

    /// How long a thawing of a bundle takes at most; null when it is at hand for good.
    ///
    /// @throws StorageException of kind `FAILED` when the tier is not offered
    @Nullable
    Duration delay(Manifest bundle, State state, Thaw how) {
        if (!state.storageClass().isCold()) {
            return null;
        }
        return Thaw.longest(state.storageClass(), how.tier())
                .orElseThrow(() -> new StorageException(Kind.FAILED, "bundle " + bundle.id() + " is in "
                        + state.storageClass() + ", which is not thawed " + how.tier() + "; ask for another tier"));
    }

    /// Asks S3 to restore a bundle, or to keep at hand for longer what is restored.
    ///
    /// @param delay how long that takes at most
    void thaw(Manifest bundle, State state, Thaw how, Duration delay) {
        int days = Math.toIntExact(Math.max(1, (how.keep().toSeconds() + DAY_SECONDS - 1) / DAY_SECONDS));
        boolean begun = state.readyAt() != null;
        if (!begun) {
            Instant readyAt = clock.instant().plus(delay);
            note(bundle,
                    Map.of("readyAt", readyAt.toString(), "until", readyAt.plus(Duration.ofDays(days)).toString()));
        }
        try {
            objects.client().restoreObject(restore -> restore.bucket(objects.bucket()).key(bundle.data().key())
                    .restoreRequest(request -> {
                        request.days(days);
                        // What is restored already is kept for longer; a tier is not taken there.
                        if (!begun) {
                            request.glacierJobParameters(job -> job.tier(tier(how.tier())));
                        }
                    }));
        } catch (S3Exception e) {
            if (!AwsFailures.codeOf(e).equals("RestoreAlreadyInProgress")) {
                throw failure(e, "thaw", bundle);
            }
        } catch (SdkException e) {
            throw failure(e, "thaw", bundle);
        }
    }

    private static Tier tier(Thaw.Tier tier) {
        return switch (tier) {
            case EXPEDITED -> Tier.EXPEDITED;
            case STANDARD -> Tier.STANDARD;
            case BULK -> Tier.BULK;
        };
    }

    private void note(Manifest bundle, Map<String, String> note) {
        try {
            objects.client().putObject(put -> put.bucket(objects.bucket()).key(bundle.thawKey()),
                    RequestBody.fromString(JsonTree.write(new TreeMap<>(note))));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "put " + bundle.thawKey() + " into " + objects.bucket());
        }
    }
}
