package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.receipt.Receipt;
import io.tidemark.recovery.receipt.ReceiptCheck;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;

/// `receipt list`: all receipts, altered ones as altered.
@Command(name = "list", header = "Lists all receipts; reads them, and shows altered ones as altered.")
final class ReceiptListVerb implements Callable<Integer> {
    private final CommandContext context;

    ReceiptListVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<ReceiptCheck> checks;
        try (Tidemark tidemark = context.open(Access.READ)) {
            checks = tidemark.receipts().list();
        }
        context.show(Rows.of(checks).column("id", check -> Value.of(check.id())).column("kind", of("kind"))
                .column("startedAt", of("startedAt")).column("outcome", of("outcome"))
                .column("position", of("target", "position")).column("differences", of("differences"))
                .column("state", check -> Value.of(check.receipt() == null ? "altered" : "whole"))
                .column("signedBy", ReceiptListVerb::signedBy).column("eventSet", of("events", "digest"))
                .column("stateDigest", of("state", "digest")));
        return ExitCodes.DONE;
    }

    private static Value signedBy(ReceiptCheck check) {
        Receipt receipt = check.receipt();
        return receipt == null ? Value.NOTHING : Value.of(receipt.signedBy());
    }

    private static Function<ReceiptCheck, Value> of(String... path) {
        return check -> {
            Receipt receipt = check.receipt();
            return switch (receipt == null ? null : receipt.get(path)) {
                case null -> Value.NOTHING;
                case Long number -> Value.of(number);
                case Object other -> Value.of(other.toString());
            };
        };
    }
}
