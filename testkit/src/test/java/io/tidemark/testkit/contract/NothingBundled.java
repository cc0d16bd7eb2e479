package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.TableBundles;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

/// An installation that takes everything, keeps nothing, and answers as an empty one would.
final class NothingBundled implements BundledTables {
    @Override
    public Bundles open(InstantSource clock) {
        return new NothingInstallation().open(clock).bundles();
    }

    @Override
    public Bundles openAfterCrash(InstantSource clock) {
        return open(clock);
    }

    @Override
    public TableBundles tables() {
        return new NothingTables.NoTableBundles();
    }

    @Override
    public List<Boolean> put(List<NewAttempt> attempts) {
        return attempts.stream().map(_ -> true).toList();
    }

    @Override
    public void settle() {}

    @Override
    public Bundles.Packed pack(LocalDate before) {
        return new Bundles.Packed(List.of(), 0, 0, true);
    }

    @Override
    public List<Read> attempts(EventKey key) {
        return List.of();
    }

    @Override
    public void damageBundle(String bundle) {}

    @Override
    public void loseBundle(String bundle) {}

    @Override
    public void closeStores() {}

    @Override
    public void close() {}
}
