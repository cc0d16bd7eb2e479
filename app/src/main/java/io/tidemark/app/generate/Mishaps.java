package io.tidemark.app.generate;

import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.CASH_WITHDRAWAL;
import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;
import static io.tidemark.core.event.EventType.INTER_ACCOUNT_TRANSFER;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_UNVERIFIED;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_VERIFIED;
import static io.tidemark.core.event.EventType.VERIFY_CASH_DEPOSIT;

import io.tidemark.core.event.RejectionCode;

/// What goes wrong in an open account's life, or comes in an order that nobody meant.
final class Mishaps {
    /// How often, in ten thousand.
    private static final int OFTEN = 330;

    private final Stage stage;
    private final Bodies bodies;
    private final Spoiled spoiled;
    private final Chance chance;
    private final Population population;

    Mishaps(Stage stage, Bodies bodies) {
        this.stage = stage;
        this.bodies = bodies;
        this.spoiled = new Spoiled(stage);
        this.chance = stage.chance;
        this.population = stage.population;
    }

    /// Writes a mishap, or writes nothing and says so. At least one account must be open.
    boolean happens() {
        int draw = chance.below(10_000);
        if (draw >= OFTEN) {
            return false;
        }
        int account = population.pick(chance);
        if (draw < 130) {
            beyondFunds(account);
        } else if (draw < 175) {
            verificationFirst(account);
        } else if (draw < 215) {
            acceptanceFirst(account);
        } else if (draw < 240) {
            unknownAccount(account);
        } else if (draw < 250) {
            sameAccount(account);
        } else if (draw < 265) {
            miscounted(account);
        } else if (draw < 268) {
            acceptanceOfNothing();
        } else if (draw < 283) {
            unknownType(account);
        } else if (draw < 300) {
            spoiled.amount(account);
        } else {
            spoiled.form(account);
        }
        return true;
    }

    private void beyondFunds(int account) {
        long number = Population.number(account);
        long id = stage.newId();
        long cents = population.available(account) + 1 + chance.below(30_000);
        int draw = chance.below(100);
        if (draw < 45) {
            stage.line.name(CASH_WITHDRAWAL, id, Source.ATM);
            // Notes only, and still more than there is.
            bodies.withdrawal(number, (cents / 1_000 + 1) * 1_000, true);
            if (draw < 15) {
                stage.later(Due.SMALLER_WITHDRAWAL, id, account, 0);
            }
        } else if (draw < 80 || population.opened() < 2) {
            stage.line.name(OUTGOING_PAYMENT_UNVERIFIED, id, Source.ONLINE);
            bodies.outgoing(number, cents);
            if (draw < 57) {
                stage.later(Due.SMALLER_PAYMENT, id, account, 0);
            } else if (draw < 64) {
                stage.later(Due.ANSWER_TO_REJECTED, id, account, 0);
            }
        } else {
            stage.line.name(INTER_ACCOUNT_TRANSFER, id, Source.APP);
            bodies.transfer(number, Population.number(population.pickOther(chance, account)), cents);
        }
        stage.refused(RejectionCode.INSUFFICIENT_FUNDS);
    }

    private void verificationFirst(int account) {
        long id = stage.newId();
        stage.line.name(VERIFY_CASH_DEPOSIT, id, Source.CASH_CENTRE);
        stage.cash.handedInUnder(id);
        long cents = stage.cash.cents();
        bodies.verification(Population.number(account), cents, true, false);
        stage.waits();
        stage.later(Due.LATE_DEPOSIT, id, account, cents);
        if (chance.perMille(80)) {
            stage.later(Due.CONFLICTING_VERIFICATION, id, account, cents);
        }
    }

    private void acceptanceFirst(int account) {
        long id = stage.newId();
        stage.line.name(OUTGOING_PAYMENT_VERIFIED, id, Source.CLEARING);
        bodies.acceptance();
        stage.waits();
        stage.later(Due.LATE_PAYMENT, id, account, Amounts.outgoing(chance));
    }

    /// The answer to a payment that nobody sent: it waits until an operator ends its wait.
    private void acceptanceOfNothing() {
        stage.line.name(OUTGOING_PAYMENT_VERIFIED, stage.newId(), Source.CLEARING);
        bodies.acceptance();
        stage.waits();
    }

    private void unknownAccount(int account) {
        long nobody = population.unknownNumber(chance);
        long id = stage.newId();
        switch (chance.below(4)) {
            case 0 -> {
                stage.line.name(CASH_WITHDRAWAL, id, Source.BRANCH);
                bodies.withdrawal(nobody, Amounts.withdrawal(chance), false);
            }
            case 1 -> {
                stage.line.name(OUTGOING_PAYMENT_UNVERIFIED, id, Source.BATCH_UPLOAD);
                bodies.outgoing(nobody, Amounts.outgoing(chance));
            }
            case 2 -> {
                stage.line.name(INTER_ACCOUNT_TRANSFER, id, Source.BATCH_UPLOAD);
                bodies.transfer(nobody, Population.number(account), Amounts.transfer(chance));
            }
            default -> {
                stage.line.name(INTER_ACCOUNT_TRANSFER, id, Source.APP);
                bodies.transfer(Population.number(account), nobody, Amounts.transfer(chance));
            }
        }
        stage.refused(RejectionCode.UNKNOWN_ACCOUNT);
    }

    private void sameAccount(int account) {
        long number = Population.number(account);
        stage.line.name(INTER_ACCOUNT_TRANSFER, stage.newId(), Source.ONLINE);
        bodies.transfer(number, number, Amounts.transfer(chance));
        stage.refused(RejectionCode.SAME_ACCOUNT);
    }

    private void miscounted(int account) {
        long id = stage.newId();
        stage.line.name(CASH_DEPOSIT, id, Source.BRANCH);
        stage.cash.handedInUnder(id);
        bodies.deposit(Population.number(account), false, stage.cash.cents() + 500, true);
        stage.refused(RejectionCode.CURRENCY_MISMATCH);
    }

    private void unknownType(int account) {
        stage.line.name(Phrases.UNKNOWN_TYPES[chance.below(Phrases.UNKNOWN_TYPES.length)], stage.newId(),
                Source.BATCH_UPLOAD);
        bodies.incoming(Population.number(account), false, Amounts.incoming(chance), false);
        stage.refused(RejectionCode.UNKNOWN_EVENT_TYPE);
    }
}
