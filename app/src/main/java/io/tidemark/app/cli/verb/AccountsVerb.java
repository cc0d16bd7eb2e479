package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.Cursor;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `accounts`: every account with its balances, sequence and chain digest.
@Command(name = "accounts", header = "Lists all accounts with balances, sequence and chain digest.",
        description = "In the bytewise order of the account numbers, all as of one moment.")
public final class AccountsVerb implements Callable<Integer> {
    private final CommandContext context;

    /// The command over that context.
    public AccountsVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Tidemark tidemark = context.openBeside(); Cursor<Account> accounts = tidemark.accounts()) {
            Histories.warn(context, tidemark);
            context.show(Rows.of(accounts).column("account", account -> Value.of(account.number()))
                    .column("actual", account -> Value.ofMoney(account.actual()))
                    .column("available", account -> Value.ofMoney(account.available()))
                    .column("sequence", account -> Value.of(account.sequence()))
                    .column("digest", account -> Value.of(account.head().toString())));
        }
        return ExitCodes.DONE;
    }
}
