package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.Losses;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.Situation;
import java.util.List;

/// What a recovery goes on without: read when the first lost event is met, and then once. Not thread-safe.
final class Shortfall {
    private final Stores stores;
    private final Plan plan;
    private Losses losses = Losses.NONE;

    Shortfall(Stores stores, Plan plan) {
        this.stores = stores;
        this.plan = plan;
    }

    /// Finds out what is lost.
    ///
    /// @return whether that is anything new
    boolean read() {
        if (!losses.isEmpty()) {
            return false;
        }
        losses = Losses.of(stores.bundles().lost(1, plan.goal().position()));
        return !losses.isEmpty();
    }

    /// Whether a new generation may come into force without lost events: where the one in force serves and lacks none, or where something is to
    /// be proven that needs all of them, it may not.
    ///
    /// @param opensFirst whether it comes into force before its history is there
    boolean mayGoOn(boolean opensFirst) {
        boolean fromNothing = plan.base().snapshot() == null;
        return plan.exclusion() == null && (fromNothing || opensFirst) && switch (plan.situation().kind()) {
            case LOST, FOREIGN, BEHIND, DAMAGED, IN_DOUBT, WITHOUT_LOST -> true;
            case UNBORN, FINE, PROVISIONAL, NOT_MET, EXCLUSION_DUE -> false;
        };
    }

    Losses losses() {
        return losses;
    }

    /// Distinguishes what is made without these events from what is made of all; empty when nothing is lost.
    String mark() {
        return losses.isEmpty()
                ? ""
                : " without " + losses.all().size() + " from " + losses.all().iterator().next().position();
    }

    /// What is lost, one damage a bundle.
    List<Plan.Damage> damage() {
        Places.Lost lost = Places.Lost.of(losses);
        return lost == null ? List.of() : lost.damage();
    }
}
