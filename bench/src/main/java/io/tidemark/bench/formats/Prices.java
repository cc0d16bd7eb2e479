package io.tidemark.bench.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What AWS asks for what is used.
final class Prices {
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);
    private static final BigDecimal GIGA = new BigDecimal(1_000_000_000);
    private static final BigDecimal TERA = new BigDecimal(1_000_000_000_000L);

    private final Properties prices;

    private Prices(Properties prices) {
        this.prices = prices;
    }

    /// Reads a table of prices, or the one that comes with the program.
    static Prices read(@Nullable Path file) throws IOException {
        Properties prices = new Properties();
        if (file == null) {
            try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream("prices.properties"))) {
                prices.load(in);
            }
        } else {
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                prices.load(in);
            }
        }
        return new Prices(prices);
    }

    /// What putting that many objects costs.
    BigDecimal puts(long objects) {
        return price("put.million").multiply(new BigDecimal(objects)).divide(MILLION);
    }

    /// What keeping that many bytes for a month costs.
    BigDecimal month(long bytes) {
        return price("storage.gb.month").multiply(new BigDecimal(bytes)).divide(GIGA);
    }

    /// What one query costs: Athena's charge for the bytes that it reads, and S3's for the requests.
    BigDecimal query(long bytes, long gets, long lists) {
        BigDecimal counted = new BigDecimal(bytes).max(price("athena.least.bytes"));
        return price("athena.tb").multiply(counted).divide(TERA)
                .add(price("get.million").multiply(new BigDecimal(gets)).divide(MILLION))
                .add(price("list.million").multiply(new BigDecimal(lists)).divide(MILLION));
    }

    private BigDecimal price(String name) {
        String text = prices.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException("the table of prices has no " + name);
        }
        return new BigDecimal(text.strip());
    }
}
