package io.tidemark.core.pipeline;

/// Hears how long work goes on. Called by the thread that works, often; must return quickly and not throw.
@FunctionalInterface
public interface Progress {
    /// Tells nobody.
    Progress NONE = (done, total) -> {
    };

    /// The work has come that far.
    ///
    /// @param done  records dealt with
    /// @param total records to deal with in all
    void at(long done, long total);
}
