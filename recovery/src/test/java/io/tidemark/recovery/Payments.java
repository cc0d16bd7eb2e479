package io.tidemark.recovery;

import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Simple arrivals for tests in which it does not matter what arrives, but that something does. Every arrival has an outcome that is
/// plain to see.
public final class Payments {
    private Payments() {}

    /// Payments of 1.00 each to `accounts` accounts in turn: `A-000` and on. Request-ids go on from `first`.
    public static List<Arrival> incoming(int first, int count, int accounts) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            arrivals.add(Arrival.put("incoming_payment_%06d.event".formatted(i),
                    "{\"EventTimeStamp\":%d,\"TargetAccount\":\"A-%03d\",\"Amount\":\"1.00\"}".formatted(i,
                            i % accounts)));
        }
        return arrivals;
    }

    /// Payments whose bodies are long and do not compress well, so that few of them fill files.
    public static List<Arrival> bulky(int first, int count) {
        Random random = new Random(first);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            StringBuilder reference = new StringBuilder();
            random.ints(40_000, ' ', '~').filter(c -> c != '"' && c != '\\').forEach(c -> reference.append((char) c));
            arrivals.add(Arrival.put("incoming_payment_%06d.event".formatted(i),
                    "{\"EventTimeStamp\":1,\"TargetAccount\":\"A-%03d\",\"Amount\":\"1.00\",\"Reference\":\"%s\"}"
                            .formatted(i % 3, reference)));
        }
        return arrivals;
    }

    /// A withdrawal.
    public static Arrival withdrawal(String id, String account, String amount) {
        return Arrival.put("cash_withdrawal_" + id + ".event",
                "{\"EventTimeStamp\":1,\"SourceAccount\":\"%s\",\"Amount\":\"%s\"}".formatted(account, amount));
    }

    /// A deposit that nobody has counted yet.
    public static Arrival deposit(String id, String account, String amount) {
        return Arrival.put("cash_deposit_" + id + ".event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"%s\",\"Amount\":\"%s\"}".formatted(account, amount));
    }

    /// The count of a deposit.
    public static Arrival verification(String id, String account, String amount) {
        return Arrival.put("verify_cash_deposit_" + id + ".event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"%s\",\"Amount\":\"%s\"}".formatted(account, amount));
    }

    /// An outgoing payment that nobody has answered yet.
    public static Arrival outgoing(String id, String account, String amount) {
        return Arrival.put("outgoing_payment_unverified_" + id + ".event",
                "{\"EventTimeStamp\":1,\"SourceAccount\":\"%s\",\"Amount\":\"%s\"}".formatted(account, amount));
    }

    /// The other side took a payment.
    public static Arrival paid(String id) {
        return Arrival.put("outgoing_payment_verified_" + id + ".event", "{\"EventTimeStamp\":1}");
    }

    /// A transfer.
    public static Arrival transfer(String id, String source, String target, String amount) {
        return Arrival.put("inter_account_transfer_" + id + ".event",
                "{\"EventTimeStamp\":1,\"SourceAccount\":\"%s\",\"TargetAccount\":\"%s\",\"Amount\":\"%s\"}"
                        .formatted(source, target, amount));
    }

    /// A little of everything on accounts `A-000` to `A-002`: something open, held, waiting, rejected, corrected.
    public static List<Arrival> ofEverything() {
        List<Arrival> arrivals = new ArrayList<>(incoming(1, 9, 3));
        arrivals.add(deposit("d1", "A-001", "5.00"));
        arrivals.add(outgoing("o1", "A-001", "0.50"));
        arrivals.add(withdrawal("w1", "A-002", "100.00"));
        arrivals.add(withdrawal("w2", "A-002", "900.00"));
        arrivals.add(withdrawal("w2", "A-002", "0.25"));
        arrivals.add(paid("o9"));
        arrivals.add(transfer("t1", "A-000", "A-002", "1.50"));
        arrivals.add(verification("d1", "A-001", "4.50"));
        arrivals.add(deposit("d2", "A-002", "5.00"));
        return arrivals;
    }
}
