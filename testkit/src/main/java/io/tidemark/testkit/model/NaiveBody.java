package io.tidemark.testkit.model;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.testkit.model.NaiveJson.Member;
import io.tidemark.testkit.model.NaiveJson.Members;
import io.tidemark.testkit.model.NaiveJson.NotJson;
import io.tidemark.testkit.model.NaiveJson.Text;
import io.tidemark.testkit.model.NaiveJson.Value;
import io.tidemark.testkit.model.NaiveJson.Word;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the body of an event says, by §2.1 of the design.
///
/// @param epochSecond the event's own time
/// @param source      `SourceAccount` where it is an account kept here, otherwise empty
/// @param target      `TargetAccount` where it is an account kept here, otherwise empty
/// @param customer    `CustomerNumber` where it is a text or a number, otherwise empty
/// @param cents       `Amount` or `RejectedAmount`; 0 for a type that has none
record NaiveBody(long epochSecond, String source, String target, String customer, long cents) {
    private static final int MAX_BYTES = 64 * 1024;
    private static final BigDecimal MAX_EPOCH_SECOND = new BigDecimal("253402300799");
    private static final BigDecimal MAX_AMOUNT = new BigDecimal("1000000000000000");
    private static final Set<String> CASH = Set.of("cash_deposit", "verify_cash_deposit", "cash_withdrawal");
    private static final Set<String> WITH_SOURCE = Set.of("cash_withdrawal", "outgoing_payment_unverified",
            "inter_account_transfer");
    private static final Set<String> WITH_TARGET = Set.of("cash_deposit", "verify_cash_deposit", "incoming_payment",
            "inter_account_transfer");
    private static final Pattern DENOMINATION = Pattern
            .compile("([0-9]{1,9})-(euro|cent)(s|-bill|-bills|-coin|-coins)?");

    /// The body is not an event of its type.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final RejectionCode code;

        Refused(RejectionCode code) {
            super(code.name());
            this.code = code;
        }

