package io.tidemark.testkit.generate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many [Seeds] the tests of a class run with when the system property `tidemark.seeds` does not say: fewer than usual for
/// properties that are slow to check.
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SeedCount {
    /// The number of seeds, from 1.
    int value();
}
