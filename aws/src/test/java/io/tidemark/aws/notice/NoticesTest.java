package io.tidemark.aws.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.aws.notice.Notice.Created;
import io.tidemark.aws.notice.Notice.Foreign;
import io.tidemark.aws.notice.Notice.ObjectPlace;
import io.tidemark.aws.notice.Notice.Removed;
import io.tidemark.aws.notice.Notice.TestEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Envelopes: the lab's samples, word for word, and all that may come in their place.
class NoticesTest {
    private static String sample(String name) {
        try (InputStream in = NoticesTest.class.getResourceAsStream(name + ".json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The lab's SNS envelope with that message in it.
    private static String enveloped(String message) {
        return sample("sns").replace("\"Message\": \"...\"", "\"Message\": " + JsonTree.write(message));
    }

    private static String s3(String name, String object) {
        return "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"" + name
                + "\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":" + object + "}}]}";
    }

    @Test
    void the_labs_samples_are_read_through_all_their_envelopes() {
        String sqs = sample("sqs").replace("\"body\": \"...\"",
                "\"body\": " + JsonTree.write(enveloped(sample("created"))));

        assertThat(Received.records(sqs)).singleElement().satisfies(record -> {
            assertThat(record.id()).isEqualTo("36117b2c-afd6-4d73-98e1-248fbbd41cf5");
            assertThat(Notices.read(record.body())).containsExactly(new Created(
                    new ObjectPlace("lab4-new-events-qpwoeiryt", "some_file.txt", null,
                            new Sequencer("00636B4222CBA01ADB"), "2022-11-09T06:01:06.967Z")));
        });
        assertThat(Notices.read(enveloped(sample("removed")))).containsExactly(new Removed(
                new ObjectPlace("lab4-new-events-qpwoeiryt", "some_file.txt", null,
                        new Sequencer("00636B42C26391BE2F"), "2022-11-09T06:03:46.412Z"),
                false));
    }

    @Test
    void a_notification_that_sns_delivers_raw_is_read_as_well() {
        assertThat(Notices.read(sample("created"))).isEqualTo(Notices.read(enveloped(sample("created"))));
    }

    @ParameterizedTest
    @CsvSource({"LifecycleExpiration:Delete, true", "LifecycleExpiration:DeleteMarkerCreated, true",
            "ObjectRemoved:Delete, false", "ObjectRemoved:DeleteMarkerCreated, false",
            "s3:LifecycleExpiration:DeleteMarkerCreated, true"})
    void expiry_and_removal_both_tell_that_an_object_is_gone(String name, boolean lifecycle) {
        assertThat(Notices.read(s3(name, "{\"key\":\"a_1.event\",\"versionId\":\"v\"}"))).containsExactly(
                new Removed(new ObjectPlace("b", "a_1.event", "v", null, null), lifecycle));
    }

    @Test
    void keys_are_url_decoded() {
        assertThat(Notices.read(s3("ObjectCreated:Put", "{\"key\":\"a+b%2Bc%C3%A9%20_1.event\"}"))).containsExactly(
                new Created(new ObjectPlace("b", "a b+cé _1.event", null, null, null)));
    }

    @Test
    void a_message_may_tell_of_several_objects() {
        String one = s3("ObjectCreated:Put", "{\"key\":\"a_1.event\"}");
        String inner = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
        String two = "{\"Records\":[" + inner + "," + inner.replace("a_1", "a_2") + "]}";

        assertThat(Notices.read(two)).hasSize(2).allMatch(Created.class::isInstance);
    }

    @Test
    void a_test_event_says_nothing() {
        String test = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2014-10-13T15:57:02.089Z\","
                + "\"Bucket\":\"b\",\"RequestId\":\"5582815E1AEA5ADF\",\"HostId\":\"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR\"}";

        assertThat(Notices.read(test)).containsExactly(new TestEvent());
        assertThat(Notices.read(enveloped(test))).containsExactly(new TestEvent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{", "{} {}", "[]", "null", "7", "{\"Records\":[]}", "{\"Records\":[7]}",
            "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"eventName\":\"ObjectCreated:Put\"}]}",
            "{\"Type\":\"Notification\",\"Message\":\"not json\"}",
            "{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"{}\"}",
            "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{}}]}"})
    void what_is_no_notification_is_foreign(String body) {
        assertThat(Notices.read(body)).singleElement().isInstanceOf(Foreign.class);
    }

    @Test
    void a_key_that_cannot_be_decoded_and_a_kind_that_nobody_asked_for_are_foreign() {
        assertThat(Stream.of(s3("ObjectCreated:Put", "{\"key\":\"%zz\"}"), s3("ObjectTagging:Put", "{\"key\":\"a\"}"),
                s3("ObjectRestore:Completed", "{\"key\":\"a\"}")).flatMap(body -> Notices.read(body).stream()))
                .hasSize(3).allMatch(Foreign.class::isInstance);
    }

    @Test
    void what_is_handed_back_reads_as_put() {
        ObjectPlace place = new ObjectPlace("b", "a b+c_1.event", "v1", null, null);

        assertThat(Notices.read(Notices.created(List.of(place)))).containsExactly(new Created(place));
    }

    @Test
    void sequencers_are_filled_up_on_the_right() {
        Sequencer shorter = new Sequencer("0055AED6DCD90281E5");
        Sequencer longer = new Sequencer("0055AED6DCD90281E51");

        assertThat(shorter).isLessThan(longer).isLessThan(new Sequencer("0055aed6dcd90281e6"));
        assertThat(new Sequencer("9")).isGreaterThan(new Sequencer("10"));
        assertThat(new Sequencer("a0")).isEqualByComparingTo(new Sequencer("A"));
    }

    @Test
    void a_tree_is_written_in_one_line() {
        assertThat(JsonTree.write(Map.of("a", List.of(1L, true, "x\n")))).isEqualTo("{\"a\":[1,true,\"x\\n\"]}");
    }
}
