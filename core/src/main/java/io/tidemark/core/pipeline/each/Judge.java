package io.tidemark.core.pipeline.each;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Judges attempts one by one: reads what the book says, decides by the rules, commits on condition that nothing of it has moved, and
/// begins anew when it has. An attempt has an effect once, however often and by however many judges it is taken up. Thread-safe.
public final class Judge {
    /// How often a decision is made anew before the attempt is left for later: others keep changing what it is decided on.
    private static final int TRIES = 20;

    private final AccountBook book;
    private final AttemptStore attempts;

    /// A judge over that book and those attempts.
    public Judge(AccountBook book, AttemptStore attempts) {
        this.book = book;
        this.attempts = attempts;
    }

    /// Judges an attempt, unless that was done before, and with it the follow-ups that its outcome releases. Rejected attempts are
    /// kept in their bucket on return.
    ///
    /// @throws StorageException when storage fails, or of kind `LOCKED` when too many others change the same accounts; the attempt
    ///                          may be judged again
    public Verdict judge(AttemptId id) {
        ReadAttempt read = null;
        for (int i = 0; i < TRIES; i++) {
            KeyRecord before = book.key(id.key());
            KeyRecord.Judged known = before.judged(id.version());
            if (known != null) {
                keepAgain(before, id, known);
                return new Verdict(id, Verdict.Kind.of(known.state()), known.code(), true, List.of());
            }
            if (read == null) {
                StoredAttempt stored = attempts.read(id);
                if (stored == null) {
                    return new Verdict(id, Verdict.Kind.MISSING, null, false, List.of());
                }
                read = ReadAttempt.of(stored);
            }
            ReadAttempt attempt = read;
            Verdict verdict = commit(attempt, before, (draft, record) -> {
                if (record.holds(attempt.digest())) {
                    draft.duplicate(attempt, record);
                } else {
                    draft.judge(attempt, record);
                }
            });
            if (verdict != null) {
                return verdict;
            }
        }
        throw busy(id.key());
    }

    /// An operator's decision: the last rejected attempt of a key that stands rejected is judged again. The decision is kept with what
    /// comes of it.
    ///
    /// @param why who decided it and for what reason
    public Verdict retry(EventKey key, String why) {
        return decide(key, KeyStanding.REJECTED,
                (draft, attempt, record) -> draft.causedBy("retry by " + why).judgeAfresh(attempt, record));
    }

    /// An operator's decision: the wait of a follow-up ends, it is rejected.
    ///
    /// @param why who decided it and for what reason
    public Verdict endWait(EventKey key, String why) {
        Rejection rejection = new Rejection(RejectionCode.REJECTED_BY_OPERATOR, why);
        return decide(key, KeyStanding.WAITING,
                (draft, attempt, record) -> draft.causedBy("reject by " + why).refuse(attempt, record, rejection,
                        true));
    }

    /// What an operator's decision does to an attempt.
    private interface Step {
        void take(Draft draft, ReadAttempt attempt, KeyRecord before);
    }

    private Verdict decide(EventKey key, KeyStanding needed, Step step) {
        for (int i = 0; i < TRIES; i++) {
            KeyRecord before = book.key(key);
            String version = before.inForce();
            if (before.standing() != needed || version == null) {
                return new Verdict(new AttemptId(key, version == null ? "none" : version), Verdict.Kind.UNCHANGED,
                        before.code(), true, List.of());
            }
            ReadAttempt attempt = ReadAttempt.of(present(new AttemptId(key, version)));
            Verdict verdict = commit(attempt, before, (draft, record) -> step.take(draft, attempt, record));
            if (verdict != null) {
                return verdict;
            }
        }
        throw busy(key);
    }

