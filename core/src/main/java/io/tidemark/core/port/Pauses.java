package io.tidemark.core.port;

import java.util.Set;

/// The pause switches. Processing looks at them before each batch and leaves alone what is paused. Safe for use by many threads.
public interface Pauses {
    /// What is paused.
    ///
    /// @param everything whether all processing is
    /// @param accounts   the accounts that are, besides
    record State(boolean everything, Set<String> accounts) {
        /// Nothing is paused.
        public static final State NONE = new State(false, Set.of());

        /// A state with a copy of that set.
        public State {
            accounts = Set.copyOf(accounts);
        }

        /// Whether transactions of that account or group stand still.
        public boolean covers(String account) {
            return everything || accounts.contains(account);
        }
    }

    /// What is paused now.
    State read();

    /// Pauses or resumes all processing. Accounts that are paused by themselves stay so. Durable on return.
    void pauseEverything(boolean paused);

    /// Pauses or resumes one account. Durable on return.
    void pauseAccount(String account, boolean paused);
}
