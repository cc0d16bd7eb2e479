package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.wiring.SigningKeys;
import io.tidemark.recovery.receipt.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `receipt keygen`: makes a key that signs receipts.
@Command(name = "keygen", header = "Makes an Ed25519 key that signs receipts.",
        description = "Writes the private key, which nobody else may read, and the public key beside it as FILE.pub. Keep the private key"
                + " away from the home, and give the public key to whoever is to check receipts.")
final class ReceiptKeygenVerb implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--out", paramLabel = "FILE", required = true,
            description = "The file for the private key; must not be there.")
    private Path out = Path.of("");

    ReceiptKeygenVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SigningOptions.refuseInside(context, out);
        try {
            SigningKey key = SigningKeys.generate(out);
            context.show(new Fields().add("privateKey", out.toString())
                    .add("publicKey", SigningKeys.publicFile(out).toString())
                    .add("keyId", SigningKey.idOf(key.open())));
            return ExitCodes.DONE;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCodes.REFUSED, e.getFile() + " is there already; a key is never overwritten",
                    e);
        }
    }
}
