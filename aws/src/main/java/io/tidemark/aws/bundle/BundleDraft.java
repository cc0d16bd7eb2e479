package io.tidemark.aws.bundle;

import com.github.luben.zstd.ZstdCompressCtx;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.bundle.BundleLines;
import io.tidemark.core.bundle.BundledBody;
import io.tidemark.core.bundle.FrameSize;
import io.tidemark.core.bundle.VersionedAttempt;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes one bundle, in memory, and publishes it. One use, one thread.
final class BundleDraft {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final BundleObjects objects;
    private final LocalDate day;
    private final int number;

    /// What goes into a bundle.
    ///
    /// @param attempt what its line says
    /// @param body    its bytes
    record Line(VersionedAttempt attempt, Body body) {}

    BundleDraft(BundleObjects objects, LocalDate day, int number) {
        this.objects = objects;
        this.day = day;
        this.number = number;
    }

    /// Publishes the bundle of those attempts.
    ///
    /// @throws PackedElsewhere when another has published one of this name: nothing is published then
    Manifest publish(List<Line> lines) {
        List<Line> inOrder = new ArrayList<>(lines);
        inOrder.sort(Comparator.comparingLong((Line line) -> line.attempt().arrivalMicros())
                .thenComparing(line -> line.attempt().id().key()).thenComparing(line -> line.attempt().id().version()));
        Packing data = new Packing();
        List<IndexLine> index = new ArrayList<>(lines.size());
        BundleLines text = new BundleLines();
        String first = "";
        for (Line line : inOrder) {
            first = text.count() == 0 ? line.attempt().id().key().text() : first;
            BundledBody place = text.add(line.attempt(), line.body());
            index.add(new IndexLine(line.attempt(), data.count(), place, line.body().length()));
            if (text.size() >= FrameSize.after(data.textBytes())) {
                data.add(text.toBytes(), text.count(), first);
                text.clear();
            }
        }
        data.add(text.toBytes(), text.count(), first);
        data.close();
        String name = Manifest.objectName(day, number, data.digest());
        // Named by what they hold: drafts of the same bundle by others do not meet in them.
        return publish(objects, new Manifest(day, number, data.put(objects, Manifest.dataKey(name)),
                IndexLine.pack(index).put(objects, Manifest.indexKey(name))));
    }

    /// Publishes what is there already.
    ///
    /// @throws PackedElsewhere when another has published one of this name
    static Manifest publish(BundleObjects objects, Manifest manifest) {
        String key = String.valueOf(Manifest.key(manifest.id()));
        byte[] bytes = manifest.encode();
        try {
            objects.client().putObject(put -> put.bucket(objects.bucket()).key(key).ifNoneMatch("*"),
                    RequestBody.fromBytes(bytes));
        } catch (S3Exception e) {
            boolean conflict = e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT;
            // A put that was carried out and timed out meets itself when it is tried again.
            if (!conflict || !Arrays.equals(bytes, objects.get(key))) {
                throw conflict ? new PackedElsewhere(manifest.id(), e)
                        : AwsFailures.of(e, "publish bundle " + manifest.id());
            }
        } catch (SdkException e) {
            throw AwsFailures.of(e, "publish bundle " + manifest.id());
        }
        return manifest;
    }
}
