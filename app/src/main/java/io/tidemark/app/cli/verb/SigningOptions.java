package io.tidemark.app.cli.verb;

import io.tidemark.app.wiring.SigningKeys;
import io.tidemark.recovery.receipt.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The key that signs the receipt.
final class SigningOptions {
    private static final String VARIABLE = "TIDEMARK_SIGNING_KEY";

    @Option(names = "--signing-key", paramLabel = "FILE",
            description = "Sign the receipt with this key, which `receipt keygen` makes; outside the home. Default: what"
                    + " TIDEMARK_SIGNING_KEY names, or no signature")
    private @Nullable Path file;

    /// The key, or null when none is configured.
    @Nullable
    SigningKey key(CommandContext context) {
        String named = context.environment().get(VARIABLE);
        Path chosen = file == null && named != null && !named.isBlank() ? context.file(Path.of(named)) : file;
        if (chosen == null) {
            return null;
        }
        refuseInside(context, chosen);
        try {
            SigningKey key = SigningKeys.read(chosen);
            if (!SigningKeys.isPrivate(chosen)) {
                context.warn("signing key " + chosen
                        + " is open to others than its owner: whoever reads it signs like you; run"
                        + " `chmod 600` on it");
            }
            return key;
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "signing key " + chosen + ": there is no file " + e.getFile()
                    + "; `tidemark receipt keygen` makes a pair", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "signing key " + chosen + ": " + e.getMessage(), e);
        }
    }

    /// Who can write the home must not find the key there.
    static void refuseInside(CommandContext context, Path key) {
        if (!context.onAws() && real(key).startsWith(real(context.file(context.globals().home())))) {
            throw new CommandFailure(ExitCodes.REFUSED, key + " is inside the home " + context.globals().home()
                    + "; keep signing keys elsewhere");
        }
    }

    /// The path without links, as far as it is there.
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        try {
            return Files.exists(absolute) || parent == null
                    ? absolute.toRealPath()
                    : real(parent).resolve(String.valueOf(absolute.getFileName()));
        } catch (IOException _) {
            return absolute;
        }
    }
}
