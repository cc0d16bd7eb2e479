package io.tidemark.app.cli;

import io.tidemark.NotOfferedException;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.CommandFailure;
import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.app.owner.OwnerException;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.plan.PlanRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;

/// What a failure means to whoever ran the command: one line, and an exit code.
final class FailureText {
    static final String PREFIX = "tidemark: ";

    private final CommandContext context;
    private final Remains remains;

    FailureText(CommandContext context) {
        this.context = context;
        remains = new Remains(context);
    }

    /// The failure as the end of a command.
    CommandFailure of(Throwable e) {
        return switch (e) {
            case CommandFailure failure -> failure;
            case PausedException paused when paused.account() != null -> new CommandFailure(ExitCodes.REFUSED,
                    paused.getMessage() + "; run `tidemark resume " + paused.account() + "` first", paused);
            case PausedException paused -> new CommandFailure(ExitCodes.REFUSED, paused.getMessage()
                    + "; run `tidemark resume --forward` to process what comes after it", paused);
            case LedgerUnusableException unusable -> new CommandFailure(ExitCodes.REFUSED,
                    unusable.getMessage() + "; run `tidemark plan` to see how it can be recovered", unusable);
            case PlanRefusedException refused -> new CommandFailure(ExitCodes.INCOMPLETE, described(refused), refused);
            case Queries.RefusedException refused -> new CommandFailure(ExitCodes.USAGE, described(refused), refused);
            case NotOfferedException refused -> new CommandFailure(ExitCodes.USAGE, described(refused), refused);
            case StorageException storage when context.onAws() -> onAws(storage);
            case StorageException storage -> storage(storage);
            case CancellationException cancelled -> new CommandFailure(ExitCodes.INTERRUPTED, described(cancelled),
                    cancelled);
            case OwnerException owner -> new CommandFailure(owner.reason() == OwnerException.Reason.LOST
                    ? ExitCodes.UNEXPECTED
                    : ExitCodes.REFUSED, described(owner), owner);
            case InterruptedIOException interrupted -> new CommandFailure(ExitCodes.INTERRUPTED,
                    "interrupted; nothing was begun", interrupted);
            case UncheckedIOException io when io.getCause() != null -> file(io.getCause());
            case IOException io -> file(io);
            case OutOfMemoryError memory -> new CommandFailure(ExitCodes.UNEXPECTED,
                    "there is not enough memory; TIDEMARK_OPTS=-Xmx4g gives the program more", memory);
            default -> new CommandFailure(ExitCodes.UNEXPECTED, "unexpected: " + described(e)
                    + (context.globals().verbose() ? "" : " (--verbose shows the trace)"), e);
        };
    }

    private static CommandFailure onAws(StorageException e) {
        return new CommandFailure(switch (e.kind()) {
            case MISSING, FROZEN -> ExitCodes.INCOMPLETE;
            case LOCKED, UNSUPPORTED_FORMAT, READ_ONLY, DAMAGED -> ExitCodes.REFUSED;
            case FULL, FAILED -> ExitCodes.UNEXPECTED;
        }, described(e), e);
    }

    private CommandFailure storage(StorageException e) {
        String message = described(e);
        return switch (e.kind()) {
            case MISSING -> new CommandFailure(ExitCodes.INCOMPLETE, message + remains.ofLostEvents(e), e);
            case FROZEN -> new CommandFailure(ExitCodes.INCOMPLETE, message, e);
            case DAMAGED -> damaged(e, message);
            case LOCKED, UNSUPPORTED_FORMAT, READ_ONLY -> new CommandFailure(ExitCodes.REFUSED, message, e);
            case FULL, FAILED -> new CommandFailure(ExitCodes.UNEXPECTED, message, e);
        };
    }

    /// Damage of the events is the end of what can be recovered; any other damage is the ledger's, which can.
    private CommandFailure damaged(StorageException e, String message) {
        String remaining = remains.ofLostEvents(e);
        return remaining.isEmpty() && remains.isOpenable()
                ? new CommandFailure(ExitCodes.REFUSED,
                        message + "; run `tidemark verify`, then `tidemark plan` to see how it can be recovered", e)
                : new CommandFailure(ExitCodes.INCOMPLETE, message + remaining, e);
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

    private static String described(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
