package io.tidemark.app.cli;

/// Input lines of a small story.
final class Lines {
    /// Opens account `1` with 100.00.
    static final String SALARY = payment("salary", "1", "100.00");

    private Lines() {}

    static String payment(String id, String account, String amount) {
        return line("incoming_payment_" + id,
                "{\"EventTimeStamp\": 1700000000, \"TargetAccount\": \"" + account + "\", \"Amount\": \"" + amount
                        + "\", \"SourceInstitution\": \"Bank\", \"SourceAccount\": \"X-1\"}");
    }

    static String withdrawal(String id, String account, String amount) {
        return line("cash_withdrawal_" + id, "{\"EventTimeStamp\": 1700000001, \"SourceAccount\": \"" + account
                + "\", \"Amount\": \"" + amount + "\"}");
    }

    static String order(String id, String account, String amount) {
        return line("outgoing_payment_unverified_" + id,
                "{\"EventTimeStamp\": 1700000002, \"SourceAccount\": \"" + account + "\", \"Amount\": \"" + amount
                        + "\", \"TargetInstitution\": \"Bank\", \"TargetAccount\": \"X-2\"}");
    }

    static String orderTaken(String id) {
        return line("outgoing_payment_verified_" + id, "{\"EventTimeStamp\": 1700000003}");
    }

    static String line(String name, String body) {
        return "{\"key\": \"" + name + ".event\", \"body\": " + body + "}";
    }
}
