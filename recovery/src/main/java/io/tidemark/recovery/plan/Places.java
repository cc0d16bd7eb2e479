package io.tidemark.recovery.plan;

import io.tidemark.core.pipeline.Losses;
import io.tidemark.core.port.Bundles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the events are that a plan needs, tier by tier. Immutable.
///
/// @param replay  the records after the base, by the tier that has them: `recent` (in the new bucket, and control records), `archive` (single
///                objects in the archive and the rejected bucket), `bundles` (at hand), `cold` (bundles that have to be thawed)
/// @param history the records before the base, likewise
/// @param cold    the bundles that have to be thawed, in order
/// @param lost    the attempts that are lost, or null where nobody looked or none is
public record Places(Map<String, Long> replay, Map<String, Long> history, List<Cold> cold, @Nullable Lost lost) {
    /// The name of the tier of what has to be thawed.
    public static final String COLD = "cold";
    /// Nothing is needed.
    public static final Places NONE = new Places(Map.of(), Map.of(), List.of(), null);

    /// Places with copies of those collections, in their order.
    public Places {
        replay = Collections.unmodifiableMap(new LinkedHashMap<>(replay));
        history = Collections.unmodifiableMap(new LinkedHashMap<>(history));
        cold = List.copyOf(cold);
    }

    /// A bundle that has to be thawed before all can be read.
    ///
    /// @param bundle   the bundle
    /// @param attempts how many of its attempts are needed
    /// @param thawing  whether it is being thawed; it can be read from [Bundles.Bundle#readyAt] on
    public record Cold(Bundles.Bundle bundle, long attempts, boolean thawing) {
        /// The members for a JSON document.
        public Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("bundle", bundle.id());
            tree.put("storageClass", bundle.storageClass().name());
            tree.put("attempts", attempts);
            tree.put("storedBytes", bundle.storedBytes());
            tree.put("state", thawing ? "thawing" : "frozen");
            if (thawing && bundle.readyAt() != null) {
                tree.put("readyAt", bundle.readyAt().toString());
            }
            return tree;
        }
    }

    /// Attempts that are known and cannot be had: their bundle is lost or damaged.
    ///
    /// @param attempts how many there are
    /// @param first    the first of them
    /// @param accounts the accounts that they touched, or at which they were refused, in bytewise order
    public record Lost(long attempts, List<Bundles.Held> first, List<String> accounts) {
        /// How many attempts are named.
        public static final int MOST_NAMED = 10_000;

        /// Losses with copies of those lists.
        public Lost {
            first = List.copyOf(first);
            accounts = List.copyOf(accounts);
        }

        /// What is lost, or null when nothing is.
        public static @Nullable Lost of(Losses losses) {
            return losses.isEmpty()
                    ? null
                    : new Lost(losses.all().size(), losses.all().stream().limit(MOST_NAMED).toList(),
                            List.copyOf(losses.accounts()));
        }

        /// One damage a bundle, as plans and results name it.
        public List<Plan.Damage> damage() {
            Map<String, List<Bundles.Held>> bundles = new LinkedHashMap<>();
            first.forEach(held -> bundles.computeIfAbsent(held.bundle(), _ -> new ArrayList<>()).add(held));
            List<Plan.Damage> damage = new ArrayList<>();
            bundles.forEach((bundle, held) -> damage.add(new Plan.Damage(held.getFirst().position(),
                    held.getLast().position(), "bundle " + bundle + " is lost or damaged: "
                            + (held.size() == 1 ? "1 event" : held.size() + " events") + ", the first of them "
                            + held.getFirst().key())));
            return damage;
        }

        /// The members for a JSON document.
        public Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("attempts", attempts);
            tree.put("accounts", accounts);
            List<Map<String, Object>> events = new ArrayList<>();
            for (Bundles.Held held : first) {
                Map<String, Object> event = new LinkedHashMap<>();
                event.put("position", held.position());
                event.put("key", held.key().text());
                event.put("bundle", held.bundle());
                event.put("accounts", held.accounts());
                events.add(event);
            }
            tree.put("events", events);
            return tree;
        }
    }
}
