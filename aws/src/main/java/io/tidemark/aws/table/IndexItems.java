package io.tidemark.aws.table;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyHistory.Happened;
import io.tidemark.core.port.KeyRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The items of the event-objects table: the state of a key, and what happened to its attempts.
final class IndexItems {
    /// What the partitions of keys begin with.
    static final String KEYS = "KEY#";
    static final String STATE = "STATE";
    static final String HAPPENINGS = "EVENT";
    static final String REVISION = "Revision";
    static final String WAITING = "WaitingFollowUps";
    /// The channel that sent an attempt, noted when it is judged.
    static final String SOURCE = "Source";
    /// What an attempt is about, noted when it is judged, also where it is refused.
    static final String AMOUNT = "Amount";
    /// How many partitions of the arrival index a day's arrivals are spread over.
    static final int SHARDS = 16;

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS")
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);
    private static final int MICROS = 1_000_000;
    /// How many characters stand behind the milliseconds.
    private static final int PLACES = 7;

    private IndexItems() {}

    static String partition(EventKey key) {
        return KEYS + key;
    }

    /// What can happen to an attempt. The names are part of the stored format.
    enum Happening {
        InitialEvent, AcceptEvent, RejectEvent, WaitEvent, DuplicateEvent, ArchiveEvent;

        static Happening of(@Nullable OutcomeState state) {
            return switch (state) {
                case null -> DuplicateEvent;
                case ACCEPTED -> AcceptEvent;
                case REJECTED -> RejectEvent;
                case WAITING -> WaitEvent;
            };
        }

        KeyHistory.Kind kind() {
            return switch (this) {
                case InitialEvent -> KeyHistory.Kind.ARRIVED;
                case AcceptEvent -> KeyHistory.Kind.ACCEPTED;
                case RejectEvent -> KeyHistory.Kind.REJECTED;
                case WaitEvent -> KeyHistory.Kind.WAITING;
                case DuplicateEvent -> KeyHistory.Kind.DUPLICATE;
                case ArchiveEvent -> KeyHistory.Kind.ARCHIVED;
            };
        }

        @Nullable
        OutcomeState state() {
            return switch (this) {
                case AcceptEvent -> OutcomeState.ACCEPTED;
                case RejectEvent -> OutcomeState.REJECTED;
                case WaitEvent -> OutcomeState.WAITING;
                case InitialEvent, DuplicateEvent, ArchiveEvent -> null;
            };
        }
    }

    /// The sort key of a happening: its time, in milliseconds, and in the places behind them what tells it from others of that time. The
    /// same happening gets the same key, so that it can be noted again.
    static String sortKey(Instant time, String... distinction) {
        Sha256 digest = Sha256.of(String.join("|", distinction).getBytes(StandardCharsets.UTF_8));
        long places = Long.parseLong(digest.toString().substring(0, 12), 16) % MICROS;
        return HAPPENINGS + SECOND.format(time) + String.format("%06dZ", places);
    }

    static String shard(EventKey key, Instant arrival) {
        int shard = Math.floorMod(key.text().hashCode(), SHARDS);
        return DAY.format(arrival) + String.format("#%02d", shard);
    }

    /// What happened to an attempt when it was judged: one item for each account that was touched, or one without any.
    static List<Item> happenings(Judgement judgement, Instant now) {
        List<Item> items = new ArrayList<>();
        if (judgement.entries().isEmpty()) {
            var at = judgement.refusedAt();
            Item item = happening(judgement, judgement.account(), now);
            items.add(at == null ? item : item.number(AccountItems.SEQUENCE, at.sequence()));
        }
        judgement.entries().forEach(entry -> items.add(
                happening(judgement, entry.account(), now).number(AccountItems.SEQUENCE, entry.sequence())));
        return items;
    }

    private static Item happening(Judgement judgement, @Nullable String account, Instant now) {
        AttemptId id = judgement.attempt().id();
        long revision = judgement.before().revision() + 1;
        Happening happening = Happening.of(judgement.state());
        Rejection rejection = judgement.rejection();
        Item item = Item.keyed(partition(id.key()),
                sortKey(now, happening.name(), id.version(), Long.toString(revision), String.valueOf(account)))
                .text("EventType", happening.name()).flag("ErrorState", rejection != null)
                .text("ErrorReason", rejection == null ? null : rejection.reason())
                .text("Code", rejection == null ? null : rejection.code().name())
                .text("NextAction", nextAction(judgement)).text("AccountNumber", account)
                .text("Version", id.version()).text("BodyDigest", judgement.digest().toString())
                .text("Cause", judgement.cause()).text(SOURCE, judgement.attempt().source())
                .number(REVISION, revision);
        return judgement.cents() == 0 ? item : item.cents(AMOUNT, judgement.cents());
    }

    private static String nextAction(Judgement judgement) {
        return switch (judgement.state()) {
            case null -> "None";
            case ACCEPTED -> "Archive";
            case REJECTED -> "KeepRejected";
            case WAITING -> "WaitFor " + judgement.attempt().id().key().original();
        };
    }

    static String waiting(AttemptId id) {
        return id.key() + " " + id.version();
    }

    private static AttemptId waiting(String text) {
        int blank = text.indexOf(' ');
        return new AttemptId(EventKey.of(text.substring(0, blank)), text.substring(blank + 1));
    }

    /// The key that the items of a partition are about.
    static EventKey key(List<Item> items) {
        return EventKey.of(items.getFirst().text(Item.PK).substring(KEYS.length()));
    }

    /// The record that the items of a key's partition make up.
    static KeyRecord record(EventKey key, List<Item> items) {
        Item state = Item.empty();
        Map<String, Item> latest = new HashMap<>();
        for (Item item : items) {
            if (item.text(Item.SK).equals(STATE)) {
                state = item;
            } else if (isJudgement(item)) {
                latest.merge(item.text("Version"), item,
                        (a, b) -> a.number(REVISION) > b.number(REVISION) ? a : b);
            }
        }
        String outcome = state.optional("Outcome");
        RejectionCode code = code(state);
        List<KeyRecord.Judged> judged = new ArrayList<>();
        if (outcome != null) {
            // The state tells of the attempt in force even where a reading met a commit in the middle.
            latest.remove(state.text("Version"));
            judged.add(new KeyRecord.Judged(state.text("Version"), Sha256.parseHex(state.text("BodyDigest")),
                    OutcomeState.valueOf(outcome), code));
        }
        latest.values().forEach(item -> judged.add(new KeyRecord.Judged(item.text("Version"),
                Sha256.parseHex(item.text("BodyDigest")), Happening.valueOf(item.text("EventType")).state(),
                code(item))));
        return new KeyRecord(key, state.numberOr(REVISION, 0),
                outcome == null ? KeyStanding.NEW : KeyStanding.valueOf(outcome),
                outcome == null ? null : state.text("Version"), code, state.optional("AccountNumber"),
                state.texts(WAITING).stream().map(IndexItems::waiting).toList(), List.copyOf(judged));
    }

    /// All that the items of a key's partition say.
    static KeyHistory history(EventKey key, List<Item> items) {
        return new KeyHistory(record(key, items), items.stream().filter(item -> !item.text(Item.SK).equals(STATE))
                .map(IndexItems::happened)
                .sorted(Comparator.comparingLong(Happened::atMicros).thenComparingLong(Happened::revision)).toList());
    }

    private static Happened happened(Item item) {
        String digest = item.optional("BodyDigest");
        RejectionCode code = code(item);
        String reason = item.optional("ErrorReason");
        return new Happened(Happening.valueOf(item.text("EventType")).kind(), item.text("Version"),
                time(item).toEpochMilli() * 1000, item.numberOr(REVISION, 0),
                digest == null ? null : Sha256.parseHex(digest),
                item.optional("AccountNumber"),
                item.has(AccountItems.SEQUENCE) ? item.number(AccountItems.SEQUENCE) : null,
                code == null ? null : new Rejection(code, reason == null ? code.name() : reason),
                item.optional("Cause"));
    }

    /// The time in a happening's sort key, in milliseconds: the places behind them are none of time.
    static Instant time(Item happening) {
        String sk = happening.text(Item.SK);
        return LocalDateTime.parse(sk.substring(HAPPENINGS.length(), sk.length() - PLACES), SECOND)
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isJudgement(Item item) {
        Happening happening = Happening.valueOf(item.text("EventType"));
        return happening != Happening.InitialEvent && happening != Happening.ArchiveEvent;
    }

    private static @Nullable RejectionCode code(Item item) {
        String code = item.optional("Code");
        return code == null ? null : RejectionCode.valueOf(code);
    }
}
