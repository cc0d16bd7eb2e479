package io.tidemark.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A body in the making: top-level members in order, each value as the JSON text that it will be. Nothing keeps it from becoming
/// something else than JSON. Immutable.
public final class BodyDraft {
    /// A body without members.
    public static final BodyDraft EMPTY = new BodyDraft(List.of());

    private final List<Member> members;

    private record Member(String name, String literal) {}

    private BodyDraft(List<Member> members) {
        this.members = members;
    }

    /// A right body of that type: the required members, with account `1` (a transfer's target is `2`) and an amount of 12.30.
    ///
    /// @param type the type as in a key, such as `cash_deposit`
    public static BodyDraft ofType(String type) {
        BodyDraft time = EMPTY.with("EventTimeStamp", "1700000000");
        return switch (type) {
            case "cash_deposit", "verify_cash_deposit", "incoming_payment" -> time.with("TargetAccount", "\"1\"")
                    .with("Amount", "\"12.30\"");
            case "cash_withdrawal", "outgoing_payment_unverified" -> time.with("SourceAccount", "\"1\"").with("Amount",
                    "\"12.30\"");
            case "outgoing_payment_verified" -> time;
            case "outgoing_payment_rejected" -> time.with("RejectedAmount", "\"12.30\"");
            case "inter_account_transfer" -> time.with("SourceAccount", "\"1\"").with("TargetAccount", "\"2\"")
                    .with("Amount", "\"12.30\"");
            default -> throw new IllegalArgumentException("not a type: " + type);
        };
    }

    /// The same with that member set: in its place when it is there, otherwise at the end.
    ///
    /// @param name    its name as it is to stand between the quotes
    /// @param literal its value as JSON text
    public BodyDraft with(String name, String literal) {
        List<Member> changed = new ArrayList<>(members);
        Member member = new Member(name, literal);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name().equals(name)) {
                changed.set(i, member);
                return new BodyDraft(changed);
            }
        }
        changed.add(member);
        return new BodyDraft(changed);
    }

    /// The same with one more member at the end, whether or not there is one of that name.
    public BodyDraft also(String name, String literal) {
        List<Member> changed = new ArrayList<>(members);
        changed.add(new Member(name, literal));
        return new BodyDraft(changed);
    }

    /// The same without that member.
    public BodyDraft without(String name) {
        Predicate<Member> kept = member -> !member.name().equals(name);
        return new BodyDraft(members.stream().filter(kept).toList());
    }

    /// Whether there is a member of that name.
    public boolean has(String name) {
        return members.stream().anyMatch(member -> member.name().equals(name));
    }

    /// The body as one line without spaces.
    public String compact() {
        return members.stream().map(member -> "\"" + member.name() + "\":" + member.literal())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// The body with whitespace of every kind wherever some may stand.
    public String spaced() {
        return members.stream().map(member -> "\r\n\t\"" + member.name() + "\" :\t" + member.literal() + " ")
                .collect(Collectors.joining(",", " \n{ ", "\n}\r\n"));
    }
}
