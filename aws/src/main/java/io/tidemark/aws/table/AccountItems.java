package io.tidemark.aws.table;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Judgement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// The items of the accounts table.
final class AccountItems {
    static final String BALANCES = "SAVINGS#BALANCE#";
    static final String ACTUAL = BALANCES + "ACTUAL#";
    static final String AVAILABLE = BALANCES + "AVAILABLE#";
    /// Put once, by the commit that opens the account: two openings with different customers meet in it.
    static final String OPENED = "SAVINGS#OPENED";
    static final String ENTRIES = "TRANSACTIONS#";
    static final String MATTERS = "OPEN#";
    static final String SEQUENCE = "Sequence";
    static final String ENTRY_ACCOUNT = "EntryAccount";

    private AccountItems() {}

    static Item balance(Account account, boolean actual) {
        EventKey last = account.lastKey();
        return Item.keyed(account.number(), (actual ? ACTUAL : AVAILABLE) + account.customer())
                .dateTime("LastTransaction", account.lastEpochSecond())
                .text("LastEventKey", last == null ? null : last.text())
                .cents("Balance", actual ? account.actual() : account.available())
                .number(SEQUENCE, account.sequence()).text("ChainDigest", account.head().toString());
    }

    /// The account that two balance items make up, which agree on the sequence.
    static Account account(Item actual, Item available) {
        String customer = actual.text(Item.SK).substring(ACTUAL.length());
        return new Account(actual.text(Item.PK), customer, actual.cents("Balance"), available.cents("Balance"),
                actual.number(SEQUENCE), Sha256.parseHex(actual.text("ChainDigest")),
                EventKey.of(actual.text("LastEventKey")), actual.epochSecond("LastTransaction"));
    }

    static Item opened(Account account, Instant now) {
        return Item.keyed(account.number(), OPENED).text("Customer", account.customer()).moment("CommittedAt", now);
    }

    static Item entry(Entry entry, Judgement judgement, Instant now) {
        Body body = judgement.attempt().body();
        return Item.keyed(entry.account(), ENTRIES + entry.status().name() + "#" + entry.key())
                .dateTime("Transaction", entry.epochSecond()).text("EventKey", entry.key().text())
                .text("EventRawData",
                        new String(body.array(), body.offset(), body.length(), StandardCharsets.UTF_8))
                .cents("Amount", judgement.cents()).number(SEQUENCE, entry.sequence())
                .text(ENTRY_ACCOUNT, entry.account()).text("Version", judgement.attempt().id().version())
                .text("BodyDigest", entry.bodyDigest().toString()).cents("ActualEffect", entry.actualEffect())
                .cents("AvailableEffect", entry.availableEffect()).cents("ActualAfter", entry.actualAfter())
                .cents("AvailableAfter", entry.availableAfter()).moment("CommittedAt", now);
    }

    static Entry entry(Item item) {
        String sk = item.text(Item.SK);
        EntryStatus status = EntryStatus.valueOf(sk.substring(ENTRIES.length(), sk.indexOf('#', ENTRIES.length())));
        return new Entry(item.text(Item.PK), item.number(SEQUENCE), EventKey.of(item.text("EventKey")),
                Sha256.parseHex(item.text("BodyDigest")), status, item.cents("ActualEffect"),
                item.cents("AvailableEffect"), item.cents("ActualAfter"), item.cents("AvailableAfter"),
                item.epochSecond("Transaction"));
    }

    static Item matter(OpenMatter matter) {
        return Item.keyed(matter.account(), MATTERS + matter.key()).cents("Amount", matter.amount()).cents("Left",
                matter.left());
    }

    static OpenMatter matter(Item item) {
        return new OpenMatter(EventKey.of(item.text(Item.SK).substring(MATTERS.length())), item.text(Item.PK),
                item.cents("Amount"), item.cents("Left"));
    }
}
