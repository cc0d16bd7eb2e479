package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.NewAttempt;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One installation whose old events go into bundles, for one test, whatever its attempts are called by. Used by one thread.
public interface BundledInstallation extends AutoCloseable {
    /// Opens the installation: empty the first time, afterwards with what is stored in it. What was opened before is closed first.
    ///
    /// @param clock what times are taken from
    Bundles open(InstantSource clock);

    /// Opens what a machine that lost its power now would find.
    ///
    /// @param clock what times are taken from
    Bundles openAfterCrash(InstantSource clock);

    /// Puts attempts.
    ///
    /// @return for each whether it is one more attempt, and no duplicate
    List<Boolean> put(List<NewAttempt> attempts);

    /// Has everything judged, and lets everything expire: what has to be kept is in the archive or among the rejected then, and in no other
    /// bucket.
    void settle();

    /// Packs what arrived before a day.
    Bundles.Packed pack(LocalDate before);

    /// An attempt as readers see it.
    ///
    /// @param arrivalMicros when it was put
    /// @param source        the channel that sent it, or null
    /// @param body          its bytes
    record Read(long arrivalMicros, @Nullable String source, Body body) {}

    /// The attempts under a key, in the order in which they arrived.
    List<Read> attempts(EventKey key);

    /// Changes bytes of a bundle. Called while nothing is open.
    void damageBundle(String bundle);

    /// Removes all that is kept of a bundle but what the store knows of it. Called while nothing is open.
    void loseBundle(String bundle);

    /// Closes what is open. May be called while nothing is.
    void closeStores();

    /// Closes what is open and lets go of all else.
    @Override
    void close();
}
