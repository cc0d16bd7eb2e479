package io.tidemark.recovery.plan;

import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Thaw;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What carrying a plan out costs on AWS. Immutable.
///
/// @param items what is paid for
public record Cost(List<Item> items) {
    /// Writes for an entry: itself and its two indexes (docs/aws.md).
    private static final long WRITES_OF_ENTRY = 3;
    /// Writes for an account: its two balances.
    private static final long WRITES_OF_ACCOUNT = 2;
    /// How many objects one listing names.
    private static final long LISTED_AT_ONCE = 1000;

    /// Something that is paid for.
    ///
    /// @param what         its name among the prices, or what it is
    /// @param count        how many requests
    /// @param bytes        how many bytes, where these are paid for too
    /// @param microDollars what that comes to, in millionths of a US dollar
    public record Item(String what, long count, long bytes, long microDollars) {}

    /// A cost with a copy of those items.
    public Cost {
        items = List.copyOf(items);
    }

    /// What thawing costs that a plan needs, on S3.
    ///
    /// @param tier how quickly; a tier that a storage class does not offer is taken for the standard one
    public static Cost ofThawing(Plan plan, Thaw.Tier tier, Prices prices) {
        Map<StorageClass, long[]> sums = new LinkedHashMap<>();
        for (Places.Cold cold : plan.places().cold()) {
            if (!cold.thawing()) {
                long[] sum = sums.computeIfAbsent(cold.bundle().storageClass(), _ -> new long[2]);
                sum[0]++;
                sum[1] += cold.bundle().storedBytes();
            }
        }
        List<Item> items = new ArrayList<>();
        sums.forEach((storageClass, sum) -> {
            Thaw.Tier offered = Thaw.longest(storageClass, tier).isPresent() ? tier : Thaw.Tier.STANDARD;
            String name = storageClass.name().toLowerCase(Locale.ROOT) + "." + offered.name().toLowerCase(Locale.ROOT);
            items.add(new Item(name, sum[0], sum[1], Math.addExact(prices.ofRequests(name + ".requests", sum[0]),
                    prices.ofBytes(name + ".gb", sum[1]))));
        });
        return new Cost(items);
    }

    /// What a recovery of tables costs: every body is read, every entry and balance written.
    ///
    /// @param attempts how many attempts there are
    /// @param entries  how many entries are written
    /// @param accounts how many accounts are written
    public static Cost ofTables(long attempts, long entries, long accounts, Prices prices) {
        List<Item> items = new ArrayList<>();
        add(items, "s3.list", 3 * ((attempts + LISTED_AT_ONCE - 1) / LISTED_AT_ONCE), prices);
        add(items, "s3.get", attempts, prices);
        add(items, "dynamodb.read", attempts, prices);
        add(items, "dynamodb.write", Math.addExact(Math.multiplyExact(entries, WRITES_OF_ENTRY),
                Math.multiplyExact(accounts, WRITES_OF_ACCOUNT)), prices);
        return new Cost(items);
    }

    private static void add(List<Item> items, String what, long count, Prices prices) {
        if (count > 0) {
            items.add(new Item(what, count, 0, prices.ofRequests(what, count)));
        }
    }

    /// All of it, in millionths of a US dollar.
    public long microDollars() {
        return items.stream().mapToLong(Item::microDollars).reduce(0, Math::addExact);
    }

    /// The sum for people, as in `$1.23`: in cents, rounded up.
    public String text() {
        long cents = Math.ceilDiv(microDollars(), 10_000);
        return "$" + BigDecimal.valueOf(cents, 2);
    }

    /// The members for a JSON document. Dollars are text, with six decimals.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("dollars", dollars(microDollars()));
        List<Map<String, Object>> paid = new ArrayList<>();
        for (Item item : items) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("what", item.what());
            members.put("requests", item.count());
            if (item.bytes() > 0) {
                members.put("bytes", item.bytes());
            }
            members.put("dollars", dollars(item.microDollars()));
            paid.add(members);
        }
        tree.put("items", paid);
        return tree;
    }

    private static String dollars(long microDollars) {
        return BigDecimal.valueOf(microDollars, 6).toPlainString();
    }
}
