package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.EntryPlace;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import java.util.List;

/// What the contracts of the ledger have in common.
abstract class LedgerStoreCases extends PortCases {
    static final String GENERATION = "g-0001";

    /// A new, empty generation.
    final LedgerStore created() {
        return tracked(stores.generations().create(GENERATION));
    }

    /// The generation again, after a crash or after everything was closed.
    final LedgerStore opened() {
        return tracked(stores.generations().open(GENERATION));
    }

    /// Holds a ledger to what it must show, by walking and by looking things up.
    static void assertShows(LedgerReader ledger, LedgerContents expected) {
        assertThat(LedgerContents.of(ledger)).isEqualTo(expected);
        for (Account account : expected.accounts()) {
            assertThat(ledger.account(account.number())).isEqualTo(account);
        }
        for (OpenMatter matter : expected.openMatters()) {
            assertThat(ledger.openMatter(matter.key())).isEqualTo(matter);
        }
        assertShowsPlaces(ledger, expected);
        for (RejectedKey key : expected.rejectedKeys()) {
            assertThat(ledger.rejectedKey(key.key())).isEqualTo(key);
            assertThat(ledger.openMatter(key.key())).isNull();
        }
        for (WaitingFollowUp followUp : expected.waiting()) {
            assertThat(ledger.rejectedKey(followUp.key())).isNull();
            assertThat(ledger.openMatter(followUp.original())).isNull();
        }
        for (HeldAttempt held : expected.held()) {
            assertThat(ledger.heldAttempt(held.position())).isEqualTo(held);
        }
        assertThat(ledger.heldAttempt(expected.summary().position() + 1)).isNull();
        for (CorrectedKey key : expected.correctedKeys()) {
            assertThat(ledger.correctedPosition(key.key())).isEqualTo(key.position());
        }
        for (long position = 1; position <= expected.summary().position(); position++) {
            long attempt = position;
            List<Outcome> own = expected.outcomes().stream().filter(outcome -> outcome.position() == attempt).toList();
            assertThat(ledger.outcomes(attempt)).isEqualTo(own);
            for (Outcome outcome : own) {
                assertThat(ledger.correctedPosition(outcome.key()))
                        .isEqualTo(expected.correctedKeys().stream().filter(key -> key.key().equals(outcome.key()))
                                .mapToLong(CorrectedKey::position).findFirst().orElse(0));
            }
        }
        assertThat(ledger.outcomes(expected.summary().position() + 1)).isEmpty();
        assertThat(ledger.account("no-such-account")).isNull();
        assertThat(ledger.openMatter(EventKey.of("cash_deposit_no-such.event"))).isNull();
        assertThat(ledger.rejectedKey(EventKey.of("cash_deposit_no-such.event"))).isNull();
    }

    private static void assertShowsPlaces(LedgerReader ledger, LedgerContents expected) {
        List<EntryPlace> places = expected.entries().stream().map(placed -> new EntryPlace(placed.entry().account(),
                placed.entry().sequence(), placed.decidedAt())).toList();
        assertThat(all(ledger.entryPlaces(""))).isEqualTo(places);
        for (Account account : expected.accounts()) {
            assertThat(all(ledger.entryPlaces(account.number()))).isEqualTo(
                    places.stream().filter(place -> place.account().compareTo(account.number()) >= 0).toList());
        }
    }
}
