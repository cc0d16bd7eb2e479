package io.tidemark.app.owner;

import java.io.InputStream;
import java.io.OutputStream;

/// What an owner does for its clients. Called by many threads.
public interface Service {
    /// A command of a client, to be run by one thread.
    interface Command {
        /// Runs it. Never throws, and ends neither the process nor what belongs to the owner.
        ///
        /// @return its exit code
        int run();

        /// Asks it to end early, by whatever thread. May be called before it runs, and many times.
        void stop();
    }

    /// Whether something goes on that makes everybody wait who looks at the ledger.
    boolean isBusy();

    /// Makes ready what a client asks for.
    ///
    /// @param in  what the client's standard input holds; it is read only as far as the command reads
    /// @param out takes what goes to the client's standard output; fails when the client is gone
    /// @param err takes what goes to the client's standard error; fails when the client is gone
    Command command(Request request, InputStream in, OutputStream out, OutputStream err);
}
