package io.tidemark.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class DependencyRulesTest {
    private static final String EVENTS = "io.tidemark.core.event..";
    private static final String LEDGER = "io.tidemark.core.ledger..";
    private static final String PORTS = "io.tidemark.core.port..";

    /** What of the JDK computes and does nothing else. The two exceptions are what the JSON parser throws. */
    private static final String FUNCTIONS = "io.tidemark.aws.function..";

    private static final DescribedPredicate<
            JavaClass> PURE_JDK = resideInAnyPackage("", "java.lang", "java.lang.annotation",
                    "java.lang.invoke", "java.lang.runtime", "java.math", "java.nio", "java.nio.charset",
                    "java.security", "java.time",
                    "java.util", "java.util.function", "java.util.regex", "java.util.stream")
                    .and(not(oneOf(Random.class, SplittableRandom.class, RandomGenerator.class, Clock.class,
                            InstantSource.class)))
                    .or(oneOf(IOException.class, UncheckedIOException.class))
                    .as("pure parts of the JDK");

    private static DescribedPredicate<JavaClass> oneOf(Class<?>... types) {
        return DescribedPredicate.or(Arrays.stream(types).map(JavaClass.Predicates::equivalentTo).toList());
    }

    private static void check(ArchRule rule) {
        rule.check(ProjectClasses.all());
    }

    @Test
    void events_depend_on_themselves_pure_jdk_and_the_json_parser() {
        check(classes().that().resideInAPackage(EVENTS).should().onlyDependOnClassesThat(
                resideInAnyPackage(EVENTS, "org.jspecify..", "com.fasterxml.jackson.core..").or(PURE_JDK)));
    }

    @Test
    void the_ledger_depends_on_the_domain_and_pure_jdk() {
        check(classes().that().resideInAPackage(LEDGER).should()
                .onlyDependOnClassesThat(resideInAnyPackage(EVENTS, LEDGER, "org.jspecify..").or(PURE_JDK)));
    }

    @Test
    void ports_speak_only_jdk_and_domain() {
        check(classes().that().resideInAPackage(PORTS).should()
                .onlyDependOnClassesThat(resideInAnyPackage("", EVENTS, LEDGER, PORTS, "java..", "org.jspecify..")));
    }

    @Test
    void the_core_knows_nothing_above_it() {
        check(noClasses().that().resideInAPackage("io.tidemark.core..").should()
                .dependOnClassesThat(
                        resideInAPackage("io.tidemark..").and(not(resideInAPackage("io.tidemark.core..")))));
    }

    @Test
    void recovery_knows_the_core_and_no_store() {
        check(noClasses().that().resideInAPackage("io.tidemark.recovery..").should().dependOnClassesThat(
                resideInAPackage("io.tidemark..")
                        .and(not(resideInAnyPackage("io.tidemark.core..", "io.tidemark.recovery..")))));
    }

    @Test
    void a_store_knows_the_core_alone() {
        check(noClasses().that().resideInAPackage("io.tidemark.embedded..").should().dependOnClassesThat(
                resideInAPackage("io.tidemark..")
                        .and(not(resideInAnyPackage("io.tidemark.core..", "io.tidemark.embedded..")))));
    }

    @Test
    void the_store_on_aws_knows_the_core_alone_but_for_the_functions() {
        check(noClasses().that().resideInAPackage("io.tidemark.aws..").and().resideOutsideOfPackage(FUNCTIONS).should()
                .dependOnClassesThat(
                        resideInAPackage("io.tidemark..")
                                .and(not(resideInAnyPackage("io.tidemark.core..", "io.tidemark.aws..")))));
    }

    /** A function is wired by its handler, and the snapshotter's work is recovery's. */
    @Test
    void the_functions_know_the_core_and_what_recovery_does_with_snapshots() {
        check(noClasses().that().resideInAPackage(FUNCTIONS).should().dependOnClassesThat(
                resideInAPackage("io.tidemark..").and(not(resideInAnyPackage("io.tidemark.core..", "io.tidemark.aws..",
                        "io.tidemark.recovery.snapshot..", "io.tidemark.recovery.tables..")))));
    }

    @Test
    void what_is_of_aws_stays_in_the_store_on_aws() {
        check(noClasses().that().resideOutsideOfPackages("io.tidemark.aws..", "io.tidemark.testkit.servers..").should()
                .dependOnClassesThat().resideInAnyPackage("software.amazon..", "com.amazonaws.."));
    }

    @Test
    void only_the_wiring_chooses_a_store() {
        for (String store : new String[] {"io.tidemark.embedded..", "io.tidemark.aws.."}) {
            check(noClasses().that().resideOutsideOfPackages(store, "io.tidemark.app.wiring..").should()
                    .dependOnClassesThat().resideInAPackage(store));
        }
    }

    @Test
    void the_product_does_not_know_its_tests() {
        check(noClasses().that().resideOutsideOfPackage("io.tidemark.testkit..").should().dependOnClassesThat()
                .resideInAnyPackage("io.tidemark.testkit..", "org.junit..", "org.assertj.."));
    }

    @Test
    void rocksdb_stays_in_the_embedded_store() {
        check(noClasses().that().resideOutsideOfPackage("io.tidemark.embedded..").should().dependOnClassesThat()
                .resideInAPackage("org.rocksdb.."));
    }

    @Test
    void duckdb_stays_in_the_embedded_store_and_in_what_stands_for_athena_in_tests() {
        check(noClasses().that().resideOutsideOfPackages("io.tidemark.embedded..", "io.tidemark.testkit.aws..").should()
                .dependOnClassesThat().resideInAnyPackage("org.duckdb..", "java.sql.."));
    }

    /** Athena's part of the SDK is not among the functions' code. */
    @Test
    void only_the_lists_and_questions_know_athena() {
        check(noClasses().that().resideOutsideOfPackages("io.tidemark.aws.athena..", "io.tidemark.aws").should()
                .dependOnClassesThat().resideInAnyPackage("software.amazon.awssdk.services.athena..",
                        "io.tidemark.aws.athena.."));
    }

    @Test
    void zstd_stays_where_files_are_read_and_written() {
        check(noClasses().that().resideOutsideOfPackages("io.tidemark.embedded..", "io.tidemark.aws.bundle..",
                "io.tidemark.recovery.snapshot..", "io.tidemark.app..").should()
                .dependOnClassesThat().resideInAPackage("com.github.luben.."));
    }

    @Test
    void picocli_stays_in_the_command_line() {
        check(noClasses().that().resideOutsideOfPackage("io.tidemark.app.cli..").should().dependOnClassesThat()
                .resideInAPackage("picocli.."));
    }

    @Test
    void packages_form_no_cycles() {
        check(slices().matching("io.tidemark.(**)").should().beFreeOfCycles());
    }
}
