package io.tidemark.recovery.verify;

import io.tidemark.core.event.Sha256;
import io.tidemark.recovery.receipt.Draft;
import io.tidemark.recovery.receipt.Draft.Claim;
import io.tidemark.recovery.receipt.Draft.Unproven;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the receipt of a verification says.
public final class VerifyReceipt {
    private VerifyReceipt() {}

    /// The receipt of a verification, to be issued.
    public static Draft of(VerifyReport report) {
        Draft.Outcome outcome = report.isProven()
                ? Draft.Outcome.DONE
                : report.differences().total() > 0 ? Draft.Outcome.DIFFERENT : Draft.Outcome.INCOMPLETE;
        VerifyReport.Grounds grounds = report.grounds();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("milliseconds", members("total", report.duration().toMillis()));
        members.put("outcome", outcome);
        members.put("exitCode", outcome.exitCode());
        members.put("target", members("position", report.position()));
        Sha256 eventSet = grounds.eventSet();
        if (eventSet != null) {
            Map<String, Object> events = members("records", report.records());
            events.put("digest", eventSet);
            members.put("events", events);
        }
        Map<String, Object> state = members("accounts", report.accounts());
        state.put("entries", report.entries());
        state.put("digest", report.stateDigest());
        members.put("state", state);
        Map<String, Object> attempts = members("accepted", grounds.counts().accepted());
        attempts.put("waiting", grounds.counts().waiting());
        attempts.put("rejected", new TreeMap<>(grounds.counts().rejected()));
        members.put("attempts", attempts);
        Draft.addClaims(members, unproven(report));
        members.put("differences", report.differences().total());
        members.put("damaged", report.damage());
        members.put("snapshotsMet", report.snapshotsMet());
        return new Draft(Draft.Kind.VERIFY, grounds.startedAt(), members);
    }

    private static Map<String, Object> members(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(name, value);
        return members;
    }

    private static List<Unproven> unproven(VerifyReport report) {
        List<Unproven> unproven = new ArrayList<>();
        if (!report.isProven()) {
            String why = report.differences().total() > 0
                    ? "something is not as it must be"
                    : report.damage().isEmpty()
                            ? "the history before position " + report.grounds().historyFrom() + " is not filled in yet"
                            : "events cannot be read";
            for (Claim claim : Claim.values()) {
                unproven.add(new Unproven(claim, why));
            }
            return unproven;
        }
        if (report.snapshotsMet().isEmpty()) {
            unproven.add(new Unproven(Claim.SNAPSHOTS, "there is no snapshot in reach"));
        }
        if (!report.grounds().buckets()) {
            unproven.add(new Unproven(Claim.ATTEMPTS,
                    "each has its outcome, but which buckets they are in was not looked at beside another process"));
        }
        return unproven;
    }
}
