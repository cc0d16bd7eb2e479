package io.tidemark.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The contract of [SnapshotStore]: a snapshot is there as a whole, or not at all.
public abstract class SnapshotStoreContract extends PortCases {
    @Test
    void a_published_snapshot_gives_back_its_manifest_and_its_files() throws IOException {
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + i / 1000);
        }
        try (SnapshotStore.Draft draft = snapshots().begin("s1")) {
            write(draft, "accounts.ndjson.zst", large);
            write(draft, "empty", new byte[0]);
            draft.publish("{\"a\":1}\n".getBytes(UTF_8));
        }

        assertThat(snapshots().list()).containsExactly("s1");
        assertThat(snapshots().manifest("s1")).isEqualTo("{\"a\":1}\n".getBytes(UTF_8));
        assertThat(read("s1", "accounts.ndjson.zst")).isEqualTo(large);
        assertThat(read("s1", "empty")).isEmpty();
    }

    @Test
    void a_file_is_written_in_pieces() throws IOException {
        try (SnapshotStore.Draft draft = snapshots().begin("s1")) {
            try (OutputStream out = draft.create("file")) {
                out.write('a');
                out.write("..bcd..".getBytes(UTF_8), 2, 3);
                out.flush();
                out.write("e".getBytes(UTF_8));
            }
            draft.publish("m".getBytes(UTF_8));
        }

        assertThat(read("s1", "file")).isEqualTo("abcde".getBytes(UTF_8));
    }

    @Test
    void the_list_is_in_bytewise_order() {
        for (String id : new String[] {"b", "a10", "a", "B", "a-1", "a2"}) {
            publish(id, "x");
        }

        assertThat(snapshots().list()).containsExactly("B", "a", "a-1", "a10", "a2", "b");
    }

    @Test
    void a_draft_is_not_visible_before_it_is_published() throws IOException {
        try (SnapshotStore.Draft draft = snapshots().begin("s1")) {
            write(draft, "file", "x".getBytes(UTF_8));

            assertThat(snapshots().list()).isEmpty();
            assertMissing(() -> snapshots().manifest("s1"));
            assertMissing(() -> read("s1", "file"));

            draft.publish("m".getBytes(UTF_8));
            assertThat(snapshots().list()).containsExactly("s1");
        }
    }

    @Test
    void nothing_remains_of_a_draft_that_was_not_published() throws IOException {
        try (SnapshotStore.Draft draft = snapshots().begin("s1")) {
            write(draft, "left-behind", "x".getBytes(UTF_8));
        }

        assertThat(snapshots().list()).isEmpty();
        assertMissing(() -> snapshots().manifest("s1"));
        publish("s1", "second");
        assertMissing(() -> read("s1", "left-behind"));
        assertThat(snapshots().list()).containsExactly("s1");
    }

    @Test
    void closing_a_published_draft_leaves_the_snapshot_and_may_be_done_twice() throws IOException {
        SnapshotStore.Draft draft = snapshots().begin("s1");
        write(draft, "file", "x".getBytes(UTF_8));
        draft.publish("m".getBytes(UTF_8));

        draft.close();
        draft.close();

        assertThat(snapshots().list()).containsExactly("s1");
        assertThat(read("s1", "file")).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    void a_name_that_is_published_cannot_be_begun_again() throws IOException {
        publish("s1", "first");

        assertThatThrownBy(() -> snapshots().begin("s1").close()).isInstanceOf(StorageException.class)
                .hasMessageContaining("s1");

        assertThat(snapshots().manifest("s1")).isEqualTo("first".getBytes(UTF_8));
        assertThat(read("s1", "file")).isEqualTo("first".getBytes(UTF_8));
    }

    @Test
    void what_is_not_there_is_missing() {
        publish("s1", "x");

        assertMissing(() -> snapshots().manifest("s2"));
        assertMissing(() -> read("s1", "no-such-file"));
        assertMissing(() -> read("s2", "file"));
    }

    @Test
    void a_snapshot_whose_manifest_is_lost_is_listed_and_has_no_manifest() {
        publish("s1", "x");
        publish("s2", "y");
        closeAll();
        installation.loseManifest("s1");
        stores = installation.open(clock);

        assertThat(snapshots().list()).containsExactly("s1", "s2");
        assertThat(snapshots().manifest("s1")).isNull();
        assertThat(snapshots().manifest("s2")).isEqualTo("y".getBytes(UTF_8));
    }

    @Test
    void a_deleted_snapshot_is_gone_and_its_name_is_free() throws IOException {
        publish("s1", "x");
        publish("s2", "y");

        snapshots().delete("s1");

        assertThat(snapshots().list()).containsExactly("s2");
        assertMissing(() -> snapshots().manifest("s1"));
        assertMissing(() -> read("s1", "file"));
        publish("s1", "z");
        assertThat(read("s1", "file")).isEqualTo("z".getBytes(UTF_8));
    }

    @Test
    void deleting_what_is_not_there_is_no_error_and_removes_nothing() {
        publish("s1", "x");

        snapshots().delete("s2");

        assertThat(snapshots().list()).containsExactly("s1");
    }

    @Test
    void a_damaged_snapshot_can_be_deleted() {
        publish("s1", "x");
        closeAll();
        installation.loseManifest("s1");
        stores = installation.open(clock);

        assertThat(snapshots().list()).containsExactly("s1");
        snapshots().delete("s1");
        assertThat(snapshots().list()).isEmpty();
    }

    @Test
    void a_published_snapshot_survives_a_crash_and_a_draft_does_not() throws IOException {
        publish("s1", "x");
        try (SnapshotStore.Draft draft = snapshots().begin("s2")) {
            write(draft, "file", "y".getBytes(UTF_8));
            crash();
        }

        assertThat(snapshots().list()).containsExactly("s1");
        assertThat(snapshots().manifest("s1")).isEqualTo("x".getBytes(UTF_8));
        assertThat(read("s1", "file")).isEqualTo("x".getBytes(UTF_8));
        publish("s2", "z");
        assertThat(read("s2", "file")).isEqualTo("z".getBytes(UTF_8));
    }

    @Test
    void snapshots_are_there_after_opening_again() throws IOException {
        publish("s1", "x");

        reopen();

        assertThat(snapshots().list()).containsExactly("s1");
        assertThat(read("s1", "file")).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    void many_threads_write_snapshots_at_once() {
        together(6, thread -> {
            for (int i = 0; i < 5; i++) {
                publish("s" + thread + "-" + i, "of " + thread + "-" + i);
            }
            return thread;
        });

        assertThat(snapshots().list()).hasSize(30).isSorted().allSatisfy(id -> {
            byte[] expected = ("of " + id.substring(1)).getBytes(UTF_8);
            assertThat(snapshots().manifest(id)).isEqualTo(expected);
            assertThat(read(id, "file")).isEqualTo(expected);
        });
    }

    private SnapshotStore snapshots() {
        return stores.snapshots();
    }

    private void publish(String id, String content) {
        try (SnapshotStore.Draft draft = snapshots().begin(id)) {
            write(draft, "file", content.getBytes(UTF_8));
            draft.publish(content.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError("cannot write " + id, e);
        }
    }

    private static void write(SnapshotStore.Draft draft, String file, byte[] content) throws IOException {
        try (OutputStream out = draft.create(file)) {
            for (int at = 0; at < content.length; at += 100_000) {
                out.write(Arrays.copyOfRange(content, at, Math.min(content.length, at + 100_000)));
            }
        }
    }

    private byte[] read(String id, String file) throws IOException {
        try (InputStream in = snapshots().open(id, file)) {
            return in.readAllBytes();
        }
    }

    private static void assertMissing(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.MISSING));
    }
}
