package io.tidemark.testkit.model;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.testkit.contract.LedgerContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the model says, in the words of the ledger's port, so that a ledger can be compared with it as a whole.
///
/// The model gives no reasons for its refusals and does not say where accounts stood: compare with
/// [LedgerContents#withoutReasons()].
public final class ModelContents {
    private final NaiveLedger model;
    private final Map<String, List<PlacedEntry>> entries = new HashMap<>();

    private ModelContents(NaiveLedger model) {
        this.model = model;
    }

    /// What a ledger must show after everything that the model has taken.
    public static LedgerContents of(NaiveLedger model) {
        return new ModelContents(model).contents();
    }

    /// The model's judgements as outcomes.
    public static List<Outcome> outcomes(NaiveLedger model) {
        return model.judgements().stream().map(ModelContents::outcome).toList();
    }

    private LedgerContents contents() {
        List<Outcome> outcomes = outcomes(model);
        OutcomeCounts.Tally tally = new OutcomeCounts.Tally(OutcomeCounts.NONE);
        Map<Long, Outcome> last = new HashMap<>();
        Map<String, Long> firstByKey = new HashMap<>();
        for (Outcome outcome : outcomes) {
            tally.add(outcome, last.put(outcome.position(), outcome));
            outcome.entries().forEach(entry -> entries.computeIfAbsent(entry.account(), _ -> new ArrayList<>())
                    .add(new PlacedEntry(entry, outcome.position(), outcome.decidedAt())));
        }
        for (int i = 0; i < model.arrivals().size(); i++) {
            if (model.arrivals().get(i) instanceof Arrival.Put put) {
                firstByKey.putIfAbsent(put.key(), (long) i + 1);
            }
        }
        List<Account> accounts = model.accounts().values().stream().map(this::account).toList();
        List<OpenMatter> matters = model.openMatters().values().stream()
                .map(m -> new OpenMatter(EventKey.of(m.key()), m.account(), m.amount(), m.left())).toList();
        List<RejectedKey> rejected = new ArrayList<>();
        model.rejectedKeys().forEach((key, position) -> rejected
                .add(new RejectedKey(EventKey.of(key), position, standing(last.get(position)).code())));
        List<CorrectedKey> corrected = new ArrayList<>();
        model.acceptedKeys().forEach((key, position) -> {
            if (!position.equals(firstByKey.get(key))) {
                corrected.add(new CorrectedKey(EventKey.of(key), position));
            }
        });
        return new LedgerContents(new LedgerReader.Summary(model.position(), 1, 1, tally.counts()), accounts, matters,
                rejected, model.waiting().stream().map(this::waiting).toList(), corrected,
                accounts.stream().flatMap(account -> placed(account.number()).stream()).toList(), outcomes,
                paused(), held());
    }

    private List<PausedAccount> paused() {
        return model.paused().entrySet().stream().map(each -> new PausedAccount(each.getKey(), each.getValue()))
                .toList();
    }

    private List<HeldAttempt> held() {
        List<HeldAttempt> held = new ArrayList<>();
        model.held().forEach((position, account) -> {
            if (model.arrivals().get(Math.toIntExact(position - 1)) instanceof Arrival.Put put) {
                held.add(new HeldAttempt(EventKey.of(put.key()), account, position));
            }
        });
        return held;
    }

    private List<PlacedEntry> placed(String account) {
        return entries.getOrDefault(account, List.of());
    }

    private Account account(NaiveLedger.Account account) {
        Entry last = placed(account.number()).getLast().entry();
        return new Account(account.number(), account.customer(), account.actual(), account.available(),
                account.sequence(), Sha256.parseHex(account.head()), last.key(), last.epochSecond());
    }

    private WaitingFollowUp waiting(long position) {
        if (model.arrivals().get(Math.toIntExact(position - 1)) instanceof Arrival.Put put) {
            NaiveKey key = NaiveKey.parse(put.key());
            String original = key == null ? null : key.original();
            if (original != null) {
                return new WaitingFollowUp(EventKey.of(put.key()), EventKey.of(original), position);
            }
        }
        throw new IllegalStateException("no follow-up at position " + position);
    }

    private static Rejection standing(@Nullable Outcome outcome) {
        if (outcome == null || outcome.rejection() == null) {
            throw new IllegalStateException("not rejected: " + outcome);
        }
        return outcome.rejection();
    }

    private static Outcome outcome(NaiveLedger.Judgement judgement) {
        return new Outcome(judgement.position(), judgement.decidedAt(), EventKey.of(judgement.key()), judgement.state(),
                judgement.code() == null ? null : new Rejection(judgement.code(), ""), null,
                judgement.entries().stream().map(ModelContents::entry).toList());
    }

    private static Entry entry(NaiveLedger.Entry entry) {
        return new Entry(entry.account(), entry.sequence(), EventKey.of(entry.key()),
                Sha256.parseHex(entry.bodyDigest()), entry.status(), entry.actualEffect(), entry.availableEffect(),
                entry.actualAfter(), entry.availableAfter(), entry.epochSecond());
    }
}
