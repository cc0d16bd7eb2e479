package io.tidemark.app.generate;

import static io.tidemark.core.event.EventType.CASH_DEPOSIT;
import static io.tidemark.core.event.EventType.CASH_WITHDRAWAL;
import static io.tidemark.core.event.EventType.INCOMING_PAYMENT;
import static io.tidemark.core.event.EventType.INTER_ACCOUNT_TRANSFER;
import static io.tidemark.core.event.EventType.OUTGOING_PAYMENT_UNVERIFIED;

/// What happens when nothing goes wrong: accounts are opened, money comes and goes. Whoever cannot afford what was drawn
/// for them receives a payment instead, so that accounts live on.
final class DailyBusiness {
    private static final int SALARIES_PER_CENT = 60;
    private static final int LAB_NOTATION_PER_MILLE = 3;
    private static final int CONFLICT_PER_MILLE = 2;

    private final Stage stage;
    private final Bodies bodies;
    private final Chance chance;
    private final Population population;

    DailyBusiness(Stage stage, Bodies bodies) {
        this.stage = stage;
        this.bodies = bodies;
        this.chance = stage.chance;
        this.population = stage.population;
    }

    /// The first event of an account.
    void openAccount() {
        int account = population.open();
        if (chance.below(100) < 55) {
            deposit(account, true);
        } else {
            incoming(account, true, stage.calendar.isSalaryDay());
        }
    }

    /// Something that an open account does. At least one must be open.
    void carryOn() {
        if (stage.calendar.isSalaryDay() && chance.below(100) < SALARIES_PER_CENT) {
            incoming(population.pickEvenly(chance), false, true);
            return;
        }
        int account = population.pick(chance);
        int draw = chance.below(100);
        if (draw < 27) {
            incoming(account, false, false);
        } else if (draw < 39) {
            deposit(account, false);
        } else if (draw < 63) {
            withdrawal(account);
        } else if (draw < 83) {
            outgoing(account);
        } else {
            transfer(account);
        }
    }

    private void deposit(int account, boolean opens) {
        long id = stage.newId();
        long number = Population.number(account);
        stage.line.name(CASH_DEPOSIT, id, chance.below(100) < 40 ? Source.ATM : Source.BRANCH);
        stage.cash.handedInUnder(id);
        long cents = stage.cash.cents();
        if (!opens && chance.perMille(LAB_NOTATION_PER_MILLE)) {
            bodies.depositInLabNotation(number, cents);
        } else {
            bodies.deposit(number, opens, cents, true);
        }
        stage.later(Due.VERIFICATION, id, account, cents);
    }

    private void incoming(int account, boolean opens, boolean salary) {
        long id = stage.newId();
        long number = Population.number(account);
        long cents = salary ? Amounts.salary(number) : Amounts.incoming(chance);
        stage.line.name(INCOMING_PAYMENT, id, salary ? Source.PAYROLL : Source.CLEARING);
        bodies.incoming(number, opens, cents, salary);
        population.add(account, cents);
        if (chance.perMille(CONFLICT_PER_MILLE)) {
            stage.later(Due.CONFLICTING_INCOMING, id, account, cents);
        }
    }

    private void withdrawal(int account) {
        long cents = Amounts.withdrawal(chance);
        if (population.available(account) < cents) {
            incoming(account, false, false);
            return;
        }
        long id = stage.newId();
        stage.line.name(CASH_WITHDRAWAL, id, chance.below(100) < 80 ? Source.ATM : Source.BRANCH);
        bodies.withdrawal(Population.number(account), cents, chance.below(100) < 85);
        population.add(account, -cents);
        if (chance.perMille(CONFLICT_PER_MILLE)) {
            stage.later(Due.CONFLICTING_WITHDRAWAL, id, account, cents);
        }
    }

    private void outgoing(int account) {
        long cents = Amounts.outgoing(chance);
        if (population.available(account) < cents) {
            incoming(account, false, false);
            return;
        }
        long id = stage.newId();
        stage.line.name(OUTGOING_PAYMENT_UNVERIFIED, id, chance.below(100) < 50 ? Source.ONLINE : Source.APP);
        bodies.outgoing(Population.number(account), cents);
        population.add(account, -cents);
        stage.later(Due.ANSWER, id, account, cents);
    }

    private void transfer(int account) {
        long cents = Amounts.transfer(chance);
        if (population.opened() < 2 || population.available(account) < cents) {
            incoming(account, false, false);
            return;
        }
        int other = population.pickOther(chance, account);
        stage.line.name(INTER_ACCOUNT_TRANSFER, stage.newId(), chance.below(100) < 50 ? Source.ONLINE : Source.APP);
        bodies.transfer(Population.number(account), Population.number(other), cents);
        population.add(account, -cents);
        population.add(other, cents);
    }
}
