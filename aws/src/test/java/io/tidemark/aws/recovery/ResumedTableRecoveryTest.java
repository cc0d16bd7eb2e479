package io.tidemark.aws.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aws.LocalServers;
import io.tidemark.aws.table.TableNames;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.testkit.model.Arrival;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What a killed recovery of tables has written is not written again.
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
class ResumedTableRecoveryTest {
    private static final List<Arrival> ARRIVALS = List.of(
            Arrival.put("incoming_payment_1.event",
                    "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"10.00\"}"),
            Arrival.put("incoming_payment_2.event",
                    "{\"EventTimeStamp\":2,\"TargetAccount\":\"B\",\"Amount\":\"20.00\"}"),
            Arrival.put("cash_withdrawal_1.event",
                    "{\"EventTimeStamp\":3,\"SourceAccount\":\"A\",\"Amount\":\"4.00\"}"),
            Arrival.put("cash_withdrawal_2.event",
                    "{\"EventTimeStamp\":4,\"SourceAccount\":\"A\",\"Amount\":\"40.00\"}"));

    @TempDir
    Path folder;
    private RecoverableAws aws;
    private String before = "";

    @BeforeEach
    void loseTheAccounts() {
        aws = new RecoverableAws(folder);
        aws.process(ARRIVALS);
        before = aws.stateDigest();
        aws.lose(aws.installation().tables().accounts());
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private String kill(String operation) {
        assertThatThrownBy(() -> aws.recover(PlanRequest.DEFAULT, new Killed(operation)))
                .isInstanceOf(Killed.Death.class);
        assertThat(aws.stores().control().read().generation()).isNull();
        return aws.stores().generations().list().stream().reduce("", (_, last) -> last);
    }

    private void assertRecovered(RecoveryResult result) {
        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        assertThat(aws.stores().generations().list()).hasSize(1);
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void killed_at_any_of_several_points_the_next_goes_on_and_writes_nothing_twice() {
        List.of("CreateTable", "BatchWriteItem", "UpdateTable", "UpdateContinuousBackups").forEach(this::kill);
        String begun = kill("UpdateTable");
        assertThat(aws.plan(PlanRequest.DEFAULT).summary()).contains("what it wrote to " + begun);
        WriteCount count = new WriteCount();

        RecoveryResult result = aws.recover(PlanRequest.DEFAULT, count);

        assertRecovered(result);
        assertThat(result.course().resumed()).contains("resumes " + begun, "items were there already");
        assertThat(result.ledger() == null ? "" : result.ledger().generation()).isEqualTo(begun);
        assertThat(count.most()).as("items that were written again").isZero();
    }

    @Test
    void what_is_missing_or_otherwise_is_put_right() {
        TableNames tables = aws.installation().tables().of(kill("UpdateTable"));
        Map<String, AttributeValue> balance = Map.of("PK", AttributeValue.fromS("A"), "SK",
                AttributeValue.fromS("SAVINGS#BALANCE#ACTUAL#A"));
        Map<String, AttributeValue> entry = Map.of("PK", AttributeValue.fromS("B"), "SK",
                AttributeValue.fromS("TRANSACTIONS#VERIFIED#incoming_payment_2.event"));
        LocalServers.dynamoDb().updateItem(update -> update.tableName(tables.accounts()).key(balance)
                .updateExpression("SET Balance = :more")
                .expressionAttributeValues(Map.of(":more", AttributeValue.fromN("77"))));
        LocalServers.dynamoDb().deleteItem(delete -> delete.tableName(tables.accounts()).key(entry));
        WriteCount count = new WriteCount();

        assertRecovered(aws.recover(PlanRequest.DEFAULT, count));

        assertThat(count.of(tables.accounts(), "SAVINGS#BALANCE#")).isEqualTo(1);
        assertThat(count.of(tables.accounts(), "TRANSACTIONS#")).isEqualTo(1);
    }

    @Test
    void where_the_control_item_is_lost_no_tables_are_removed_also_not_by_the_next_after_a_kill() {
        assertRecovered(aws.recover(PlanRequest.DEFAULT));
        String inForce = aws.stores().generations().list().getLast();
        ARRIVALS.forEach(arrival -> aws.expire(((Arrival.Put) arrival).key()));
        aws.lose(aws.installation().tables().objects());

        kill("UpdateTable");
        assertThat(aws.plan(PlanRequest.DEFAULT).situation().description()).isEqualTo("both tables are lost");
        RecoveryResult result = aws.recover(PlanRequest.DEFAULT);

        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        assertThat(result.decided() == null ? List.of("") : result.decided().afresh()).isEmpty();
        assertThat(aws.stores().generations().list()).contains(inForce).hasSize(3);
        assertThat(aws.stateDigest()).isEqualTo(before);
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void of_half_a_pair_of_tables_nothing_is_kept() {
        String begun = kill("UpdateTable");
        aws.lose(aws.installation().tables().of(begun).objects());
        assertThat(aws.plan(PlanRequest.DEFAULT).summary()).contains("left unfinished go first: " + begun);

        RecoveryResult result = aws.recover(PlanRequest.DEFAULT);

        assertRecovered(result);
        assertThat(result.decided() == null ? List.of() : result.decided().removed()).containsExactly(begun);
        assertThat(result.course().resumed()).isNull();
    }
}
