package io.tidemark.app.intake;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Says what went wrong with an input, for people.
final class InputFailure {
    private InputFailure() {}

    /// One clause without the file's name.
    static String textOf(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "access denied";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            case DirectoryIteratorException failed when failed.getCause() != null -> textOf(failed.getCause());
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
