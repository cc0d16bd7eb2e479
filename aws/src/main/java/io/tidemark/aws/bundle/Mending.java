package io.tidemark.aws.bundle;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.bundle.BundledBody;
import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.TableBundles.Mended;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Makes anew what is lost or damaged beside the lines of bundles, from the lines: the index by key, and the manifest that publishes both. What it
/// makes is read again and compared before it counts as done. A crash meanwhile leaves what the next run mends. One use, one thread.
final class Mending {
    /// What the lines of a bundle are kept as: day, number, and the first digits of their digest.
    private static final Pattern DATA = Pattern.compile(Pattern.quote(Manifest.DATA)
            + "dt=\\d{4}-\\d\\d-\\d\\d/((\\d{4}-\\d\\d-\\d\\d)-(\\d{6,9}))-[0-9a-f]{16}"
            + Pattern.quote(Manifest.DATA_ENDING));
    /// Where the body begins; the text before it ends with the list of copies, and no text in it has a quote that is not escaped.
    private static final Pattern BODY = Pattern.compile("\\],\"(body|raw|base64)\":");

    private final BundleObjects objects;

    /// What was made anew.
    private record Made(Manifest manifest, Packing index) {}

    Mending(BundleObjects objects) {
        this.objects = objects;
    }

    /// Mends all bundles that need it, in the order of their names.
    List<Mended> run() {
        List<Mended> mended = new ArrayList<>();
        for (String key : keys()) {
            Matcher name = DATA.matcher(key);
            if (name.matches()) {
                Mended one = mend(key, name.group(1), LocalDate.parse(name.group(2)), Integer.parseInt(name.group(3)));
                if (one != null) {
                    mended.add(one);
                }
            }
        }
        return mended;
    }

    private List<String> keys() {
        try {
            return objects.client()
                    .listObjectsV2Paginator(list -> list.bucket(objects.bucket()).prefix(Manifest.DATA)).contents()
                    .stream().map(S3Object::key).sorted().toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the bundles in " + objects.bucket());
        }
    }

    private @Nullable Mended mend(String key, String id, LocalDate day, int number) {
        String manifestKey = String.valueOf(Manifest.key(id));
        byte[] bytes = objects.get(manifestKey);
        Manifest known = bytes == null ? null : decoded(manifestKey, bytes);
        if (known != null && (!known.data().key().equals(key) || isWhole(known.index()))) {
            // Lines that another draft of the bundle left behind, or nothing to mend.
            return null;
        }
        try {
            byte[] stored = lines(key);
            Made made = read(key, day, number, stored);
            publish(made, bytes != null, known);
            List<Bundles.Fault> faults = new BundleCheck(objects, made.manifest()).faults();
            if (!faults.isEmpty()) {
                throw damaged(id, "what was made of them does not hold: " + faults.getFirst().description());
            }
        } catch (StorageException e) {
            if (e.kind() == Kind.FROZEN || e.kind() == Kind.DAMAGED) {
                return new Mended(id, e.kind() == Kind.FROZEN ? Mended.State.FROZEN : Mended.State.DAMAGED,
                        String.valueOf(e.getMessage()));
            }
            throw e;
        }
        return new Mended(id, Mended.State.MENDED, bytes == null
                ? "the manifest was lost; index and manifest were made anew"
                : known == null
                        ? "the manifest was damaged; index and manifest were made anew"
                        : "the index was lost or damaged; it was made anew");
    }

