package io.tidemark.app.cli;

import picocli.CommandLine;

/** The program's entry: runs one command and exits with its code. */
public final class Main {

    private Main() {}

    /**
     * Runs the command that the arguments name and ends the process with its exit code.
     *
     * @param args the command line, without the program's name
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new TidemarkCommand()).execute(args));
    }
}
