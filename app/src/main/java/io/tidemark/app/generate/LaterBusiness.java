package io.tidemark.app.generate;

import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.CASH_WITHDRAWAL;
import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_REJECTED;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_UNVERIFIED;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_VERIFIED;
import static io.tidemark.core.event.EventType.VERIFY_CASH_DEPOSIT;

import io.tidemark.core.event.RejectionCode;
import java.util.Objects;

/// What was begun earlier and is due now.
final class LaterBusiness {
    private final Stage stage;
    private final Bodies bodies;
    private final Chance chance;
    private final Population population;

    LaterBusiness(Stage stage, Bodies bodies) {
        this.stage = stage;
        this.bodies = bodies;
        this.chance = stage.chance;
        this.population = stage.population;
    }

    /// Writes what that entry of the agenda says.
    void carryOut(int entry) {
        Agenda agenda = stage.agenda;
        long id = agenda.id(entry);
        int account = agenda.account(entry);
        long cents = agenda.cents(entry);
        switch (agenda.kind(entry)) {
            case VERIFICATION -> verification(id, account, cents);
            case CORRECTED_VERIFICATION -> verified(id, account, false);
            case LATE_DEPOSIT -> lateDeposit(id, account);
            case ANSWER -> answer(id, account, cents);
            case CORRECTED_REFUSAL -> refused(id, account, cents);
            case ACCEPTANCE_OF_REST -> accepted(id);
            case LATE_PAYMENT -> latePayment(id, account, cents);
            case REFUSAL_OF_SETTLED -> {
                stage.line.name(OUTGOING_PAYMENT_REJECTED, id, Source.CLEARING);
                bodies.refusal(cents);
                stage.refused(RejectionCode.ALREADY_SETTLED);
            }
            case ANSWER_TO_REJECTED -> {
                accepted(id);
                stage.refused(RejectionCode.ORIGINAL_REJECTED);
            }
            case SMALLER_WITHDRAWAL -> smallerWithdrawal(id, account);
            case SMALLER_PAYMENT -> smallerPayment(id, account);
            case CONFLICTING_WITHDRAWAL -> {
                stage.line.name(CASH_WITHDRAWAL, id, Source.ATM);
                bodies.withdrawal(Population.number(account), cents + 1_000, true);
                stage.refused(RejectionCode.KEY_CONFLICT);
            }
            case CONFLICTING_INCOMING -> {
                stage.line.name(INCOMING_PAYMENT, id, Source.CLEARING);
                bodies.incoming(Population.number(account), false, cents + 1, false);
                stage.refused(RejectionCode.KEY_CONFLICT);
            }
            case CONFLICTING_VERIFICATION -> {
                stage.line.name(VERIFY_CASH_DEPOSIT, id, Source.CASH_CENTRE);
                bodies.verification(Population.number(account), cents + 1, false, false);
                stage.refused(RejectionCode.KEY_CONFLICT);
            }
            case REPEAT -> {
                stage.line.repeat(Objects.requireNonNull(agenda.line(entry)));
                stage.repeated();
            }
        }
    }

    private void verification(long id, int account, long cents) {
        int draw = chance.below(1000);
        if (draw >= 12) {
            verified(id, account, draw < 50);
            return;
        }
        stage.line.name(VERIFY_CASH_DEPOSIT, id, Source.CASH_CENTRE);
        stage.cash.handedInUnder(id);
        if (draw < 4) {
            bodies.verification(stage.population.unknownNumber(chance), cents, true, false);
            stage.refused(RejectionCode.ACCOUNT_MISMATCH);
        } else if (draw < 8) {
            bodies.verification(Population.number(account), cents + 500, false, false);
            stage.refused(RejectionCode.AMOUNT_EXCEEDS_DEPOSIT);
        } else {
            bodies.verification(Population.number(account), cents + 500, true, false);
            stage.refused(RejectionCode.CURRENCY_MISMATCH);
        }
        stage.later(Due.CORRECTED_VERIFICATION, id, account, cents);
    }

    private void verified(long id, int account, boolean isShort) {
        stage.line.name(VERIFY_CASH_DEPOSIT, id, Source.CASH_CENTRE);
        stage.cash.handedInUnder(id);
        if (isShort) {
            stage.cash.loseOnePiece();
        }
        bodies.verification(Population.number(account), stage.cash.cents(), true, isShort);
        population.add(account, stage.cash.cents());
    }

    private void lateDeposit(long id, int account) {
        stage.line.name(CASH_DEPOSIT, id, Source.BRANCH);
        stage.cash.handedInUnder(id);
        bodies.deposit(Population.number(account), false, stage.cash.cents(), true);
        // Its verification waited for it and takes effect with it.
        population.add(account, stage.cash.cents());
    }

    private void answer(long id, int account, long cents) {
        int draw = chance.below(1000);
        if (draw < 60) {
            refused(id, account, cents);
        } else if (draw < 75 && cents > 1) {
            long part = 1 + (chance.next() >>> 1) % (cents - 1);
            refused(id, account, part);
            stage.later(Due.ACCEPTANCE_OF_REST, id, account, cents - part);
        } else if (draw < 79) {
            stage.line.name(OUTGOING_PAYMENT_REJECTED, id, Source.CLEARING);
            bodies.refusal(cents + 1 + chance.below(5_000));
            stage.refused(RejectionCode.AMOUNT_EXCEEDS_HOLD);
            stage.later(Due.CORRECTED_REFUSAL, id, account, cents);
        } else {
            accepted(id);
            if (draw < 84) {
                stage.later(Due.REFUSAL_OF_SETTLED, id, account, cents);
            }
        }
    }

    private void refused(long id, int account, long cents) {
        stage.line.name(OUTGOING_PAYMENT_REJECTED, id, Source.CLEARING);
        bodies.refusal(cents);
        population.add(account, cents);
    }

    private void accepted(long id) {
        stage.line.name(OUTGOING_PAYMENT_VERIFIED, id, Source.CLEARING);
        bodies.acceptance();
    }

    private void latePayment(long id, int account, long cents) {
        stage.line.name(OUTGOING_PAYMENT_UNVERIFIED, id, Source.ONLINE);
        bodies.outgoing(Population.number(account), cents);
        if (population.available(account) < cents) {
            // Whatever waited for it is refused with it.
            stage.refused(RejectionCode.INSUFFICIENT_FUNDS);
        } else {
            population.add(account, -cents);
        }
    }

    private void smallerWithdrawal(long id, int account) {
        stage.line.name(CASH_WITHDRAWAL, id, Source.ATM);
        long affordable = population.available(account) / 2_000 * 1_000;
        if (affordable == 0) {
            // An amount that no first attempt has, so that these bytes are new.
            bodies.withdrawal(Population.number(account), 7_005, false);
            stage.refused(RejectionCode.INSUFFICIENT_FUNDS);
            return;
        }
        long cents = Math.min(affordable, 50_000);
        bodies.withdrawal(Population.number(account), cents, true);
        population.add(account, -cents);
    }

    private void smallerPayment(long id, int account) {
        stage.line.name(OUTGOING_PAYMENT_UNVERIFIED, id, Source.ONLINE);
        long cents = Math.max(population.available(account) / 2, 100);
        bodies.outgoing(Population.number(account), cents);
        if (population.available(account) < cents) {
            stage.refused(RejectionCode.INSUFFICIENT_FUNDS);
            return;
        }
        population.add(account, -cents);
        stage.later(Due.ANSWER, id, account, cents);
    }
}
