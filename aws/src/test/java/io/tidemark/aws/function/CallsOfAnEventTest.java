package io.tidemark.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aws.LocalServers;
import io.tidemark.aws.meter.CallMeter;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.each.Judge;
import io.tidemark.core.port.AttemptId;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// What an event costs in calls and units, by its type and by what becomes of it: as `docs/aws.md` states it, line by line.
class CallsOfAnEventTest {
    private static final Path STATED = Path.of("../docs/aws.md");

    private final CallMeter meter = new CallMeter(LocalServers.dynamoDb());
    private final FunctionsRun functions = new FunctionsRun(
            LocalServers.s3(UrlConnectionHttpClient.create(), meter),
            LocalServers.dynamoDb(UrlConnectionHttpClient.create(), meter),
            LocalServers.sqs(UrlConnectionHttpClient.create(), meter), ManualClock.atNewYear());
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void close() {
        functions.close();
    }

    private static String from(String account, String amount) {
        return "{\"EventTimeStamp\":1767225600,\"SourceAccount\":\"" + account + "\",\"Amount\":\"" + amount + "\"}";
    }

    private static String to(String account, String amount) {
        return from(account, amount).replace("SourceAccount", "TargetAccount");
    }

    private static String transfer(String source, String target, String amount) {
        return from(source, amount).replace("\"Amount\"", "\"TargetAccount\":\"" + target + "\",\"Amount\"");
    }

    /// What a batch costs for which nothing is to be done: it is not the events' own.
    private CallMeter.Count anEmptyBatch() {
        meter.take();
        functions.routeNothing();
        return meter.take();
    }

    /// Takes an event the whole way and notes what each function needed for it.
    private void line(String what, String key, String body) {
        CallMeter.Count batch = anEmptyBatch();
        AttemptId id = functions.put(key, body);
        assertThat(functions.route(List.of(id))).isZero();
        CallMeter.Count router = meter.take().minus(batch);
        boolean queued = functions.process();
        CallMeter.Count processor = meter.take();
        lines.add("| " + what + " | " + router + " | " + (queued ? processor.minus(batch) : "not called") + " |");
        assertThat(functions.process()).isFalse();
    }

    private void archived(String what, String key) {
        CallMeter.Count batch = anEmptyBatch();
        assertThat(functions.archive(EventKey.of(key))).isZero();
        lines.add("| " + what + " | " + meter.take().minus(batch) + " |");
    }

    @Test
    void each_event_needs_the_calls_and_units_that_are_stated() throws IOException {
        line("`incoming_payment` that opens an account", "incoming_payment_1.event", to("1", "500.00"));
        line("`incoming_payment`", "incoming_payment_2.event", to("1", "500.00"));
        line("`cash_deposit`", "cash_deposit_1.event", to("1", "5.00"));
        line("`verify_cash_deposit`", "verify_cash_deposit_1.event", to("1", "5.00"));
        line("`verify_cash_deposit` that comes first and waits", "verify_cash_deposit_2.event", to("1", "5.00"));
        line("`cash_deposit` that releases it", "cash_deposit_2.event", to("1", "5.00"));
        line("`cash_withdrawal`", "cash_withdrawal_1.event", from("1", "5.00"));
        line("`outgoing_payment_unverified`", "outgoing_payment_unverified_1.event", from("1", "5.00"));
        line("`outgoing_payment_rejected`, of a part", "outgoing_payment_rejected_1.event",
                "{\"EventTimeStamp\":1767225600,\"RejectedAmount\":\"2.00\"}");
        line("`outgoing_payment_verified`", "outgoing_payment_verified_1.event", "{\"EventTimeStamp\":1767225600}");
        functions.route(List.of(functions.put("incoming_payment_3.event", to("2", "5.00"))));
        assertThat(functions.process()).isTrue();
        line("`inter_account_transfer`", "inter_account_transfer_1.event", transfer("1", "2", "5.00"));
        line("refused, `INSUFFICIENT_FUNDS`", "cash_withdrawal_2.event", from("1", "5000.00"));
        line("refused, `MALFORMED_EVENT`", "cash_withdrawal_3.event", "{}");
        line("refused, `KEY_CONFLICT`", "incoming_payment_2.event", to("1", "7.00"));
        line("duplicate", "incoming_payment_2.event", to("1", "500.00"));
        archived("archiver: accepted", "incoming_payment_1.event");
        archived("archiver: rejected", "cash_withdrawal_2.event");
        batches();

        assertThat(Files.readAllLines(STATED))
                .as("what was counted, in this order, among the lines of %s:%n%s%n", STATED,
                        String.join("\n", lines))
                .containsSubsequence(lines);
    }

    /// What does not grow with the events of a batch.
    private void batches() {
        lines.add("| any function, each batch | " + anEmptyBatch() + " |");
        List<AttemptId> ten = new ArrayList<>();
        for (int i = 10; i < 20; i++) {
            ten.add(functions.put("incoming_payment_" + i + ".event", to(Integer.toString(i), "5.00")));
        }
        meter.take();
        assertThat(functions.route(ten)).isZero();
        lines.add("| router: ten `incoming_payment` of ten accounts in a batch | " + meter.take() + " |");
    }

    @Test
    void a_duplicated_delivery_writes_nothing() {
        AttemptId id = functions.put("incoming_payment_1.event", to("1", "500.00"));
        functions.route(List.of(id));
        assertThat(functions.process()).isTrue();
        meter.take();

        var book = functions.book();
        meter.take();
        new Judge(book, functions.stores().attempts()).judge(id);

        assertThat(meter.take().writeUnits()).isZero();
    }
}