    /// Drafts and commits.
    ///
    /// @return null when something has moved meanwhile
    private @Nullable Verdict commit(ReadAttempt attempt, KeyRecord before, BiConsumer<Draft, KeyRecord> judging) {
        Draft draft = new Draft(book);
        judging.accept(draft, before);
        EventType type = attempt.stored().id().key().type();
        if (type != null && type.isOriginal() && draft.commit().judgements().getFirst().inForce()) {
            release(before, draft);
        }
        var commit = draft.commit();
        if (!book.commit(commit)) {
            return null;
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Judgement judgement : commit.judgements()) {
            Rejection rejection = judgement.rejection();
            if (rejection != null) {
                attempts.keep(judgement.attempt(), Bucket.REJECTED, recorded(judgement));
                noteKept(judgement.attempt().id(), judgement.inForce());
            }
            verdicts.add(new Verdict(judgement.attempt().id(), Verdict.Kind.of(judgement.state()),
                    rejection == null ? null : rejection.code(), false, List.of()));
        }
        Verdict own = verdicts.removeFirst();
        return new Verdict(own.attempt(), own.kind(), own.code(), false, List.copyOf(verdicts));
    }

    /// What to tell with the copy of a rejected attempt: what has just been committed, and what was before it where anything was.
    private List<AttemptFact.Recorded> recorded(Judgement judgement) {
        AttemptId id = judgement.attempt().id();
        List<AttemptFact.Recorded> all = judgement.before().judged(id.version()) == null ? List.of()
                : book.history(id.key()).recorded(id.version());
        return all.isEmpty() ? List.of(AttemptFact.Recorded.of(judgement, 0)) : all;
    }

    /// Judges those that wait for this original, in the order in which they arrived.
    private void release(KeyRecord original, Draft draft) {
        Map<EventKey, KeyRecord> records = new LinkedHashMap<>();
        List<StoredAttempt> waiting = new ArrayList<>();
        for (AttemptId followUp : original.waiting()) {
            KeyRecord record = book.key(followUp.key());
            // An operator may have ended the wait. Should it begin anew, the original's record moves on and this draft is stale.
            boolean waits = record.standing() == KeyStanding.WAITING && followUp.version().equals(record.inForce());
            if (waits && records.put(followUp.key(), record) == null) {
                waiting.add(present(followUp));
            }
        }
        waiting.sort(Comparator.comparingLong(StoredAttempt::arrivalMicros));
        for (StoredAttempt followUp : waiting) {
            KeyRecord record = records.get(followUp.id().key());
            if (record != null) {
                draft.judgeAfresh(ReadAttempt.of(followUp), record);
            }
        }
    }

    private StoredAttempt present(AttemptId id) {
        StoredAttempt attempt = attempts.read(id);
        if (attempt == null) {
            throw new StorageException(StorageException.Kind.MISSING,
                    id + " is to be judged and is in no bucket: run `reconcile`");
        }
        return attempt;
    }

    /// The index tells where the attempt in force is kept; of others the buckets do.
    private void noteKept(AttemptId rejected, boolean inForce) {
        if (inForce) {
            book.kept(rejected, Bucket.REJECTED);
        }
    }

    /// Sees to it that what an earlier judge committed is also kept, and noted as such: it may have ended before either.
    private void keepAgain(KeyRecord record, AttemptId id, KeyRecord.Judged known) {
        if (known.state() == OutcomeState.REJECTED) {
            keepAgain(id, id.version().equals(record.inForce()));
        }
        EventType type = id.key().type();
        if (type != null && type.isOriginal() && id.version().equals(record.inForce())) {
            for (EventType followUp : EventType.values()) {
                if (followUp.originalType() == type) {
                    keepFollowUpAgain(EventKey.of(followUp, id.key().requestId()));
                }
            }
        }
    }

    private void keepFollowUpAgain(EventKey key) {
        KeyRecord record = book.key(key);
        String version = record.inForce();
        if (record.standing() == KeyStanding.REJECTED && version != null) {
            keepAgain(new AttemptId(key, version), true);
        }
    }

    private void keepAgain(AttemptId id, boolean inForce) {
        boolean there = id.equals(attempts.kept(id.key(), Bucket.REJECTED));
        StoredAttempt attempt = there ? null : attempts.read(id);
        if (attempt != null) {
            attempts.keep(attempt, Bucket.REJECTED, book.history(id.key()).recorded(id.version()));
        }
        if (there || attempt != null) {
            noteKept(id, inForce);
        }
    }

    private static StorageException busy(EventKey key) {
        return new StorageException(StorageException.Kind.LOCKED,
                key + " was decided " + TRIES + " times and each time others had moved on: it is tried again later");
    }
}
