package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.Decoded;
import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.JacksonEventDecoder;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.testkit.generate.EdgeBodies;
import io.tidemark.testkit.generate.EdgeBody;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.model.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodyReadersAgreementTest {
    private final EventDecoder first = new JacksonEventDecoder();
    private final StrictBodyReader second = new StrictBodyReader();

    @ParameterizedTest
    @EnumSource
    void both_readers_say_the_same_of_every_edge(EventType type) {
        for (EdgeBody edge : EdgeBodies.of(type.label())) {
            agree(edge.name(), attempt(1, type.label() + "_1.event", edge.bytes()));
        }
    }

    @Test
    void a_body_is_read_the_same_alone_and_in_a_stream_with_any_others() {
        List<LogRecord> records = new ArrayList<>();
        Map<Long, ReadBody> alone = new HashMap<>();
        for (EventType type : EventType.values()) {
            for (EdgeBody edge : EdgeBodies.of(type.label())) {
                LogRecord.Attempt attempt = attempt(records.size() + 1, type.label() + "_1.event", edge.bytes());
                records.add(attempt);
                alone.put(attempt.position(), second.readAlone(type, attempt.body()));
            }
        }
        for (int seed = 1; seed <= 10; seed++) {
            Collections.shuffle(records, new Random(seed));
            ReadBatch batch = second.read(records);
            for (int i = 0; i < records.size(); i++) {
                LogRecord.Attempt attempt = (LogRecord.Attempt) records.get(i);
                assertThat(batch.body(i)).as("seed %s, %s", seed, text(attempt))
                        .isEqualTo(alone.get(attempt.position()));
                assertThat(Sha256.copyOf(batch.digests, i * Sha256.LENGTH))
                        .isEqualTo(Sha256.of(attempt.body().toBytes()));
            }
        }
    }

    @Test
    void a_value_that_runs_on_into_the_next_body_is_none() {
        List<LogRecord> records = new ArrayList<>();
        for (String body : List.of("{\"EventTimeStamp\": 1", ", \"Amount\": \"1.00\"}", "{\"EventTimeStamp\": 1}",
                "{\"EventTimeStamp\": 1} {\"EventTimeStamp\": 2}", "{\"EventTimeStamp\": 1}  \n", "  ", "",
                "{\"EventTimeStamp\": 1}x", "{\"EventTimeStamp\": 1}")) {
            records.add(attempt(records.size() + 1, "outgoing_payment_verified_1.event",
                    body.getBytes(StandardCharsets.UTF_8)));
        }

        ReadBatch batch = second.read(records);

        List<Boolean> refused = new ArrayList<>();
        for (int i = 0; i < batch.size; i++) {
            refused.add(batch.body(i).refusal() == RejectionCode.MALFORMED_EVENT);
        }
        assertThat(refused).containsExactly(true, true, false, true, false, true, true, true, false);
    }

    @ForEachSeed
    void both_readers_say_the_same_of_whatever_arrives(long seed) {
        Property.holds(seed, arrivals -> {
            List<LogRecord> records = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                if (arrival instanceof Arrival.Put put) {
                    records.add(attempt(records.size() + 1, put.key(), put.bytes()));
                }
            }
            ReadBatch batch = second.read(records);
            for (int i = 0; i < records.size(); i++) {
                LogRecord.Attempt attempt = (LogRecord.Attempt) records.get(i);
                assertThat(batch.body(i)).isEqualTo(asRead(attempt));
            }
        });
    }

    @ForEachSeed
    void the_type_of_a_key_is_read_the_same(long seed) {
        Property.holds(seed, arrivals -> {
            for (Arrival arrival : arrivals) {
                if (arrival instanceof Arrival.Put put) {
                    EventKey key = EventKey.of(put.key());
                    assertThat(KeyName.typeOf(put.key())).isEqualTo(key.type());
                    EventKey original = key.original();
                    if (key.type() != null) {
                        assertThat(KeyName.originalOf(put.key(), key.type()))
                                .isEqualTo(original == null ? null : original.text());
                    }
                }
            }
        });
    }

    private void agree(String what, LogRecord.Attempt attempt) {
        assertThat(second.readAlone(attempt.key().type(), attempt.body())).as(what).isEqualTo(asRead(attempt));
        assertThat(second.read(List.of(attempt)).body(0)).as("%s, in a stream", what).isEqualTo(asRead(attempt));
    }

    /// What the first reader says, in the second one's words.
    private ReadBody asRead(LogRecord.Attempt attempt) {
        EventType type = attempt.key().type();
        if (type == null) {
            return ReadBody.refused(null, RejectionCode.UNKNOWN_EVENT_TYPE);
        }
        Body body = attempt.body();
        Decoded decoded = first.decode(type, body.array(), body.offset(), body.length());
        return switch (decoded) {
            case Rejection rejection -> ReadBody.refused(type, rejection.code());
            case Event.CashDeposit e -> read(type, e, e.account(), e.customer(), e.cents());
            case Event.VerifyCashDeposit e -> read(type, e, e.account(), null, e.cents());
            case Event.CashWithdrawal e -> read(type, e, e.account(), null, e.cents());
            case Event.IncomingPayment e -> read(type, e, e.account(), e.customer(), e.cents());
            case Event.OutgoingPaymentUnverified e -> read(type, e, e.account(), null, e.cents());
            case Event.OutgoingPaymentVerified e -> read(type, e, null, null, 0);
            case Event.OutgoingPaymentRejected e -> read(type, e, null, null, e.cents());
            case Event.InterAccountTransfer e -> read(type, e, e.source(), e.target(), e.cents());
        };
    }

    private static ReadBody read(EventType type, Event event, @Nullable String account, @Nullable String other,
            long cents) {
        return new ReadBody(type, null, event.epochSecond(), account, other, cents);
    }

    private static LogRecord.Attempt attempt(long position, String key, byte[] body) {
        return new LogRecord.Attempt(position, position, EventKey.of(key), 1, null, Body.of(body));
    }

    private static String text(LogRecord.Attempt attempt) {
        String body = new String(attempt.body().toBytes(), StandardCharsets.UTF_8);
        return attempt.key() + " " + body.substring(0, Math.min(200, body.length()));
    }
}
