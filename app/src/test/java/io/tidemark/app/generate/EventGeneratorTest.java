package io.tidemark.app.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tidemark.core.event.EventType;
import io.tidemark.core.port.NewAttempt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventGeneratorTest {
    private static final Pattern ACCOUNT = Pattern.compile("Account\":\"(\\d{10})\"");

    private static byte[] stream(long events, int accounts, long seed) throws IOException {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(events, accounts, seed));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (generator.next()) {
            generator.writeTo(out);
        }
        return out.toByteArray();
    }

    private static List<String> lines(long events, int accounts, long seed) throws IOException {
        return new String(stream(events, accounts, seed), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void equal_options_give_equal_bytes() throws IOException {
        assertThat(stream(20_000, 400, 7)).isEqualTo(stream(20_000, 400, 7));
    }

    /// Whoever generated a stream with an earlier version gets the same one from this.
    @Test
    void the_bytes_of_a_seed_are_settled() throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(stream(50_000, 1000, 1));

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("12053521e71792b7ec1b664207865a0ed8c1356e9fc0f075a93f55e4e3a74854");
    }

    @Test
    void another_seed_gives_other_keys() throws IOException {
        Set<String> keys = new HashSet<>(keys(5_000, 100, 1));

        assertThat(keys(5_000, 100, 2)).doesNotContainAnyElementsOf(keys);
    }

    private static List<String> keys(long events, int accounts, long seed) {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(events, accounts, seed));
        List<String> keys = new ArrayList<>();
        while (generator.next()) {
            keys.add(generator.attempt().key().text());
        }
        return keys;
    }

    @Test
    void a_longer_stream_begins_with_the_shorter() throws IOException {
        assertThat(lines(6_000, 200, 3).subList(0, 2_500)).isEqualTo(lines(2_500, 200, 3));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,1000", "500,1", "3000,2", "10000,5000"})
    void it_has_as_many_lines_as_were_asked_for(long events, int accounts) throws IOException {
        assertThat(lines(events, accounts, 11)).hasSize((int) events);
    }

    @Test
    void reading_it_as_a_stream_gives_the_same_bytes() throws IOException {
        try (GeneratedInput input = new GeneratedInput(new GeneratorOptions(3_000, 60, 5))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(input.read());
            input.transferTo(bytes);

            assertThat(bytes.toByteArray()).isEqualTo(stream(3_000, 60, 5));
            assertThat(input.read()).isEqualTo(-1);
        }
    }

    @Test
    void every_line_is_an_object_with_key_and_source_and_either_body_or_raw() throws IOException {
        JsonFactory strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        EventGenerator generator = new EventGenerator(new GeneratorOptions(20_000, 300, 9));
        while (generator.next()) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            generator.writeTo(line);
            try (JsonParser parser = strict.createParser(line.toByteArray())) {
                assertThat(membersOf(parser, line.toString(StandardCharsets.UTF_8), generator.attempt()))
                        .isIn(List.of("key", "body", "source"), List.of("key", "raw", "source"));
            }
        }
    }

    /// Reads the line's members and holds them to the attempt.
    private static List<String> membersOf(JsonParser parser, String line, NewAttempt attempt) throws IOException {
        String body = new String(attempt.body().toBytes(), StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>();
        assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            names.add(parser.currentName());
            parser.nextToken();
            switch (parser.currentName()) {
                case "key" -> assertThat(parser.getText()).isEqualTo(attempt.key().text());
                case "source" -> assertThat(parser.getText()).isEqualTo(attempt.source());
                case "raw" -> assertThat(parser.getText()).isEqualTo(body);
                default -> {
                    assertThat(line).contains("\"body\":" + body + ",");
                    parser.skipChildren();
                }
            }
        }
        assertThat(parser.nextToken()).isNull();
        return names;
    }

    @Test
    void the_time_of_events_never_runs_backwards_and_spans_days() {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(30_000, 500, 4));
        long first = 0;
        long last = 0;
        while (generator.next()) {
            String body = new String(generator.attempt().body().toBytes(), StandardCharsets.UTF_8);
            boolean own = generator.expected() == Expected.ACCEPTED && body.startsWith("{\"EventTimeStamp\":");
            if (own) {
                long seconds = Long.parseLong(body.substring(18, 28));
                assertThat(seconds).isGreaterThanOrEqualTo(last);
                last = seconds;
                first = first == 0 ? seconds : first;
            }
        }
        assertThat(last - first).isGreaterThan(30 * 86_400L);
    }

    @Test
    void few_accounts_have_most_of_the_events_and_all_have_some() {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(50_000, 1000, 6));
        Map<String, Integer> events = new HashMap<>();
        while (generator.next()) {
            String body = new String(generator.attempt().body().toBytes(), StandardCharsets.UTF_8);
            Matcher account = ACCOUNT.matcher(body);
            if (generator.expected() == Expected.ACCEPTED && account.find()) {
                events.merge(account.group(1), 1, Integer::sum);
            }
        }
        List<Integer> busiestFirst = events.values().stream().sorted(Comparator.reverseOrder()).toList();

        assertThat(busiestFirst).hasSize(1000);
        int all = busiestFirst.stream().mapToInt(Integer::intValue).sum();
        assertThat(busiestFirst.subList(0, 100).stream().mapToInt(Integer::intValue).sum()).isGreaterThan(all * 4 / 10);
    }

    @Test
    void all_types_and_several_sources_occur() {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(5_000, 100, 8));
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        Set<String> sources = new HashSet<>();
        while (generator.next()) {
            NewAttempt attempt = generator.attempt();
            if (attempt.key().type() != null) {
                types.add(attempt.key().type());
            }
            sources.add(String.valueOf(attempt.source()));
        }
        assertThat(types).containsExactlyInAnyOrder(EventType.values());
        assertThat(sources).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, GeneratorOptions.MAX_EVENTS + 1})
    void a_number_of_events_out_of_range_is_refused(long events) {
        assertThatThrownBy(() -> new GeneratorOptions(events, 10, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("events");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, GeneratorOptions.MAX_ACCOUNTS + 1})
    void a_number_of_accounts_out_of_range_is_refused(int accounts) {
        assertThatThrownBy(() -> new GeneratorOptions(10, accounts, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accounts");
    }
}
