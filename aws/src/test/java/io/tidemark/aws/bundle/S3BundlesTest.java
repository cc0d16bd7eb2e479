package io.tidemark.aws.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aws.AwsBundled;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.bucket.S3AttemptStore;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.TableBundles.Mended;
import io.tidemark.core.port.Thaw;
import io.tidemark.testkit.contract.BundledInstallation.Read;
import io.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Single objects are let go only when a bundle holds what they hold, and nothing is lost whatever comes between.
class S3BundlesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final List<EventKey> KEYS = List.of(EventKey.of("cash_withdrawal_w.event"),
            EventKey.of("incoming_payment_a.event"), EventKey.of("incoming_payment_b.event"));

    private final ManualClock clock = ManualClock.atNewYear();
    private final AwsBundled aws = new AwsBundled();
    private final Map<EventKey, List<Read>> before = new LinkedHashMap<>();
    private final List<ListedAttempt> listedBefore = new ArrayList<>();

    /// The process dies before one of its calls that change something, and nothing that it would do afterwards is done either.
    private static final class Killed implements ExecutionInterceptor {
        private static final Set<String> CHANGES = Set.of("PutObject", "DeleteObject");
        private final AtomicInteger left;

        Killed(int calls) {
            left = new AtomicInteger(calls);
        }

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (CHANGES.contains(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                    ? left.getAndDecrement() <= 0
                    : left.get() < 0) {
                throw new IllegalStateException("the process was killed by the test");
            }
        }
    }

    @BeforeEach
    void putAndSettle() {
        aws.open(clock);
        aws.put(List.of(attempt(KEYS.get(1), "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"1.00\"}"),
                attempt(KEYS.get(2), "{\"EventTimeStamp\":1,\"TargetAccount\":\"B\",\"Amount\":\"1.00\"}"),
                attempt(KEYS.get(0), "{\"EventTimeStamp\":1,\"SourceAccount\":\"A\",\"Amount\":\"5.00\"}")));
        clock.advance(Duration.ofDays(1));
        aws.settle();
        KEYS.forEach(key -> before.put(key, aws.attempts(key)));
        listedBefore.addAll(listed());
        assertThat(listedBefore).hasSize(3);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static NewAttempt attempt(EventKey key, String body) {
        return new NewAttempt(key, Body.of(body.getBytes(UTF_8)), "branch – 7");
    }

    private List<ListedAttempt> listed() {
        List<ListedAttempt> all = new ArrayList<>();
        for (Bucket bucket : List.of(Bucket.ARCHIVE, Bucket.REJECTED)) {
            try (Cursor<ListedAttempt> copies = aws.attempts().list(bucket, "")) {
                for (ListedAttempt one = copies.next(); one != null; one = copies.next()) {
                    all.add(one);
                }
            }
        }
        return all;
    }

    private long singles() {
        return (long) LocalServers.s3().listObjectVersions(list -> list.bucket(aws.parts().buckets().archive())
                .prefix("incoming_")).versions().size()
                + LocalServers.s3().listObjectVersions(list -> list.bucket(aws.parts().buckets().rejected())).versions()
                        .size();
    }

    private void assertAllIsThereOnce() {
        assertThat(listed()).isEqualTo(listedBefore);
        KEYS.forEach(key -> assertThat(aws.attempts(key)).isEqualTo(before.get(key)));
    }

    private Bundles.Packed pack() {
        return aws.pack(DAY.plusDays(1));
    }

    @Test
    void a_kill_at_any_call_loses_nothing_and_the_next_run_goes_on() {
        int calls = 0;
        for (boolean done = false; !done; calls++) {
            try {
                aws.bundles(new Killed(calls)).pack(aws.book(), DAY.plusDays(1), _ -> {}, () -> false);
                done = true;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("killed");
            }
            assertAllIsThereOnce();
        }

        assertThat(calls).as("killed before each of its calls").isGreaterThan(4);
        assertThat(singles()).isZero();
        List<Bundles.Bundle> bundles = aws.open(clock).list();
        assertThat(bundles).extracting(Bundles.Bundle::id).containsExactly("2026-01-01-000001");
        assertThat(bundles.getFirst().attempts()).isEqualTo(3);
        assertThat(aws.bundles().verify("2026-01-01-000001")).isEmpty();
    }

    @Test
    void what_cannot_be_let_go_of_stands_beside_its_bundle_until_it_can() {
        aws.glacier().lock(true);

        Bundles.Packed packed = pack();

        assertThat(packed.attempts()).isEqualTo(3);
        assertThat(packed.standing()).isEqualTo(3);
        assertThat(packed.refusal()).contains("object lock");
        assertAllIsThereOnce();
        assertThat(pack().standing()).isEqualTo(3);
        aws.glacier().lock(false);
        Bundles.Packed again = pack();
        assertThat(again.attempts()).isZero();
        assertThat(again.standing()).isZero();
        assertThat(singles()).isZero();
        assertThat(aws.open(clock).list()).hasSize(1);
        assertAllIsThereOnce();
    }

    @Test
    void single_objects_stay_where_their_bundle_is_damaged() {
        aws.glacier().lock(true);
        String bundle = pack().made().getFirst().id();
        aws.glacier().lock(false);
        aws.damageBundle(bundle);

        aws.open(clock);
        assertThatThrownBy(this::pack).isInstanceOf(StorageException.class).hasMessageContaining(bundle);

        assertThat(singles()).isEqualTo(3);
        assertAllIsThereOnce();
    }

    @Test
    void what_a_bundle_has_a_copy_of_is_not_kept_again() {
        pack();
        AttemptStore attempts = aws.attempts();
        StoredAttempt accepted = Objects.requireNonNull(attempts.read(listedBefore.get(0)));
        StoredAttempt refused = Objects.requireNonNull(attempts.read(listedBefore.get(2)));

        attempts.keep(accepted, Bucket.ARCHIVE);
        attempts.keep(refused, Bucket.REJECTED);

        assertThat(singles()).isZero();
        assertThat(attempts.kept(refused.id().key(), Bucket.REJECTED)).isEqualTo(refused.id());
        assertThat(attempts.kept(refused.id().key(), Bucket.ARCHIVE)).isNull();
        assertThat(attempts.read(refused.id())).isEqualTo(refused);
        attempts.keep(accepted, Bucket.REJECTED);
        assertThat(attempts.kept(accepted.id().key(), Bucket.REJECTED)).isEqualTo(accepted.id());
        assertThat(singles()).as("another bucket is another copy").isEqualTo(1);
    }

    @Test
    void many_attempts_go_into_several_bundles_of_a_day_and_each_is_found() {
        Bundles.Packed packed = pack(small());

        assertThat(packed.made()).extracting(Bundles.Bundle::id).containsExactly("2026-01-01-000001",
                "2026-01-01-000002");
        assertAllIsThereOnce();
    }

    private List<String> objects(String ending) {
        return LocalServers.s3().listObjectsV2(list -> list.bucket(aws.parts().buckets().archive())).contents().stream()
                .map(S3Object::key).filter(key -> key.endsWith(ending)).toList();
    }

    private void remove(String key) {
        LocalServers.s3().deleteObject(delete -> delete.bucket(aws.parts().buckets().archive()).key(key));
    }

    private void overwrite(String key, byte[] bytes) {
        LocalServers.s3().putObject(put -> put.bucket(aws.parts().buckets().archive()).key(key),
                RequestBody.fromBytes(bytes));
    }

    private byte[] bytes(String key) {
        return LocalServers.s3().getObjectAsBytes(get -> get.bucket(aws.parts().buckets().archive()).key(key))
                .asByteArray();
    }

    @Test
    void what_is_lost_or_damaged_beside_the_lines_is_made_anew_as_it_was() {
        String bundle = pack().made().getFirst().id();
        String index = objects(".index.ndjson.zst").getFirst();
        String manifest = objects(".manifest.json").getFirst();
        byte[] indexBytes = bytes(index);
        byte[] manifestBytes = bytes(manifest);
        List<Runnable> losses = List.of(() -> remove(index), () -> remove(manifest), () -> {
            remove(index);
            remove(manifest);
        }, () -> overwrite(index, Arrays.copyOf(indexBytes, indexBytes.length - 1)),
                () -> overwrite(manifest, "{\"format\":\"tidemark-bundle\"}".getBytes(UTF_8)));
        for (Runnable loss : losses) {
            loss.run();
            aws.open(clock);

            assertThat(aws.tables().mend()).singleElement().satisfies(mended -> {
                assertThat(mended.bundle()).isEqualTo(bundle);
                assertThat(mended.state()).isEqualTo(Mended.State.MENDED);
            });

            assertThat(bytes(index)).isEqualTo(indexBytes);
            assertThat(bytes(manifest)).isEqualTo(manifestBytes);
            assertAllIsThereOnce();
            assertThat(aws.tables().mend()).isEmpty();
        }
    }

    @Test
    void where_the_lines_are_damaged_too_nothing_is_made_anew() {
        String bundle = pack().made().getFirst().id();
        String index = objects(".index.ndjson.zst").getFirst();
        remove(index);
        aws.damageBundle(bundle);
        aws.open(clock);

        assertThat(aws.tables().mend()).singleElement().satisfies(
                mended -> assertThat(mended.state()).isEqualTo(Mended.State.DAMAGED));

        assertThat(objects(".index.ndjson.zst")).isEmpty();
    }

    @Test
    void what_is_in_cold_storage_is_mended_after_it_was_thawed() {
        String bundle = pack().made().getFirst().id();
        aws.bundles().freeze(List.of(bundle), StorageClass.GLACIER);
        remove(objects(".index.ndjson.zst").getFirst());
        aws.open(clock);

        assertThat(aws.tables().mend()).singleElement().satisfies(
                mended -> assertThat(mended.state()).isEqualTo(Mended.State.FROZEN));

        aws.bundles().thaw(List.of(bundle), new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(1), null));
        clock.advance(Duration.ofHours(12));
        assertThat(aws.tables().mend()).singleElement().satisfies(
                mended -> assertThat(mended.state()).isEqualTo(Mended.State.MENDED));
        assertAllIsThereOnce();
    }

    @Test
    void lines_that_a_killed_run_left_behind_are_of_no_bundle_once_another_run_has_made_it() {
        pack();
        String data = objects(".ndjson.zst").stream().filter(key -> key.startsWith("bundles/")).findFirst()
                .orElseThrow();
        overwrite(data.replaceAll("-[0-9a-f]{16}", "-0123456789abcdef"), "left behind".getBytes(UTF_8));

        assertThat(aws.tables().mend()).isEmpty();
    }

    /// One run meets another at one of its calls that change something: there the other runs from its beginning to its end.
    private static final class Meeting implements ExecutionInterceptor {
        private final AtomicInteger left;
        private final Runnable other;

        Meeting(int calls, Runnable other) {
            left = new AtomicInteger(calls);
            this.other = other;
        }

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (Killed.CHANGES.contains(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                    && left.getAndDecrement() == 0) {
                other.run();
            }
        }
    }

    private S3Bundles small(ExecutionInterceptor... listeners) {
        S3Client client = LocalServers.s3At(aws.glacier().endpoint(), listeners);
        return new S3Bundles(client, aws.parts().buckets(), new S3AttemptStore(client, aws.parts().buckets()), clock,
                new Packer.Limits(100, 100));
    }

    private Bundles.Packed pack(S3Bundles bundles) {
        return bundles.pack(aws.book(), DAY.plusDays(1), _ -> {}, () -> false);
    }

    /// @param call  before which of its calls the one run meets the other
    /// @param alike whether the other makes the same bundles; otherwise it makes one of all
    @ParameterizedTest
    @CsvSource({"0,true", "2,false", "2,true", "3,false", "4,true", "7,true"})
    void two_runs_at_once_put_each_attempt_into_one_bundle_wherever_they_meet(int call, boolean alike) {
        boolean met = false;
        try {
            pack(small(new Meeting(call, () -> pack(alike ? small() : aws.bundles()))));
        } catch (PackedElsewhere e) {
            assertThat(e).hasMessageContaining("nothing is lost");
            met = true;
        }

        assertThat(met).as("the later one is told").isEqualTo(!alike && call < 3);
        assertAllIsThereOnce();
        assertThat(pack(small()).attempts()).as("nothing is left to pack").isZero();
        assertAllIsThereOnce();
        assertThat(singles()).isZero();
        assertThat(aws.open(clock).list().stream().mapToLong(Bundles.Bundle::attempts).sum()).isEqualTo(3);
    }

    @Test
    void a_run_that_is_stopped_at_any_border_loses_nothing_and_the_next_goes_on() {
        int asked = 0;
        for (boolean done = false; !done; asked++) {
            AtomicInteger left = new AtomicInteger(asked);
            done = aws.bundles().pack(aws.book(), DAY.plusDays(1), _ -> {}, () -> left.getAndDecrement() <= 0)
                    .completed();
            assertAllIsThereOnce();
        }

        assertThat(asked).as("stopped at each border").isGreaterThan(5);
        assertThat(singles()).isZero();
        assertThat(aws.open(clock).list()).hasSize(1);
    }

    /// No more is looked at after so many batches.
    private static Until after(int batches) {
        AtomicInteger left = new AtomicInteger(batches);
        return new Until() {
            @Override
            public boolean enough() {
                return left.getAndDecrement() <= 0;
            }

            @Override
            public boolean now() {
                return false;
            }
        };
    }

    @Test
    void what_was_looked_at_goes_into_a_bundle_when_time_is_nearly_up() {
        S3Bundles.Run first = aws.bundles().pack(aws.book(), DAY.plusDays(1), _ -> {}, after(1));

        assertThat(first.packed().completed()).isFalse();
        assertThat(first.packed().attempts()).as("what is in the archive").isEqualTo(2);
        assertThat(first.letGo()).isEqualTo(2);
        assertThat(singles()).isEqualTo(1);
        assertAllIsThereOnce();
        S3Bundles.Run second = aws.bundles().pack(aws.book(), DAY.plusDays(1), _ -> {}, after(2));
        assertThat(second.packed().completed()).isTrue();
        assertThat(second.packed().attempts()).isEqualTo(1);
        assertThat(singles()).isZero();
        assertAllIsThereOnce();
    }
}
