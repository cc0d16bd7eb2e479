package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.app.wiring.SigningKeys;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.receipt.ReceiptBook;
import io.tidemark.recovery.receipt.ReceiptCheck;
import io.tidemark.recovery.receipt.ReceiptCheck.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `receipt verify`: checks that receipts are as they were written and signed.
@Command(name = "verify", header = "Checks that receipts are as they were written, and their signatures.",
        description = {
                "The exit code is 3 when a receipt was altered, or, with --public-key, is not signed with such a key.",
                "Whether the ledger is still what a receipt says is checked by `tidemark verify`, not here."})
final class ReceiptVerifyVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "ID|FILE",
            description = "Receipts by id, or files: what has a / in it or ends in .json. Default: all of the home.")
    private List<String> names = List.of();

    @Option(names = "--public-key", paramLabel = "FILE",
            description = "A key that may have signed them; may be given more than once.")
    private List<Path> keyFiles = List.of();

    ReceiptVerifyVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : keyFiles) {
            keys.add(key(file));
        }
        List<ReceiptCheck> checks = checks();
        context.show(Rows.of(checks).column("id", check -> Value.of(check.id()))
                .column("state", check -> Value.of(check.receipt() == null ? "altered" : "whole"))
                .column("signature", check -> Value.of(words(check.signature(keys))))
                .column("signedBy", check -> Value.of(check.receipt() == null ? null : check.receipt().signedBy()))
                .column("notChecked", check -> Value.of(notChecked(check.signature(keys))))
                .column("damage", check -> Value.of(check.damage())));
        boolean sound = true;
        for (ReceiptCheck check : checks) {
            String wrong = wrong(check, keys);
            if (wrong != null) {
                sound = false;
                context.tell("tidemark: receipt " + check.id() + " " + FailureLine.of(wrong));
            }
        }
        return sound ? ExitCodes.DONE : ExitCodes.DIFFERENCE;
    }

    private static PublicKey key(Path file) throws IOException {
        try {
            return SigningKeys.readPublic(file);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, file + ": " + e.getMessage(), e);
        }
    }

    private List<ReceiptCheck> checks() throws IOException {
        List<ReceiptCheck> checks = new ArrayList<>();
        if (!names.isEmpty() && names.stream().allMatch(ReceiptVerifyVerb::isFile)) {
            for (String name : names) {
                checks.add(ReceiptCheck.of(name, null, Files.readAllBytes(context.file(Path.of(name)))));
            }
            return checks;
        }
        try (Tidemark tidemark = context.open(Access.READ)) {
            ReceiptBook book = tidemark.receipts();
            if (names.isEmpty()) {
                return book.list();
            }
            for (String name : names) {
                checks.add(isFile(name) ? ReceiptCheck.of(name, null, Files.readAllBytes(context.file(Path.of(name))))
                        : check(book, name));
            }
        }
        return checks;
    }

    private static ReceiptCheck check(ReceiptBook book, String id) {
        try {
            return book.check(id);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.MISSING) {
                throw new CommandFailure(ExitCodes.INCOMPLETE, String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    private static boolean isFile(String name) {
        return name.contains("/") || name.endsWith(".json");
    }

    private static String words(Signature signature) {
        return switch (signature) {
            case OF_A_GIVEN_KEY -> "holds, of a given key";
            case OF_SOME_KEY -> "holds";
            case OF_ANOTHER_KEY -> "of another key";
            case NONE -> "none";
            case UNKNOWN -> "unknown";
        };
    }

    private static String notChecked(Signature signature) {
        String figures = "the figures, against the events";
        return switch (signature) {
            case OF_A_GIVEN_KEY, OF_ANOTHER_KEY, UNKNOWN -> figures;
            case OF_SOME_KEY -> "whose key it is (--public-key); " + figures;
            case NONE -> "who wrote it: it is not signed; " + figures;
        };
    }

    private static @Nullable String wrong(ReceiptCheck check, List<PublicKey> keys) {
        return switch (check.signature(keys)) {
            case UNKNOWN -> "was altered: " + check.damage();
            case OF_ANOTHER_KEY -> "is signed with another key than those that were given";
            case NONE -> keys.isEmpty() ? null : "is not signed";
            case OF_A_GIVEN_KEY, OF_SOME_KEY -> null;
        };
    }
}
