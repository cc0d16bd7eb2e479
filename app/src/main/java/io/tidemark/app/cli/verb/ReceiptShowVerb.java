package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.receipt.Receipt;
import io.tidemark.recovery.receipt.ReceiptCheck;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `receipt show`: what a receipt says.
@Command(name = "show", header = "Shows what a receipt says, after checking that nobody has altered it.")
final class ReceiptShowVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "The receipt's id.")
    private String id = "";

    ReceiptShowVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ReceiptCheck check;
        try (Tidemark tidemark = context.open(Access.READ)) {
            check = tidemark.receipts().check(id);
        }
        Receipt receipt = check.receipt();
        if (receipt == null) {
            throw new CommandFailure(ExitCodes.DIFFERENCE, "receipt " + id + " was altered: " + check.damage());
        }
        context.show(Trees.fields(receipt.members()));
        return ExitCodes.DONE;
    }
}
