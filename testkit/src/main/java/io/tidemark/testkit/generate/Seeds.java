package io.tidemark.testkit.generate;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The seeds that property tests run with: 1 and up. The system property `tidemark.seeds` says how many (100 when it is not set) and
/// `tidemark.seed` names a single one instead, to bring a failure back.
public final class Seeds implements ArgumentsProvider {
    /// How many seeds a run has when nobody says.
    public static final int DEFAULT_COUNT = 100;

    /// For JUnit.
    public Seeds() {}

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Long single = Long.getLong("tidemark.seed");
        return single != null
                ? Stream.of(Arguments.of(single))
                : LongStream.rangeClosed(1, Long.getLong("tidemark.seeds", DEFAULT_COUNT)).mapToObj(Arguments::of);
    }
}
