package io.tidemark.core.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams cut into lines.
class InputReaderTest {
    private static final int MIB = 1024 * 1024;

    private static String text(InputReader.Line line) {
        return line.number() + ":"
                + (line.tooLong() ? "too long" : new String(line.array(), line.offset(), line.length(), UTF_8));
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        try (InputReader reader = new InputReader(in)) {
            for (InputReader.Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(text(line));
            }
            assertThat(reader.next()).isNull();
        }
        return lines;
    }

    private static List<String> lines(String text) throws IOException {
        return lines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    /// A stream that gives pieces of random length, as pipes and unpackers do.
    private static InputStream inPieces(byte[] bytes, Random random) {
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                return at == bytes.length ? -1 : bytes[at++] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (at == bytes.length) {
                    return -1;
                }
                int count = Math.min(Math.min(length, bytes.length - at),
                        1 + random.nextInt(random.nextInt(10) == 0 ? 300_000 : 50));
                System.arraycopy(bytes, at, target, offset, count);
                at += count;
                return count;
            }
        };
    }

    @Test
    void lines_end_with_lf_or_crlf_or_with_the_stream() throws IOException {
        assertThat(lines("a\nbc\r\nd")).containsExactly("1:a", "2:bc", "3:d");
        assertThat(lines("a\r\n")).containsExactly("1:a");
        assertThat(lines("a\rb\r\r\n")).containsExactly("1:a\rb\r");
        assertThat(lines("a\r")).containsExactly("1:a");
    }

    @Test
    void blank_lines_are_passed_over_and_counted() throws IOException {
        assertThat(lines("\n\r\na\n \t\r\n\n\nb\n\n")).containsExactly("3:a", "7:b");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).isEmpty();
        assertThat(lines(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void lines_come_out_as_they_went_in_however_the_stream_is_cut(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder stream = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int number = 1; number <= 2_000; number++) {
            int kind = random.nextInt(200);
            int length = kind == 0 ? MIB - 2 + random.nextInt(4)
                    : kind < 3 ? random.nextInt(400_000) : random.nextInt(400);
            if (stream.length() > 12 * MIB) {
                length = random.nextInt(20);
            }
            stream.repeat((char) ('a' + number % 26), length).append(random.nextBoolean() ? "\n" : "\r\n");
            if (length > 0) {
                expected.add(number + ":"
                        + (length > MIB ? "too long" : String.valueOf((char) ('a' + number % 26)).repeat(length)));
            }
        }
        List<String> lines = lines(inPieces(stream.toString().getBytes(UTF_8), random));
        // Not compared as a whole: a failure's message would hold megabytes.
        assertThat(lines.size()).as("seed %d", seed).isEqualTo(expected.size());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i).equals(expected.get(i))).as("seed %d, line %d", seed, i).isTrue();
        }
    }

    @Test
    void the_longest_line_has_1_mib_with_or_without_a_cr() throws IOException {
        String longest = "x".repeat(MIB);
        assertThat(lines(longest + "\n" + longest + "\r\n" + longest).stream().mapToInt(String::length))
                .containsExactly(MIB + 2, MIB + 2, MIB + 2);
        assertThat(lines(longest + "x\ny\n" + longest + "x\r\ny\n" + longest + "x"))
                .containsExactly("1:too long", "2:y", "3:too long", "4:y", "5:too long");
    }

    /// Lines around one of 100 MB that exists nowhere.
    private static InputStream around(long length) {
        byte[] piece = new byte[64 * 1024];
        Arrays.fill(piece, (byte) 'x');
        InputStream endless = new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] target, int offset, int wanted) {
                int count = (int) Math.min(Math.min(wanted, piece.length), left);
                System.arraycopy(piece, 0, target, offset, count);
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        return new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream("a\n".getBytes(UTF_8)), endless),
                new ByteArrayInputStream("\nb\n".getBytes(UTF_8)));
    }

    @Test
    void a_line_of_100_mb_is_passed_over_and_reported_by_its_number() throws IOException {
        assertThat(lines(around(100_000_000))).containsExactly("1:a", "2:too long", "3:b");
    }

    @Test
    void a_truncated_gzip_gives_every_complete_line_before_it_fails() throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("line ").append(i).append(' ').append(random.nextLong()).append('\n');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.toString().getBytes(UTF_8));
        }
        byte[] truncated = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        // What a plain copy gets out of it before it fails.
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(truncated))) {
            assertThatThrownBy(() -> in.transferTo(unpacked)).isInstanceOf(EOFException.class);
        }
        long complete = unpacked.toString(UTF_8).chars().filter(c -> c == '\n').count();
        List<String> lines = new ArrayList<>();
        try (InputReader reader = new InputReader(new GZIPInputStream(new ByteArrayInputStream(truncated)))) {
            assertThatThrownBy(() -> {
                for (InputReader.Line line = reader.next(); line != null; line = reader.next()) {
                    lines.add(text(line));
                }
            }).isInstanceOf(EOFException.class);
            assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
        }
        assertThat(lines.size()).isEqualTo((int) complete).isGreaterThan(1_000);
        assertThat(lines.getLast()).startsWith(complete + ":line " + (complete - 1) + " ");
    }

    @Test
    void what_lines_refer_to_is_never_written_again() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("line ").append(i).append(i % 5_000 == 4_999 ? "x".repeat(MIB + 7) : "").append('\n');
        }
        List<InputReader.Line> kept = new ArrayList<>();
        try (InputReader reader = new InputReader(inPieces(text.toString().getBytes(UTF_8), new Random(3)))) {
            for (InputReader.Line line = reader.next(); line != null; line = reader.next()) {
                kept.add(line);
            }
        }
        assertThat(kept).hasSize(20_000).allSatisfy(line -> assertThat(text(line)).isEqualTo(line.number() + ":"
                + (line.tooLong() ? "too long" : "line " + (line.number() - 1))));
    }

    @Test
    void a_line_is_there_as_soon_as_it_has_come() throws IOException {
        InputStream live = new InputStream() {
            private final byte[] first = "a\nb".getBytes(UTF_8);
            private boolean given;

            @Override
            public int read() {
                throw new AssertionError("reads come in pieces");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (given) {
                    throw new AssertionError("the line was there before anyone had to wait for more");
                }
                given = true;
                System.arraycopy(first, 0, target, offset, first.length);
                return first.length;
            }
        };
        try (InputReader reader = new InputReader(live)) {
            InputReader.Line line = reader.next();
            assertThat(line).isNotNull();
            assertThat(line == null ? "" : text(line)).isEqualTo("1:a");
        }
    }

    @Test
    void a_line_that_was_too_long_is_refused_by_the_parser() throws IOException {
        try (InputReader reader = new InputReader(new ByteArrayInputStream("x".repeat(MIB + 1).getBytes(UTF_8)))) {
            InputReader.Line line = reader.next();
            assertThat(line).isNotNull();
            if (line != null) {
                assertThat(BothParsers.reason(new InputLineParser().parse(line))).contains("1048576 bytes");
            }
        }
    }
}
