package io.tidemark.testkit.generate;

import java.util.List;

/// Currency counts as JSON literals, on both sides of every edge, for an amount of 12.30.
final class CurrencyLiterals {
    static final List<String> ALL = List.of("null", "{}", "[]", "\"10-cents\"", "7", "true", "{\"10-cents\":123}",
            "{\"10-cent\":123}", "{\"10-cent-coin\":123}", "{\"10-cent-coins\":123}", "{\"10-cent-bill\":123}",
            "{\"10-cent-bills\":123}", "{\"010-cents\":123}", "{\"000000010-cents\":123}", "{\"0000000010-cents\":123}",
            "{\"10-cents-coins\":123}", "{\"10-centss\":123}", "{\"10-Cents\":123}", "{\"10_cents\":123}",
            "{\"10cents\":123}",
            "{\"-cents\":123}", "{\"-10-cents\":123}", "{\"+10-cents\":123}", "{\" 10-cents\":123}",
            "{\"10-cents \":123}",
            "{\"1.0-cents\":123}", "{\"10-dollars\":123}", "{\"\":0}", "{\"10-\":123}",
            "{\"10-euros\":1,\"10-cents\":23}",
            "{\"10-euro\":1,\"10-euros\":0,\"10-euro-bill\":0,\"10-euro-bills\":0,\"10-cents\":23}",
            "{\"10-euro-coin\":1,\"1-cent\":230}", "{\"12-euro-coins\":1,\"30-cents\":1}", "{\"1230-cents\":1}",
            "{\"0-euro\":5,\"10-cents\":123}", "{\"0-cents\":0,\"10-cents\":123}", "{\"10-c\\u0065nts\":123}",
            "{\"10-cents\":123,\"10-c\\u0065nts\":123}", "{\"10-cents\":123,\"10-cents\":123}", "{\"10-cents\":122}",
            "{\"10-cents\":124}", "{\"10-cents\":-123}", "{\"10-cents\":-0}", "{\"1-euro\":-0,\"10-cents\":123}",
            "{\"1-euro\":0,\"10-cents\":123}", "{\"10-cents\":123.0}", "{\"10-cents\":1.23e2}", "{\"10-cents\":123e0}",
            "{\"10-cents\":\"123\"}", "{\"10-cents\":null}", "{\"10-cents\":true}", "{\"10-cents\":[123]}",
            "{\"10-cents\":{}}", "{\"10-cents\":0123}", "{\"999999999-euro\":" + "9".repeat(100) + "}",
            "{\"1-euro\":" + "9".repeat(101) + "}", "{\"999999999-euro\":92233720368}",
            "{\"999999999-euro\":9223372036854775807}", "{\"1-cent\":9223372036854775807,\"2-cents\":1}",
            "{\"1-cent\":18446744073709552846}", "{\"100-euro\":184467440737095516,\"1-cent\":2846}",
            "{\"\u0661-euro\":1}", "{\"10-cents\\u0000\":123}", "{\"10-cents\":123,}", "{\"10-cents\":123");

    private CurrencyLiterals() {}
}