        RejectionCode code() {
            return code;
        }
    }

    /// Reads a body: first its form, then the value of the amount, then whether the counts add up to it.
    ///
    /// @param type the type that the key names, such as `cash_deposit`
    static NaiveBody read(String type, byte[] bytes) throws Refused {
        Map<String, Value> members;
        try {
            members = members(type, bytes);
        } catch (NotJson e) {
            throw (Refused) malformed().initCause(e);
        }
        long epochSecond = epochSecond(members.get("EventTimeStamp"));
        String source = WITH_SOURCE.contains(type) ? account(members.get("SourceAccount")) : "";
        String target = WITH_TARGET.contains(type) ? account(members.get("TargetAccount")) : "";
        String customer = switch (members.get("CustomerNumber")) {
            case Text text -> text.text();
            case NaiveJson.Numeral numeral -> numeral.literal();
            case null, default -> "";
        };
        Value amount = switch (type) {
            case "outgoing_payment_verified" -> null;
            case "outgoing_payment_rejected" -> textOrNumber(members.get("RejectedAmount"));
            default -> textOrNumber(members.get("Amount"));
        };
        BigInteger counted = CASH.contains(type)
                ? counted(members.get(type.equals("verify_cash_deposit") ? "VerifiedCurrency" : "Currency"))
                : null;
        long cents = amount == null ? 0 : cents(amount);
        if (counted != null && !counted.equals(BigInteger.valueOf(cents))) {
            throw new Refused(RejectionCode.CURRENCY_MISMATCH);
        }
        return new NaiveBody(epochSecond, source, target, customer, cents);
    }

    private static Map<String, Value> members(String type, byte[] bytes) throws NotJson {
        if (bytes.length > MAX_BYTES) {
            throw new NotJson("more than " + MAX_BYTES + " bytes");
        }
        String text = NaiveJson.utf8(bytes);
        List<Member> list;
        try {
            list = NaiveJson.object(text, false);
        } catch (NotJson e) {
            if (!CASH.contains(type)) {
                throw e;
            }
            list = NaiveJson.object(text, true);
        }
        if (type.equals("incoming_payment")) {
            list = withLabAccountsRenamed(list);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (Member member : list) {
            if (members.put(member.name(), member.value()) != null) {
                throw new NotJson("the member " + member.name() + " occurs twice");
            }
        }
        return members;
    }

    /// The lab writes an incoming payment with `SourceAccount` twice and without `TargetAccount`: the first is the account here.
    private static List<Member> withLabAccountsRenamed(List<Member> list) {
        List<Integer> sources = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).name().equals("TargetAccount")) {
                return list;
            }
            if (list.get(i).name().equals("SourceAccount")) {
                sources.add(i);
            }
        }
        if (sources.size() != 2) {
            return list;
        }
        List<Member> renamed = new ArrayList<>(list);
        renamed.set(sources.getFirst(), new Member("TargetAccount", list.get(sources.getFirst()).value()));
        return renamed;
    }

    private static long epochSecond(@Nullable Value value) throws Refused {
        if (!(value instanceof NaiveJson.Numeral number)) {
            throw malformed();
        }
        BigDecimal seconds = exact(number.literal());
        if (seconds.signum() < 0 || seconds.compareTo(MAX_EPOCH_SECOND) > 0) {
            throw malformed();
        }
        return seconds.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    private static String account(@Nullable Value value) throws Refused {
        if (value instanceof Text text && text.text().matches("[A-Za-z0-9-]{1,34}")) {
            return text.text();
        }
        throw malformed();
    }

    private static Value textOrNumber(@Nullable Value value) throws Refused {
        if (value instanceof Text || value instanceof NaiveJson.Numeral) {
            return value;
        }
        throw malformed();
    }

    private static long cents(Value amount) throws Refused {
        BigDecimal value;
        if (amount instanceof Text text) {
            if (!text.text().matches("[0-9]{1,16}(\\.[0-9]{1,2})?")) {
                throw new Refused(RejectionCode.INVALID_AMOUNT);
            }
            value = new BigDecimal(text.text());
        } else if (amount instanceof NaiveJson.Numeral number) {
            value = exact(number.literal());
        } else {
            throw malformed();
        }
        boolean wholeCents = value.movePointRight(2).stripTrailingZeros().scale() <= 0;
        if (!wholeCents || value.signum() <= 0 || value.compareTo(MAX_AMOUNT) > 0) {
            throw new Refused(RejectionCode.INVALID_AMOUNT);
        }
        return value.movePointRight(2).longValueExact();
    }

    /// What the currency counts add up to in cents, or null when there are none.
    private static @Nullable BigInteger counted(@Nullable Value value) throws Refused {
        if (value == null || (value instanceof Word word && word.word().equals("null"))) {
            return null;
        }
        if (!(value instanceof Members counts)) {
            throw malformed();
        }
        BigInteger sum = BigInteger.ZERO;
        for (Member member : counts.list()) {
            Matcher denomination = DENOMINATION.matcher(member.name());
            if (!denomination.matches() || !(member.value() instanceof NaiveJson.Numeral count)
                    || !count.literal().matches("[0-9]+")) {
                throw malformed();
            }
            String worth = denomination.group(1) + (denomination.group(2).equals("euro") ? "00" : "");
            sum = sum.add(new BigInteger(worth).multiply(new BigInteger(count.literal())));
        }
        return sum;
    }

    /// The value of a number literal. An exponent so large that no rule can tell the value from a smaller one is cut, for
    /// `BigDecimal` would otherwise write out its zeros.
    private static BigDecimal exact(String literal) {
        String[] parts = literal.split("[eE]", -1);
        BigDecimal mantissa = new BigDecimal(parts[0]);
        if (parts.length == 1 || mantissa.signum() == 0) {
            return mantissa;
        }
        BigInteger limit = BigInteger.valueOf(1000);
        BigInteger exponent = new BigInteger(parts[1]).min(limit).max(limit.negate());
        return mantissa.scaleByPowerOfTen(exponent.intValueExact());
    }

    private static Refused malformed() {
        return new Refused(RejectionCode.MALFORMED_EVENT);
    }
}
