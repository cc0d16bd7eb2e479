package io.tidemark.aws.table;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// A commit as the items of one transaction.
///
/// @param tables     the tables in force
/// @param generation their generation, or null for the first
/// @param now        when it is committed
record CommitItems(TableNames tables, @Nullable String generation, Instant now) {
    List<TransactWriteItem> of(BookCommit commit) {
        List<TransactWriteItem> items = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        for (Account account : commit.accounts()) {
            changed.add(account.number());
            Account seen = commit.seen().get(account.number());
            balances(account, seen == null ? 0 : seen.sequence(), items);
        }
        commit.seen().values().stream().filter(seen -> !changed.contains(seen.number()))
                .forEach(seen -> items.add(stillAt(seen)));
        for (Judgement judgement : commit.judgements()) {
            judgement.entries().forEach(
                    entry -> items.add(put(tables.accounts(), AccountItems.entry(entry, judgement, now))));
            items.add(state(judgement));
            IndexItems.happenings(judgement, now).forEach(item -> items.add(put(tables.objects(), item)));
        }
        for (OpenMatter matter : commit.opened()) {
            items.add(put(tables.accounts(), AccountItems.matter(matter)));
        }
        for (OpenMatter matter : commit.settled()) {
            items.add(TransactWriteItem.builder().delete(delete -> delete.tableName(tables.accounts())
                    .key(Item.keyed(matter.account(), AccountItems.MATTERS + matter.key()).attributes())).build());
        }
        commit.seenKeys().values()
                .forEach(record -> items.add(stateOf(record).whenRevision(record.revision()).check()));
        KeyRecord awaited = commit.awaited();
        if (awaited != null) {
            items.add(awaited(awaited, commit.judgements().getFirst()));
        }
        return items;
    }

    private static TransactWriteItem put(String table, Item item) {
        return TransactWriteItem.builder().put(put -> put.tableName(table).item(item.attributes())).build();
    }

    private void balances(Account account, long before, List<TransactWriteItem> items) {
        for (boolean actual : new boolean[] {true, false}) {
            Item item = AccountItems.balance(account, actual);
            items.add(TransactWriteItem.builder().put(put -> {
                put.tableName(tables.accounts()).item(item.attributes());
                if (before == 0) {
                    put.conditionExpression("attribute_not_exists(PK)");
                } else {
                    put.conditionExpression("#s = :s").expressionAttributeNames(Map.of("#s", AccountItems.SEQUENCE))
                            .expressionAttributeValues(Map.of(":s", AttributeValue.fromN(Long.toString(before))));
                }
            }).build());
        }
        if (before == 0) {
            items.add(TransactWriteItem.builder().put(put -> put.tableName(tables.accounts())
                    .item(AccountItems.opened(account, now).attributes())
                    .conditionExpression("attribute_not_exists(PK)")).build());
        }
    }

    private TransactWriteItem stillAt(Account seen) {
        return seen.sequence() == 0
                ? Write.to(tables.accounts(), seen.number(), AccountItems.OPENED).when(Item.PK, null).check()
                : Write.to(tables.accounts(), seen.number(), AccountItems.ACTUAL + seen.customer())
                        .when(AccountItems.SEQUENCE, AttributeValue.fromN(Long.toString(seen.sequence()))).check();
    }

    private Write stateOf(KeyRecord record) {
        return Write.to(tables.objects(), IndexItems.partition(record.key()), IndexItems.STATE);
    }

    private static AttributeValue revisionAfter(KeyRecord record) {
        return AttributeValue.fromN(Long.toString(record.revision() + 1));
    }

    private TransactWriteItem state(Judgement judgement) {
        Write write = stateOf(judgement.before()).whenRevision(judgement.before().revision())
                .set(IndexItems.REVISION, revisionAfter(judgement.before()));
        OutcomeState state = judgement.state();
        if (!judgement.inForce() || state == null) {
            return write.inTransaction();
        }
        Rejection rejection = judgement.rejection();
        write.set(inForce(judgement, state, generation));
        String before = judgement.before().inForce();
        if (before == null || before.equals(judgement.attempt().id().version())) {
            write.setIfAbsent(places());
        } else {
            // Where the attempt was kept that the key stood by is not told of the one that it stands by now.
            write.set(places());
        }
        Map<String, AttributeValue> sequences = sequences(judgement);
        if (!sequences.isEmpty()) {
            write.set("Sequences", AttributeValue.fromM(sequences));
        }
        if (rejection == null) {
            write.remove("Code");
        }
        return write.remove(IndexItems.WAITING).inTransaction();
    }

    /// What the state says of the attempt in force, without keys.
    static Item inForce(Judgement judgement, OutcomeState state, @Nullable String generation) {
        Rejection rejection = judgement.rejection();
        long time = judgement.entries().isEmpty() ? judgement.attempt().arrivalMicros() / 1_000_000
                : judgement.entries().getFirst().epochSecond();
        return Item.empty().dateTime("Transaction", time).flag("Processed", state != OutcomeState.WAITING)
                .text("Outcome", state.name()).text("Version", judgement.attempt().id().version())
                .text("BodyDigest", judgement.digest().toString()).text("AccountNumber", judgement.account())
                .text("Code", rejection == null ? null : rejection.code().name()).text("Generation", generation);
    }

    /// Where an attempt is until it is told otherwise.
    static Item places() {
        return Item.empty().flag("InEventBucket", true).flag("InArchiveBucket", false).flag("InRejectedBucket", false);
    }

    /// The entry's sequence in each account, or where the refused account stood.
    static Map<String, AttributeValue> sequences(Judgement judgement) {
        Map<String, AttributeValue> sequences = new HashMap<>();
        judgement.entries().forEach(entry -> sequences.put(entry.account(),
                AttributeValue.fromN(Long.toString(entry.sequence()))));
        var at = judgement.refusedAt();
        if (at != null) {
            sequences.put(at.account(), AttributeValue.fromN(Long.toString(at.sequence())));
        }
        return sequences;
    }

    private TransactWriteItem awaited(KeyRecord original, Judgement followUp) {
        return stateOf(original).whenRevision(original.revision()).set(IndexItems.REVISION, revisionAfter(original))
                .append(IndexItems.WAITING, IndexItems.waiting(followUp.attempt().id())).inTransaction();
    }
}
