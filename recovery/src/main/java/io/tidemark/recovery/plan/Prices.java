package io.tidemark.recovery.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What AWS asks for things, by name. Immutable. Prices are dollars for a million requests, or for a GB of 10⁹ bytes.
public final class Prices {
    private static final String DEFAULTS = "prices.properties";
    private static final BigDecimal MOST = new BigDecimal("1000000");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,9})?");
    private static final BigDecimal MICRO_DOLLARS = new BigDecimal("1000000");

    private final Map<String, BigDecimal> dollars;

    private Prices(Map<String, BigDecimal> dollars) {
        this.dollars = Map.copyOf(dollars);
    }

    /// The prices that this program knows: those of us-east-1.
    public static Prices known() {
        try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream(DEFAULTS))) {
            return new Prices(read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// These prices with others in the place of some.
    ///
    /// @param text lines of `name=dollars`; `#` begins a comment
    /// @throws IllegalArgumentException when a name is none that is known, or a price is no number from 0 to a million
    public Prices with(String text) {
        Map<String, BigDecimal> next = new TreeMap<>(dollars);
        read(text).forEach((name, price) -> {
            if (!dollars.containsKey(name)) {
                throw new IllegalArgumentException("there is no price " + name + "; there are " + names());
            }
            next.put(name, price);
        });
        return new Prices(next);
    }

    private static Map<String, BigDecimal> read(String text) {
        Properties lines = new Properties();
        try (Reader reader = new StringReader(text)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, BigDecimal> prices = new TreeMap<>();
        for (String name : lines.stringPropertyNames()) {
            prices.put(name, price(name, lines.getProperty(name).strip()));
        }
        return prices;
    }

    private static BigDecimal price(String name, String text) {
        BigDecimal price = DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
        if (price != null && price.compareTo(MOST) <= 0) {
            return price;
        }
        throw new IllegalArgumentException(
                "the price " + name + " is no number of dollars from 0 to a million: " + text);
    }

    /// The names of the prices.
    public Set<String> names() {
        return new TreeMap<>(dollars).keySet();
    }

    /// What a number of requests costs, in millionths of a dollar, rounded up.
    ///
    /// @param name a price for a million requests
    public long ofRequests(String name, long requests) {
        return of(name).multiply(BigDecimal.valueOf(requests)).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /// What a number of bytes costs, in millionths of a dollar, rounded up.
    ///
    /// @param name a price for a GB
    public long ofBytes(String name, long bytes) {
        return of(name).multiply(MICRO_DOLLARS).multiply(BigDecimal.valueOf(bytes)).movePointLeft(9)
                .setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private BigDecimal of(String name) {
        BigDecimal price = dollars.get(name);
        if (price == null) {
            throw new IllegalArgumentException("there is no price " + name);
        }
        return price;
    }
}
