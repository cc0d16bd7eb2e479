package io.tidemark.app.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFileTest {
    @TempDir
    private Path folder;

    private static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void it_takes_its_place_when_it_is_published() throws IOException {
        Path path = folder.resolve("deep/er/events.ndjson");
        try (GeneratedFile file = GeneratedFile.begin(path)) {
            write(file.stream(), "lines");
            assertThat(path).doesNotExist();
            file.publish();
        }
        assertThat(path).hasContent("lines");
    }

    @Test
    void until_then_an_older_file_stays() throws IOException {
        Path path = Files.writeString(folder.resolve("events.ndjson"), "old");
        try (GeneratedFile file = GeneratedFile.begin(path)) {
            write(file.stream(), "new");
            assertThat(path).hasContent("old");
            file.publish();
        }
        assertThat(path).hasContent("new");
    }

    @Test
    void what_is_not_published_leaves_nothing() throws IOException {
        try (GeneratedFile file = GeneratedFile.begin(folder.resolve("events.ndjson"))) {
            write(file.stream(), "half");
            assertThat(names()).containsExactly(".events.ndjson.part");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void a_link_stays_and_what_it_names_is_replaced() throws IOException {
        Path real = Files.writeString(folder.resolve("real.ndjson"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.ndjson"), real);
        try (GeneratedFile file = GeneratedFile.begin(link)) {
            write(file.stream(), "new");
            file.publish();
        }
        assertThat(real).hasContent("new");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void a_name_that_says_so_is_compressed() throws IOException {
        for (String name : List.of("a.ndjson.gz", "a.ndjson.zst")) {
            try (GeneratedFile file = GeneratedFile.begin(folder.resolve(name))) {
                write(file.stream(), "lines".repeat(1000));
                file.publish();
            }
        }
        try (InputStream gzip = new GZIPInputStream(Files.newInputStream(folder.resolve("a.ndjson.gz")));
                InputStream zstd = new ZstdInputStream(Files.newInputStream(folder.resolve("a.ndjson.zst")))) {
            assertThat(gzip).hasContent("lines".repeat(1000));
            assertThat(zstd).hasContent("lines".repeat(1000));
        }
    }
}
