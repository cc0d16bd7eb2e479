package io.tidemark.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes of every module that this one sees, without their tests. Read once. */
final class ProjectClasses {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tidemark");

    private ProjectClasses() {}

    /** All of them, the testkit's too. */
    static JavaClasses all() {
        return ALL;
    }
}