    private static @Nullable Manifest decoded(String place, byte[] bytes) {
        try {
            return Manifest.decode(place, bytes);
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED) {
                throw e;
            }
            return null;
        }
    }

    private boolean isWhole(Manifest.Packed index) {
        byte[] bytes = objects.get(index.key());
        return bytes != null && Sha256.of(bytes).equals(index.sha256());
    }

    private byte[] lines(String key) {
        try {
            return objects.client().getObjectAsBytes(get -> get.bucket(objects.bucket()).key(key)).asByteArrayUnsafe();
        } catch (S3Exception e) {
            if (AwsFailures.codeOf(e).equals("InvalidObjectState")) {
                throw new StorageException(Kind.FROZEN, key
                        + " is in cold storage; thaw the bundle, or have S3 restore the object where its manifest is lost,"
                        + " then mend again", e);
            }
            throw AwsFailures.of(e, "read " + key + " in " + objects.bucket());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + key + " in " + objects.bucket());
        }
    }

    /// What the manifest of those lines has to be.
    private static Made read(String key, LocalDate day, int number, byte[] stored) {
        String id = Manifest.id(day, number);
        Sha256 digest = Sha256.of(stored);
        String name = Manifest.objectName(day, number, digest);
        if (!Manifest.dataKey(name).equals(key)) {
            throw damaged(id, "they are not what they were named by");
        }
        List<Part> parts = new ArrayList<>();
        List<IndexLine> index = new ArrayList<>();
        try {
            for (int at = 0; at < stored.length;) {
                int length = Math.toIntExact(Zstd.findFrameCompressedSize(stored, at));
                byte[] text = Zstd.decompressFrame(stored, at);
                CRC32C crc = new CRC32C();
                crc.update(stored, at, length);
                List<IndexLine> lines = read(text, parts.size());
                parts.add(new Part(at, length, text.length, lines.size(), crc.getValue(),
                        lines.getFirst().attempt().id().key().text()));
                index.addAll(lines);
                at += length;
            }
        } catch (ZstdException | IllegalArgumentException | ArithmeticException e) {
            throw damaged(id, String.valueOf(e.getMessage()), e);
        }
        Packing packed = IndexLine.pack(index);
        return new Made(new Manifest(day, number, new Manifest.Packed(key, stored.length, digest, parts),
                packed.at(Manifest.indexKey(name))), packed);
    }

    private static List<IndexLine> read(byte[] text, int frame) {
        MessageDigest sha256 = Sha256.newMessageDigest();
        List<IndexLine> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                lines.add(line(text, from, at, frame, sha256));
                from = at + 1;
            }
        }
        if (lines.isEmpty() || from != text.length) {
            throw new IllegalArgumentException("a part ends within a line");
        }
        return lines;
    }

    private static IndexLine line(byte[] text, int from, int end, int frame, MessageDigest sha256) {
        // A character a byte, so that places in the one are places in the other.
        Matcher member = BODY.matcher(new String(text, from, end - from, StandardCharsets.ISO_8859_1));
        if (!member.find()) {
            throw new IllegalArgumentException("a line has no body");
        }
        VersionedAttempt attempt = IndexLine
                .attempt(new String(text, from, member.start() + 1, StandardCharsets.UTF_8) + "}");
        BundledBody.Form form = IndexLine.form(member.group(1));
        int quote = form == BundledBody.Form.BODY ? 0 : 1;
        int at = from + member.end() + quote;
        BundledBody place = new BundledBody(form, at, end - 1 - quote - at);
        Body body = place.read(text);
        if (!body.digest(sha256).equals(attempt.digest())) {
            throw new IllegalArgumentException("the body of " + attempt.id() + " is not what was put");
        }
        return new IndexLine(attempt, frame, place, body.length());
    }

    private void publish(Made made, boolean replaced, @Nullable Manifest known) {
        Manifest manifest = made.manifest();
        made.index().put(objects, manifest.index().key());
        if (!replaced) {
            BundleDraft.publish(objects, manifest);
        } else if (!manifest.equals(known)) {
            String key = String.valueOf(Manifest.key(manifest.id()));
            try {
                objects.client().putObject(put -> put.bucket(objects.bucket()).key(key),
                        RequestBody.fromBytes(manifest.encode()));
            } catch (SdkException e) {
                throw AwsFailures.of(e, "put " + key + " into " + objects.bucket());
            }
        }
        objects.forgetAll(manifest);
    }

    private static StorageException damaged(String id, String why) {
        return damaged(id, why, null);
    }

    private static StorageException damaged(String id, String why, @Nullable Throwable cause) {
        return new StorageException(Kind.DAMAGED, "the lines of bundle " + id + " are damaged too: " + why
                + "; what can be read of them can be put again", cause);
    }
}
