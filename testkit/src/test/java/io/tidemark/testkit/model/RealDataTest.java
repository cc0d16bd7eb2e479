package io.tidemark.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.Cents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The model meets what was worked out independently of it for a year of a real bank and for the lab's samples.
class RealDataTest {
    private static final String VARIABLE = "TIDEMARK_REAL_DATA";

    @BeforeAll
    static void sayWhenThereIsNoData() {
        if (System.getenv(VARIABLE) == null) {
            System.err.println(
                    "*** " + VARIABLE + " is not set: the model is NOT checked against real account histories. ***");
        }
    }

    @Test
    void a_real_year_comes_to_the_banks_own_balances() throws IOException {
        NaiveLedger ledger = NaiveLedger.of(bundle("berka-1993.ndjson.gz"));

        List<String> expected = Files.readAllLines(data("berka-1993-expected.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(','))).toList();
        assertThat(csv(ledger)).isEqualTo(expected);
    }

    @Test
    void the_lab_samples_come_to_the_known_outcomes_and_accounts() throws IOException {
        NaiveLedger ledger = NaiveLedger.of(bundle("lab-samples.ndjson"));

        List<String> outcomes = new ArrayList<>(List.of("key,outcome"));
        ledger.standingByPosition().values().forEach(judgement -> outcomes.add(judgement.key() + ","
                + judgement.state().name().toLowerCase(java.util.Locale.ROOT)
                + (judgement.code() == null ? "" : " " + judgement.code())));
        assertThat(outcomes).isEqualTo(Files.readAllLines(data("lab-samples-outcomes.csv")));
        assertThat(csv(ledger)).isEqualTo(Files.readAllLines(data("lab-samples-expected.csv")));
    }

    private static List<String> csv(NaiveLedger ledger) {
        List<String> lines = new ArrayList<>(List.of("account,actual,available,sequence,digest"));
        ledger.accounts().values()
                .forEach(account -> lines.add(account.number() + "," + Cents.format(account.actual()) + ","
                        + Cents.format(account.available()) + "," + account.sequence() + "," + account.head()));
        return lines;
    }

    private static Path data(String file) {
        String folder = System.getenv(VARIABLE);
        Assumptions.assumeTrue(folder != null, VARIABLE + " is not set");
        return Path.of(folder, file);
    }

    private static List<Arrival> bundle(String file) throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        Path path = data(file);
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                arrivals.add(arrival(line));
            }
        }
        return arrivals;
    }

    /// A line of an input bundle. The attempt's bytes are the slice of the line that is the body's value, or the decoded text.
    private static Arrival arrival(String line) {
        try {
            String key = "";
            String raw = null;
            for (NaiveJson.Member member : NaiveJson.object(line, false)) {
                if (member.value() instanceof NaiveJson.Text text) {
                    if (member.name().equals("key")) {
                        key = text.text();
                    } else if (member.name().equals("raw")) {
                        raw = text.text();
                    }
                }
            }
            String slice = line.substring(line.indexOf("\"body\":") + 7, line.length() - 1);
            return Arrival.put(key, raw != null ? raw : slice);
        } catch (NaiveJson.NotJson e) {
            throw new AssertionError(line, e);
        }
    }
}
