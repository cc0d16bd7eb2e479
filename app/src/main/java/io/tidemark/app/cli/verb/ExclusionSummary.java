package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.core.event.Cents;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.Matches;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.RecoveryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What excluding events comes to, as people read it.
final class ExclusionSummary {
    /// How many things are named where not each is asked for.
    private static final int NAMED = 20;

    private ExclusionSummary() {}

    /// Adds what a plan says about events that are excluded or shown.
    ///
    /// @param preview whether each account and event is shown, and not only how many there are
    static Fields add(Fields fields, Plan plan, boolean preview) {
        Matches matches = plan.matches();
        if (matches != null) {
            fields.add("selected",
                    String.format(Locale.ROOT, "%,d events, %,d of them to replay; the others are replayed as"
                            + " well", matches.attempts(), matches.toReplay()))
                    .add("byType", text(matches.byType()))
                    .add("bySource", text(matches.bySource()));
        }
        Exclusion exclusion = plan.exclusion();
        if (exclusion == null) {
            return fields;
        }
        long pulled = exclusion.events().stream().filter(Exclusion.TakenOut::pulled).count();
        fields.add("excluded", String.format(Locale.ROOT, "%,d events lose their effect%s%s", exclusion.events().size(),
                pulled == 0 ? ""
                        : ", " + pulled + " of them with " + (pulled == 1 ? "its original" : "their originals"),
                exclusion.waitsEnded().isEmpty() ? "" : "; " + waits(exclusion.waitsEnded().size())));
        Exclusion.Left left = exclusion.left();
        if (left.rejected() + left.alreadyExcluded() > 0) {
            fields.add("left", left.rejected() + " rejected, " + left.alreadyExcluded() + " excluded before");
        }
        if (preview) {
            fields.addAll("events", exclusion.events(), event -> new Fields().add("key", event.key().text())
                    .add("position", event.position()).add("accounts", String.join(", ", event.accounts())));
        }
        fields.add("reached", reached(exclusion, preview));
        if (preview) {
            fields.addAll("accounts", exclusion.accounts(), ExclusionSummary::account);
        }
        return fields.addAll("shortfalls", exclusion.shortfalls(), ExclusionSummary::shortfall).addAll("candidates",
                exclusion.candidates(), candidate -> new Fields().add("key", candidate.key().text()).add("code",
                        candidate.code().name()));
    }

    private static String waits(long count) {
        return count == 1 ? "1 ends to wait" : count + " end to wait";
    }

    private static String accounts(long count) {
        return count == 1 ? "1 account" : count + " accounts";
    }

    private static String text(Map<String, Long> counts) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(counts).forEach((name, count) -> parts.add((name.isEmpty() ? "(none)" : name) + " " + count));
        return String.join(", ", parts);
    }

    private static String reached(Exclusion exclusion, boolean preview) {
        List<String> numbers = exclusion.accounts().stream().map(Exclusion.Touched::number).toList();
        String many = accounts(numbers.size());
        return preview || numbers.isEmpty()
                ? many
                : many + ": " + String.join(", ", numbers.subList(0, Math.min(NAMED, numbers.size())))
                        + (numbers.size() > NAMED ? " and others; --preview shows each" : "");
    }

    private static Fields account(Exclusion.Touched account) {
        return new Fields().add("account", account.number()).add("entries", account.entries())
                .add("actualBefore", Value.ofMoney(account.actualBefore()))
                .add("availableBefore", Value.ofMoney(account.availableBefore()))
                .add("actualAfter", Value.ofMoney(account.actualAfter()))
                .add("availableAfter", Value.ofMoney(account.availableAfter()));
    }

    private static Fields shortfall(Exclusion.Touched account) {
        Exclusion.@Nullable Shortfall shortfall = account.shortfall();
        Fields fields = new Fields().add("account", account.number());
        if (shortfall != null) {
            fields.add("sequence", shortfall.sequence()).add("key", shortfall.key().text())
                    .add("lowest", Value.ofMoney(shortfall.lowest()));
        }
        return fields.add("availableAfter", Value.ofMoney(account.availableAfter()));
    }

    /// What a recovery found of the ledger from before, one line; empty when it did not look.
    static String proof(RecoveryResult.@Nullable Unchanged unchanged) {
        return unchanged == null
                ? ""
                : accounts(unchanged.accounts()) + (unchanged.accounts() == 1 ? " is" : " are")
                        + " the same to the last digest, and " + unchanged.concerned()
                        + (unchanged.concerned() == 1 ? " is" : " are")
                        + " but for what is excluded, as in the ledger from before at position " + unchanged.position();
    }

    /// What was taken out and how many accounts were reached, one line.
    static String taken(Exclusion exclusion) {
        int below = exclusion.shortfalls().size();
        return (exclusion.events().size() == 1 ? "1 event" : exclusion.events().size() + " events") + ", on "
                + accounts(exclusion.accounts().size()) + "; " + below + (below == 1 ? " comes" : " come")
                + " below zero"
                + (exclusion.shortfalls().isEmpty()
                        ? ""
                        : ": " + String.join(", ", exclusion.shortfalls().stream().limit(NAMED)
                                .map(account -> account.number() + " (" + Cents.format(account.availableAfter()) + ")")
                                .toList()));
    }
}
