package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.tidemark.testkit.contract.each.JudgingContract;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// A contract's test that a store passes by doing nothing tests nothing.
class DoNothingStoreTest {
    @ParameterizedTest
    @ValueSource(classes = {EventLogOfNothing.class, EventLogReadingOfNothing.class, BucketsOfNothing.class,
            BundlesOfNothing.class, LogBundlesOfNothing.class, TableBundlesOfNothing.class,
            ControlItemOfNothing.class, GenerationsOfNothing.class, LedgerStoreOfNothing.class,
            LedgerHistoryOfNothing.class, LedgerStagingOfNothing.class, SnapshotStoreOfNothing.class,
            ReceiptsOfNothing.class,
            CatalogOfNothing.class, QueriesOfNothing.class, AttemptStoreOfNothing.class,
            AccountBookOfNothing.class, KeyHistoryOfNothing.class, TransactionQueueOfNothing.class,
            PausesOfNothing.class, BookGenerationsOfNothing.class, BackupsOfNothing.class,
            JudgingOfNothing.class})
    void a_store_that_does_nothing_fails_every_test_of_the_contract(Class<?> contract) {
        Map<String, TestExecutionResult> results = run(contract);

        assertThat(results.keySet()).isEqualTo(testsOf(contract.getSuperclass()));
        assertThat(results).allSatisfy((test, result) -> {
            assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
            assertThat(result.getThrowable()).as("%s fails by what it asserts, not by accident", test)
                    .containsInstanceOf(AssertionError.class);
        });
    }

    @Test
    void no_contract_is_left_out() {
        Set<String> held = new TreeSet<>();
        for (Class<?> contract : DoNothingStoreTest.class.getDeclaredClasses()) {
            held.add(contract.getSuperclass().getSimpleName());
        }

        Set<String> contracts = new TreeSet<>();
        for (Class<?> contract : ReflectionSupport.findAllClassesInPackage(PortCases.class.getPackageName(),
                type -> type.getSuperclass() != null && type.getSimpleName().endsWith("Contract"),
                _ -> true)) {
            contracts.add(contract.getSimpleName());
        }
        assertThat(held).isNotEmpty().isEqualTo(contracts);
    }

    private static Set<String> testsOf(Class<?> contract) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(contract.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(method -> names.add(method.getName() + "()"));
        assertThat(names).isNotEmpty();
        return names;
    }

    private static Map<String, TestExecutionResult> run(Class<?> suite) {
        Map<String, TestExecutionResult> results = new TreeMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    results.put(test.getDisplayName(), result);
                }
            }
        });
        return results;
    }

    static final class EventLogOfNothing extends EventLogContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class EventLogReadingOfNothing extends EventLogReadingContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class BucketsOfNothing extends BucketsContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class BundlesOfNothing extends BundlesContract {
        @Override
        protected BundledInstallation newInstallation(Path directory) {
            return new NothingBundled();
        }
    }

    static final class LogBundlesOfNothing extends LogBundlesContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class TableBundlesOfNothing extends TableBundlesContract {
        @Override
        protected BundledTables newInstallation(Path directory) {
            return new NothingBundled();
        }
    }

    static final class ControlItemOfNothing extends ControlItemContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class GenerationsOfNothing extends GenerationsContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class LedgerStoreOfNothing extends LedgerStoreContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class LedgerHistoryOfNothing extends LedgerHistoryContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class LedgerStagingOfNothing extends LedgerStagingContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class SnapshotStoreOfNothing extends SnapshotStoreContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class ReceiptsOfNothing extends ReceiptsContract {
        @Override
        protected TestInstallation newInstallation(Path directory) {
            return new NothingInstallation();
        }
    }

    static final class CatalogOfNothing extends CatalogContract {
        @Override
        protected ListedInstallation newInstallation(Path directory, ManualClock now) {
            return new NothingListed();
        }
    }

    static final class QueriesOfNothing extends QueriesContract {
        @Override
        protected ListedInstallation newInstallation(Path directory, ManualClock now) {
            return new NothingListed();
        }
    }

    static final class AttemptStoreOfNothing extends AttemptStoreContract {
        @Override
        protected EventwiseInstallation newInstallation(Path directory) {
            return new NothingEventwise();
        }
    }

    static final class AccountBookOfNothing extends AccountBookContract {
        @Override
        protected EventwiseInstallation newInstallation(Path directory) {
            return new NothingEventwise();
        }
    }

    static final class KeyHistoryOfNothing extends KeyHistoryContract {
        @Override
        protected EventwiseInstallation newInstallation(Path directory) {
            return new NothingEventwise();
        }
    }

    static final class TransactionQueueOfNothing extends TransactionQueueContract {
        @Override
        protected EventwiseInstallation newInstallation(Path directory) {
            return new NothingEventwise();
        }
    }

    static final class PausesOfNothing extends PausesContract {
        @Override
        protected EventwiseInstallation newInstallation(Path directory) {
            return new NothingEventwise();
        }
    }

    static final class BookGenerationsOfNothing extends BookGenerationsContract {
        @Override
        protected TableInstallation newInstallation(Path directory) {
            return new NothingTables();
        }
    }

    static final class BackupsOfNothing extends BackupsContract {
        @Override
        protected TableInstallation newInstallation(Path directory) {
            return new NothingTables();
        }
    }

    static final class JudgingOfNothing extends JudgingContract {
        @Override
        protected EventwiseInstallation newInstallation(Path directory) {
            return new NothingEventwise();
        }
    }
}
