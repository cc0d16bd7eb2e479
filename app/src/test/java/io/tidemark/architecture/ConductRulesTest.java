package io.tidemark.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What code may do, wherever it stands: ask for the time, draw lots, print, end the process. */
class ConductRulesTest {
    private static final String[] DOMAIN = {"io.tidemark.core.event..", "io.tidemark.core.ledger.."};
    private static final String CLI = "io.tidemark.app.cli..";
    private static final String WIRING = "io.tidemark.app.wiring..";
    /** A Lambda function is wired by its handler. */
    private static final String FUNCTIONS = "io.tidemark.aws.function..";
    private static final String TESTKIT = "io.tidemark.testkit..";

    private static final Set<
            String> FLOATING = Set.of("float", "double", "java.lang.Float", "java.lang.Double", "float[]", "double[]");

    private static void check(ArchRule rule) {
        rule.check(ProjectClasses.all());
    }

    /** Calls and method references alike: {@code Instant::now} asks for the time as {@code Instant.now()} does. */
    private static DescribedPredicate<JavaAccess<?>> target(String description, DescribedPredicate<AccessTarget> test) {
        return DescribedPredicate.describe(description, access -> test.test(access.getTarget()));
    }

    private static boolean is(AccessTarget target, String owner, String... names) {
        return target.getOwner().getName().equals(owner) && Set.of(names).contains(target.getName());
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheMachineForTheTime() {
        return target("ask the machine for the time", DescribedPredicate.describe("clock", target -> {
            boolean now = target.getOwner().getPackageName().startsWith("java.time") && target.getName().equals("now");
            // `now(Clock)` and the like are handed the time; without an argument, or with a zone alone, they take it.
            boolean given = target instanceof AccessTarget.CodeUnitAccessTarget unit
                    && unit.getRawParameterTypes().stream()
                            .anyMatch(type -> type.isAssignableTo(Clock.class));
            return (now && !given) || is(target, "java.time.Clock", "systemUTC", "systemDefaultZone", "system",
                    "tickMillis", "tickSeconds", "tickMinutes") || is(target, "java.time.InstantSource", "system")
                    || is(target, "java.lang.System", "currentTimeMillis", "nanoTime");
        }));
    }

    private static DescribedPredicate<JavaAccess<?>> drawsLots() {
        return target("draw numbers that no seed brings back", DescribedPredicate.describe("chance", target -> {
            boolean unseeded = target instanceof AccessTarget.CodeUnitAccessTarget made
                    && made.getName().equals("<init>") && made.getRawParameterTypes().isEmpty()
                    && Set.of("java.util.Random", "java.util.SplittableRandom").contains(made.getOwner().getName());
            return unseeded || target.getOwner().getName().equals("java.security.SecureRandom")
                    || is(target, "java.util.UUID", "randomUUID") || is(target, "java.lang.Math", "random")
                    || is(target, "java.util.concurrent.ThreadLocalRandom", "current")
                    || is(target, "java.util.random.RandomGenerator", "getDefault", "of");
        }));
    }

    private static DescribedPredicate<JavaAccess<?>> printsOrExits() {
        return target("print or exit", DescribedPredicate.describe("output", target -> {
            boolean trace = target.getName().equals("printStackTrace")
                    && target.getOwner().isAssignableTo(Throwable.class);
            return trace || is(target, "java.lang.System", "out", "err", "exit", "console")
                    || target.getOwner().getName().equals("java.lang.IO")
                    || is(target, "java.lang.Runtime", "exit", "halt");
        }));
    }

    @Test
    void only_the_wiring_and_the_command_line_ask_for_the_time() {
        check(noClasses().that().resideOutsideOfPackages(WIRING, FUNCTIONS, CLI).should()
                .accessTargetWhere(asksTheMachineForTheTime()));
    }

    @Test
    void only_the_wiring_and_the_command_line_draw_lots() {
        check(noClasses().that().resideOutsideOfPackages(WIRING, CLI).should().accessTargetWhere(drawsLots()));
    }

    @Test
    void only_the_wiring_and_the_command_line_read_the_environment() {
        check(noClasses().that().resideOutsideOfPackages(WIRING, FUNCTIONS, CLI, TESTKIT).should()
                .accessTargetWhere(target(
                        "read the environment",
                        DescribedPredicate.describe("environment",
                                target -> is(target, "java.lang.System", "getenv")))));
    }

    @Test
    void only_the_command_line_prints_and_exits() {
        check(noClasses().that().resideOutsideOfPackages(CLI, TESTKIT).should().accessTargetWhere(printsOrExits()));
    }

    @Test
    void the_domain_holds_no_floating_point_number() {
        check(noFields().that().areDeclaredInClassesThat().resideInAnyPackage(DOMAIN).should().haveRawType(floating()));
        check(noMethods().that().areDeclaredInClassesThat().resideInAnyPackage(DOMAIN).should()
                .haveRawReturnType(floating()));
        DescribedPredicate<JavaCodeUnit> takesOne = DescribedPredicate.describe("a floating-point parameter",
                unit -> unit.getRawParameterTypes().stream().anyMatch(floating()));
        check(noCodeUnits().that().areDeclaredInClassesThat().resideInAnyPackage(DOMAIN)
                .should(ArchConditions.have(takesOne)));
    }

    private static DescribedPredicate<JavaClass> floating() {
        return DescribedPredicate.describe("floating point", type -> FLOATING.contains(type.getName())
                || (type.isArray() && FLOATING.contains(type.getBaseComponentType().getName())));
    }

    @Test
    void no_class_is_named_for_having_no_subject() {
        check(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?"));
    }
}
