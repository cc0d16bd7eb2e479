package io.tidemark.aws.runtime;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.NewAttempt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// A real year of a bank, as a bundle, and what it has to come to.
final class RealYear {
    private static final String BODY = "\"body\":";

    private RealYear() {}

    /// The first attempts of a bundle.
    static List<NewAttempt> read(Path bundle, int most) throws IOException {
        List<NewAttempt> attempts = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(bundle)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && attempts.size() < most; line = lines.readLine()) {
                attempts.add(attempt(line));
            }
        }
        return attempts;
    }

    /// A line of these bundles has its body last.
    private static NewAttempt attempt(String line) {
        String key = Objects.requireNonNull(JsonTree.read(line)).at("key").text();
        String body = line.substring(line.indexOf(BODY) + BODY.length(), line.lastIndexOf('}'));
        return new NewAttempt(EventKey.of(Objects.requireNonNull(key)),
                Body.of(body.getBytes(StandardCharsets.UTF_8)), null);
    }

    /// Account, balances, sequence and chain head, as an independent model worked them out.
    static List<String> expected(Path csv) throws IOException {
        return Files.readAllLines(csv).stream().skip(1).map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    /// The same of an account.
    static String line(Account account) {
        return account.number() + "," + money(account.actual()) + "," + money(account.available()) + ","
                + account.sequence() + "," + account.head();
    }

    private static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
