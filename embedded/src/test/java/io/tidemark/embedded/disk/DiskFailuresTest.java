package io.tidemark.embedded.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A failure of the file system reaches callers as what they can do something about.
class DiskFailuresTest {
    @Test
    void each_failure_has_the_kind_that_callers_act_on() {
        assertThat(kind(new FileSystemException("a", null, "No space left on device"))).isEqualTo(Kind.FULL);
        assertThat(kind(new IOException("Disk quota exceeded"))).isEqualTo(Kind.FULL);
        assertThat(kind(new FileSystemException("a", null, "Read-only file system"))).isEqualTo(Kind.READ_ONLY);
        assertThat(kind(new AccessDeniedException("a"))).isEqualTo(Kind.READ_ONLY);
        assertThat(kind(new NoSuchFileException("a"))).isEqualTo(Kind.MISSING);
        assertThat(kind(new IOException("Input/output error"))).isEqualTo(Kind.FAILED);
        assertThat(kind(new IOException((String) null))).isEqualTo(Kind.FAILED);
        assertThat(DiskFailures.of(new ReadOnlyFileSystemException(), "write x").kind()).isEqualTo(Kind.READ_ONLY);
    }

    private static Kind kind(IOException failure) {
        return DiskFailures.of(failure, "write x").kind();
    }

    @Test
    void the_message_is_one_line_that_says_what_was_done_and_what_to_do() {
        for (IOException failure : List.of(new IOException("No space left on device\nat line 2"),
                new AccessDeniedException("a"), new IOException("odd\nthings"))) {
            StorageException mapped = DiskFailures.of(failure, "write snapshots/s1");
            assertThat(mapped).hasMessageStartingWith("cannot write snapshots/s1: ").hasCause(failure);
            assertThat(String.valueOf(mapped.getMessage()).lines()).hasSize(1);
        }
        assertThat(DiskFailures.of(new IOException("No space left on device"), "write x"))
                .hasMessageContaining("free some space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../a", "a\\b", "a b", "ä", "a\n"})
    void a_name_never_leads_out_of_its_directory(String name) {
        assertThatThrownBy(() -> Directories.checkName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordinary_names_are_taken_as_they_are() {
        assertThat(Directories.checkName("2026-01-01T00.00.00Z_7.zst")).isEqualTo("2026-01-01T00.00.00Z_7.zst");
        assertThat(Directories.checkName("x".repeat(100))).hasSize(100);
        assertThatThrownBy(() -> Directories.checkName("x".repeat(101))).isInstanceOf(IllegalArgumentException.class);
    }
}
