package io.tidemark.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.ChainDigester;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome.RefusedAt;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commits made by hand, so that a contract can hold a book to more than the rules would ever ask of it.
final class BookDrafts {
    private static final long ARRIVAL = 1_767_225_600_123_000L;
    private static final long EVENT_TIME = 1_767_225_599L;

    private final ChainDigester chain = new ChainDigester();
    private final List<Judgement> judgements = new ArrayList<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Account> seen = new LinkedHashMap<>();
    private final List<OpenMatter> opened = new ArrayList<>();
    private final List<OpenMatter> settled = new ArrayList<>();
    private final Map<EventKey, KeyRecord> seenKeys = new LinkedHashMap<>();
    private @Nullable KeyRecord awaited;

    static StoredAttempt attempt(KeyRecord before, String version) {
        Body body = Body.of(("{\"v\":\"" + version + "\"}").getBytes(UTF_8));
        return new StoredAttempt(new AttemptId(before.key(), version), ARRIVAL, null, body);
    }

    /// Accepts a version with an effect on each of those accounts.
    BookDrafts accept(KeyRecord before, String version, EntryStatus status, long actual, long available,
            Account... on) {
        StoredAttempt attempt = attempt(before, version);
        List<Entry> entries = new ArrayList<>();
        for (Account given : on) {
            Account account = accounts.getOrDefault(given.number(), given);
            seen.putIfAbsent(account.number(), account);
            Entry entry = new Entry(account.number(), account.sequence() + 1, before.key(), digestOf(attempt), status,
                    actual, available, account.actual() + actual, account.available() + available, EVENT_TIME);
            entries.add(entry);
            accounts.put(account.number(), account.after(entry, chain.next(account.head(), entry)));
        }
        judgements.add(new Judgement(before, attempt, digestOf(attempt), OutcomeState.ACCEPTED, null, null, entries,
                Math.max(Math.abs(actual), Math.abs(available)), on[0].number(), null, true));
        return this;
    }

    BookDrafts reject(KeyRecord before, String version, Rejection rejection, @Nullable Account at, boolean inForce) {
        StoredAttempt attempt = attempt(before, version);
        if (at != null) {
            seen.putIfAbsent(at.number(), at);
        }
        judgements.add(new Judgement(before, attempt, digestOf(attempt), OutcomeState.REJECTED, rejection,
                at == null ? null : new RefusedAt(at.number(), at.sequence()), List.of(), 0,
                at == null ? null : at.number(), null, inForce));
        return this;
    }

    BookDrafts duplicate(KeyRecord before, String version) {
        StoredAttempt attempt = attempt(before, version);
        judgements.add(
                new Judgement(before, attempt, digestOf(attempt), null, null, null, List.of(), 0, null, null, false));
        return this;
    }

    BookDrafts await(KeyRecord before, String version, KeyRecord original) {
        StoredAttempt attempt = attempt(before, version);
        awaited = original;
        judgements.add(new Judgement(before, attempt, digestOf(attempt), OutcomeState.WAITING, null, null, List.of(),
                0, null, null, true));
        return this;
    }

    BookDrafts saw(KeyRecord record) {
        seenKeys.put(record.key(), record);
        return this;
    }

    BookDrafts open(OpenMatter matter) {
        opened.add(matter);
        return this;
    }

    BookDrafts settle(OpenMatter matter) {
        settled.add(matter);
        return this;
    }

    BookCommit commit() {
        return new BookCommit(List.copyOf(judgements), List.copyOf(accounts.values()), Map.copyOf(seen),
                List.copyOf(opened), List.copyOf(settled), Map.copyOf(seenKeys), awaited);
    }

    private static Sha256 digestOf(StoredAttempt attempt) {
        return attempt.body().digest(Sha256.newMessageDigest());
    }
}
