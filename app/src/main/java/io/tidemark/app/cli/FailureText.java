package io.tidemark.app.cli;

import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.CommandFailure;
import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.plan.PlanRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What a failure means to whoever ran the command: one line, and an exit code.
final class FailureText {
    static final String PREFIX = "tidemark: ";

    private final CommandContext context;

    FailureText(CommandContext context) {
        this.context = context;
    }

    /// The failure as the end of a command.
    CommandFailure of(Exception e) {
        return switch (e) {
            case CommandFailure failure -> failure;
            case PausedException paused -> new CommandFailure(ExitCodes.REFUSED, paused.getMessage()
                    + "; run `tidemark resume --forward` to process what comes after it", paused);
            case LedgerUnusableException unusable -> new CommandFailure(ExitCodes.REFUSED,
                    unusable.getMessage() + "; run `tidemark plan` to see how it can be recovered", unusable);
            case PlanRefusedException refused -> new CommandFailure(ExitCodes.INCOMPLETE, described(refused), refused);
            case StorageException storage -> storage(storage);
            case UncheckedIOException io when io.getCause() != null -> file(io.getCause());
            case IOException io -> file(io);
            default -> new CommandFailure(ExitCodes.UNEXPECTED, "unexpected: " + described(e)
                    + (context.globals().verbose() ? "" : " (--verbose shows the trace)"), e);
        };
    }

    private CommandFailure storage(StorageException e) {
        String message = described(e);
        return switch (e.kind()) {
            case MISSING, DAMAGED -> new CommandFailure(ExitCodes.INCOMPLETE, message, e);
            case LOCKED, UNSUPPORTED_FORMAT, READ_ONLY -> new CommandFailure(ExitCodes.REFUSED, message, e);
            case FULL, FAILED -> new CommandFailure(ExitCodes.UNEXPECTED, message, e);
        };
    }

    private static CommandFailure file(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> new CommandFailure(ExitCodes.INCOMPLETE,
                    missing.getFile() + ": there is no such file", e);
            case AccessDeniedException denied -> new CommandFailure(ExitCodes.UNEXPECTED,
                    denied.getFile() + ": access denied", e);
            case FileSystemException failed -> new CommandFailure(ExitCodes.UNEXPECTED,
                    failed.getFile() + ": " + (failed.getReason() == null ? "failed" : failed.getReason()), e);
            default -> new CommandFailure(ExitCodes.UNEXPECTED, described(e), e);
        };
    }

    private static String described(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
