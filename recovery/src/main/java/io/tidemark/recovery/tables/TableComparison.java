package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookContents.Sheet;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads all of a generation's tables and holds them, item by item, against the ledger that the fold came to. Not thread-safe.
final class TableComparison {
    private final BookContents tables;
    private final LedgerReader ledger;
    private final MemoryBook book;
    private final Differences differences;
    private final Consumer<? super Sheet> expected;
    private final boolean live;
    private final Map<String, TreeMap<EventKey, OpenMatter>> matters = new HashMap<>();
    private long entries;

    /// @param live     whether others write to the tables: what was committed since the facts were read is then no difference
    /// @param expected is shown each account as it must be, with all its entries
    TableComparison(BookContents tables, LedgerReader ledger, MemoryBook book, Differences differences, boolean live,
            Consumer<? super Sheet> expected) {
        this.tables = tables;
        this.ledger = ledger;
        this.book = book;
        this.differences = differences;
        this.expected = expected;
        this.live = live;
        try (Cursor<OpenMatter> open = ledger.openMatters()) {
            for (OpenMatter matter = open.next(); matter != null; matter = open.next()) {
                matters.computeIfAbsent(matter.account(), _ -> new TreeMap<>()).put(matter.key(), matter);
            }
        }
    }

    /// How many entries were compared.
    long entries() {
        return entries;
    }

    void compare() {
        try (Cursor<Account> accounts = ledger.accounts(); Cursor<Sheet> sheets = tables.sheets()) {
            Account account = accounts.next();
            Sheet sheet = sheets.next();
            while (account != null || sheet != null) {
                int order = account == null ? 1 : sheet == null ? -1 : account.number().compareTo(sheet.number());
                if (order <= 0 && account != null) {
                    Sheet must = expectedOf(account);
                    expected.accept(must);
                    compare(must, order == 0 && sheet != null ? sheet
                            : new Sheet(account.number(), null, List.of(), List.of()));
                    account = accounts.next();
                } else if (sheet != null) {
                    compare(new Sheet(sheet.number(), null, List.of(), List.of()), sheet);
                }
                if (order >= 0) {
                    sheet = sheets.next();
                }
            }
        }
        compareKeys();
    }

    private Sheet expectedOf(Account account) {
        List<Entry> must = new ArrayList<>();
        try (Cursor<PlacedEntry> cursor = ledger.entries(account.number(), 1, account.sequence())) {
            for (PlacedEntry placed = cursor.next(); placed != null; placed = cursor.next()) {
                must.add(placed.entry());
            }
        }
        return new Sheet(account.number(), account, must,
                List.copyOf(matters.getOrDefault(account.number(), new TreeMap<>()).values()));
    }

    private void compare(Sheet must, Sheet found) {
        boolean wentOn = compareEntries(must, found);
        if (wentOn) {
            return;
        }
        Account account = must.account();
        if (account == null ? found.account() != null : !account.equals(found.account())) {
            differences.add(Difference.ofAccount(Kind.ACCOUNT, must.number(), States.text(account),
                    found.account() == null && !found.entries().isEmpty()
                            ? "balances that do not agree, or none"
                            : States.text(found.account())));
        }
        Map<EventKey, OpenMatter> open = new TreeMap<>();
        found.matters().forEach(matter -> open.put(matter.key(), matter));
        for (OpenMatter matter : must.matters()) {
            OpenMatter there = open.remove(matter.key());
            if (!matter.equals(there)) {
                differences.add(Difference.ofKey(Kind.OPEN_MATTER, matter.key().text(), must.number(), text(matter),
                        text(there)));
            }
        }
        open.values().forEach(matter -> differences.add(Difference.ofKey(Kind.OPEN_MATTER, matter.key().text(),
                must.number(), "no open matter", text(matter))));
    }

    private static String text(@Nullable OpenMatter matter) {
        return matter == null ? "no open matter"
                : States.money(matter.left()) + " left of " + States.money(matter.amount());
    }

    /// @return whether the account has gone on since the facts were read
    private boolean compareEntries(Sheet must, Sheet found) {
        TreeMap<Long, Entry> there = new TreeMap<>();
        Set<Long> twice = new HashSet<>();
        for (Entry entry : found.entries()) {
            if (there.put(entry.sequence(), entry) != null) {
                twice.add(entry.sequence());
            }
        }
        twice.forEach(sequence -> differences.add(new Difference(Kind.ENTRY, must.number(), null, sequence, null,
                "one entry", "more than one")));
        for (Entry entry : must.entries()) {
            entries++;
            Entry other = there.remove(entry.sequence());
            if (!entry.equals(other)) {
                differences.add(new Difference(Kind.ENTRY, must.number(), entry.key().text(), entry.sequence(), null,
                        States.text(entry), States.text(other)));
            }
        }
        boolean wentOn = false;
        for (Entry more : there.values()) {
            KeyRecord record = tables.book().key(more.key());
            boolean since = live && more.sequence() > must.entries().size() && record.standing() == KeyStanding.ACCEPTED
                    && book.key(more.key()).standing() != KeyStanding.ACCEPTED;
            if (since) {
                wentOn = true;
            } else {
                differences.add(new Difference(Kind.ENTRY, must.number(), more.key().text(), more.sequence(), null,
                        "no entry", States.text(more)));
            }
        }
        return wentOn;
    }

    private void compareKeys() {
        Set<EventKey> seen = new HashSet<>();
        try (Cursor<KeyHistory> histories = tables.book().histories()) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                KeyRecord found = history.record();
                KeyRecord must = book.key(found.key());
                seen.add(found.key());
                boolean since = live && found.revision() > must.revision();
                boolean undecided = live && found.judged().isEmpty() && must.judged().isEmpty();
                if (since || undecided || same(must, found)) {
                    continue;
                }
                differences.add(Difference.ofKey(Kind.KEY, found.key().text(), must.account(), States.text(must),
                        States.text(found)));
            }
        }
        for (KeyRecord must : book.records().values()) {
            if (!seen.contains(must.key())) {
                differences.add(Difference.ofKey(Kind.KEY, must.key().text(), must.account(), States.text(must),
                        "nothing in the index"));
            }
        }
    }

    private static boolean same(KeyRecord must, KeyRecord found) {
        return must.standing() == found.standing() && must.code() == found.code()
                && Objects.equals(must.inForce(), found.inForce()) && outcomes(must).equals(outcomes(found))
                && new HashSet<>(must.waiting()).equals(new HashSet<>(found.waiting()));
    }

    private static Map<String, String> outcomes(KeyRecord record) {
        Map<String, String> outcomes = new HashMap<>();
        for (KeyRecord.Judged judged : record.judged()) {
            OutcomeState state = judged.state();
            outcomes.put(judged.version(), state + " " + judged.code() + " " + judged.digest());
        }
        return outcomes;
    }
}
