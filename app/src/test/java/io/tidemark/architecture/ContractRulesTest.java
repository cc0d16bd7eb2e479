package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import io.tidemark.architecture.SourceTree.SourceFile;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every store passes every contract. */
class ContractRulesTest {
    /** What is inside the embedded store and nowhere else: docs/decisions/0020. */
    private static final Set<String> OF_THE_EMBEDDED_STORE_ALONE = Set.of("EventLogContract",
            "EventLogReadingContract", "BucketsContract", "GenerationsContract", "LedgerStoreContract",
            "LedgerHistoryContract", "LedgerStagingContract", "LogBundlesContract");

    /** What only an installation in tables has: a home has generations of ledgers, needs no copies of a service's, and has
     * its bundles by position. */
    private static final Set<String> OF_TABLES_ALONE = Set.of("BookGenerationsContract", "BackupsContract",
            "TableBundlesContract");

    private final SourceTree sources = SourceTree.project();

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "aws"})
    void every_store_passes_every_contract(String store) {
        Set<String> passed = sources.tests().filter(file -> file.module().equals(store))
                .flatMap(ContractRulesTest::types)
                .filter(type -> !type.getModifiers().getFlags().contains(Modifier.ABSTRACT))
                .map(type -> nameOf(type.getExtendsClause())).collect(Collectors.toSet());

        Set<String> contracts = contracts();
        assertThat(contracts).containsAll(OF_THE_EMBEDDED_STORE_ALONE);
        if (!store.equals("embedded")) {
            contracts.removeAll(OF_THE_EMBEDDED_STORE_ALONE);
        } else {
            contracts.removeAll(OF_TABLES_ALONE);
        }
        assertThat(passed).containsAll(contracts);
    }

    /** The contracts: abstract classes of the testkit that bear the name. */
    private Set<String> contracts() {
        return sources.main().filter(file -> file.module().equals("testkit")).flatMap(ContractRulesTest::types)
                .filter(type -> type.getModifiers().getFlags().contains(Modifier.ABSTRACT))
                .map(type -> type.getSimpleName().toString()).filter(name -> name.endsWith("Contract"))
                .collect(Collectors.toSet());
    }

    private static Stream<ClassTree> types(SourceFile file) {
        return file.tree().getTypeDecls().stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast)
                .flatMap(ContractRulesTest::withNested);
    }

    private static Stream<ClassTree> withNested(ClassTree type) {
        return Stream.concat(Stream.of(type), type.getMembers().stream().filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast).flatMap(ContractRulesTest::withNested));
    }

    private static String nameOf(Tree type) {
        return type instanceof ParameterizedTypeTree parameterized ? nameOf(parameterized.getType())
                : String.valueOf(type);
    }
}
