package io.tidemark.app.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a command's exit code says. Other programs rely on these numbers.
public final class ExitCodes {
    /// Done, and proven where there was something to prove.
    public static final int DONE = 0;
    /// Something failed that nobody expected, such as a full disk.
    public static final int UNEXPECTED = 1;
    /// The command line itself is wrong.
    public static final int USAGE = 2;
    /// A verification found a difference, or damage.
    public static final int DIFFERENCE = 3;
    /// Input is incomplete, missing or was refused.
    public static final int INCOMPLETE = 4;
    /// Tidemark refuses: paused, locked, ledger missing, unsafe without a flag.
    public static final int REFUSED = 5;
    /// Ended early by Ctrl-C; what was done stays, and the same command goes on from there.
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}

    /// The table that stands in every help text, by code.
    public static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("0", "done and proven");
        table.put("1", "unexpected failure");
        table.put("2", "usage: the command line is wrong");
        table.put("3", "verification found a difference, or damage");
        table.put("4", "incomplete, missing or refused input; unknown key or account");
        table.put("5", "refused: paused, locked, ledger missing, unsafe without a flag");
        table.put("130", "interrupted; the same command goes on from there");
        return table;
    }
}
