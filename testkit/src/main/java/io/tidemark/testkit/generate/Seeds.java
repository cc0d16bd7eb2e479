package io.tidemark.testkit.generate;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The seeds that property tests run with: 1 and up. The system property `tidemark.seeds` says how many; when it is not set, the test
/// class's [SeedCount] does, otherwise it is 100. The system property `tidemark.seed` names a single one instead, to bring a failure
/// back.
public final class Seeds implements ArgumentsProvider {
    /// How many seeds a run has when nobody says.
    public static final int DEFAULT_COUNT = 100;

    /// For JUnit.
    public Seeds() {}

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Long single = Long.getLong("tidemark.seed");
        if (single != null) {
            return Stream.of(Arguments.of(single));
        }
        SeedCount own = context.getRequiredTestClass().getAnnotation(SeedCount.class);
        long count = Long.getLong("tidemark.seeds", own == null ? DEFAULT_COUNT : own.value());
        return LongStream.rangeClosed(1, count).mapToObj(Arguments::of);
    }
}
